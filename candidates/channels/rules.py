"""Who may see and edit channels."""

import rules

from workspace.staff.rules import is_admin, plans_hiring

rules.add_perm("candidates.list_channels", plans_hiring)
rules.add_perm("candidates.edit_channels", is_admin)
rules.add_perm("candidates.list_channel_costs", plans_hiring)
rules.add_perm("candidates.log_channel_cost", plans_hiring)
