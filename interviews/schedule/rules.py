"""Who may see, book and change interviews."""

import rules

from hiring.pipeline.rules import manages_role_of
from interviews.schedule.models import Interview
from workspace.staff.models import User
from workspace.staff.rules import is_staff_member, plans_hiring


@rules.predicate
def may_see_interview(user: User, interview: Interview | None) -> bool:
    """One query. The twin of `InterviewQuerySet.visible_to`, which decides."""
    return interview is not None and Interview.objects.visible_to(user).filter(pk=interview.pk).exists()


@rules.predicate
def manages_its_role(user: User, interview: Interview | None) -> bool:
    return interview is not None and bool(manages_role_of(user, interview.application))


rules.add_perm("interviews.see_own_week", is_staff_member)
rules.add_perm("interviews.view_calendar", is_staff_member)
rules.add_perm("interviews.view_interview", may_see_interview)
rules.add_perm("interviews.book_interview", plans_hiring & manages_role_of)
rules.add_perm("interviews.change_interview", plans_hiring & manages_its_role)
