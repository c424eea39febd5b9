"""Who decides whose name stands on a paper: those who keep the candidates' files."""

import rules

from workspace.staff.rules import is_recruiting

rules.add_perm("candidates.decide_identity", is_recruiting)
