"""Who says what applicants are asked about themselves. There is no permission to read an answer."""

import rules

from workspace.staff.rules import is_admin

rules.add_perm("insights.edit_self_identification", is_admin)
