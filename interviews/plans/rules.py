"""Who may see an application's or a role's plan, and who may change it."""

import rules

from hiring.pipeline.rules import manages_role_of, may_see_role_of
from hiring.roles.rules import manages_role, may_see_role
from workspace.staff.rules import plans_hiring

rules.add_perm("interviews.view_plan", plans_hiring & may_see_role_of)
rules.add_perm("interviews.write_hypotheses", plans_hiring & manages_role_of)
rules.add_perm("interviews.view_role_plan", plans_hiring & may_see_role)
rules.add_perm("interviews.edit_role_plan", plans_hiring & manages_role)
