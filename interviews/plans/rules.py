"""Who may see an application's plan, and who may name its hypotheses."""

import rules

from hiring.pipeline.rules import manages_role_of, may_see_role_of
from workspace.staff.rules import plans_hiring

rules.add_perm("interviews.view_plan", plans_hiring & may_see_role_of)
rules.add_perm("interviews.write_hypotheses", plans_hiring & manages_role_of)
