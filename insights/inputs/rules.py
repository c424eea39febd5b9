"""Who sets what a week should bring: those who recruit."""

import rules

from workspace.staff.rules import is_recruiting

rules.add_perm("insights.plan_inputs", is_recruiting)
