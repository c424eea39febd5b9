"""Who looks for another role for somebody: those who plan hiring and have read what was seen."""

import rules

from interviews.scorecards.rules import sees_clearly
from workspace.staff.rules import plans_hiring

rules.add_perm("interviews.look_elsewhere", plans_hiring & sees_clearly)
