"""Who may log whom they met, and who plans whom to meet."""

import rules

from workspace.staff.rules import is_staff_member, plans_hiring

# Those who do the work travel too, and whoever met somebody writes it down.
rules.add_perm("candidates.log_encounter", is_staff_member)
rules.add_perm("candidates.list_conferences", is_staff_member)
rules.add_perm("candidates.plan_conference", plans_hiring)
