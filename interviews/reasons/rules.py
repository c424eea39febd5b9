"""Who tells a candidate: those who run the role and may read the debrief."""

import rules

from hiring.pipeline.rules import manages_role_of
from interviews.scorecards.rules import sees_clearly
from workspace.staff.rules import plans_hiring

rules.add_perm("interviews.tell_reasons", plans_hiring & manages_role_of & sees_clearly)
