"""Who may read and write kits. Anybody who may be asked to interview may read them all."""

import rules

from workspace.staff.rules import is_staff_member, plans_hiring

rules.add_perm("interviews.view_kits", is_staff_member)
rules.add_perm("interviews.edit_kits", plans_hiring)
