"""Who may choose the work an interview is about, and judge it."""

import rules

from interviews.schedule.models import Interview, Seat
from interviews.schedule.rules import manages_its_role, may_see_interview
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring


@rules.predicate
def has_a_seat(user: User, interview: Interview | None) -> bool:
    """Hold or shadow it. One query."""
    return interview is not None and Seat.objects.filter(interview=interview, user=user, is_live=True).exists()


rules.add_perm("interviews.view_work", may_see_interview & (has_a_seat | manages_its_role))
rules.add_perm("interviews.choose_work", may_see_interview & (has_a_seat | (plans_hiring & manages_its_role)))
rules.add_perm("interviews.judge_work", may_see_interview & has_a_seat)
