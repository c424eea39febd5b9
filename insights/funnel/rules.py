"""Who may see dashboards: those who plan hiring, each over the roles they may see."""

import rules

from workspace.staff.rules import plans_hiring

rules.add_perm("insights.view_dashboards", plans_hiring)
