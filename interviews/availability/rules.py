"""Who sets hours and limits. One's hours and calendars are one's own; the team's load is seen by whoever plans hiring."""

import rules

from interviews.availability.models import BusySource, DayOff
from workspace.staff.models import User
from workspace.staff.rules import is_recruiting, is_staff_member, plans_hiring


@rules.predicate
def is_own(user: User, row: BusySource | DayOff | None) -> bool:
    return row is not None and row.user_id == user.pk


rules.add_perm("interviews.set_own_hours", is_staff_member)
rules.add_perm("interviews.change_own_calendar", is_staff_member & is_own)
rules.add_perm("interviews.view_team_load", plans_hiring)
rules.add_perm("interviews.set_load_policy", is_recruiting)
