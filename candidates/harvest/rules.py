"""Who may see and change where papers are harvested from."""

import rules

from workspace.staff.rules import is_admin, is_recruiting

rules.add_perm("candidates.see_sources", is_recruiting)
rules.add_perm("candidates.change_sources", is_admin)
