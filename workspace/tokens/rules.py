"""Anybody on the staff may make tokens: a token can do no more than its owner."""

import rules

from workspace.staff.rules import is_staff_member

rules.add_perm("workspace.use_api", is_staff_member)
