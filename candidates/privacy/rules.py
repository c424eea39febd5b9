"""Who sees whom we still have to tell, and who may put a deletion off."""

import rules

from workspace.staff.rules import is_admin, is_recruiting

rules.add_perm("candidates.see_untold", is_recruiting)
rules.add_perm("candidates.note_told", is_recruiting)
rules.add_perm("candidates.note_objection", is_recruiting)
rules.add_perm("candidates.keep_privacy", is_admin)
