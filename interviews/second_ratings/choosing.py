"""Who gives the second rating, with which kit, and when: independent of the first in person and in method."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from hiring.pipeline.models import Application
from interviews.availability.free_time import Span
from interviews.availability.queries import availability_of
from interviews.plans.interviewers import NOTICE, QUARTER, SOON, next_quarter
from interviews.plans.next_interview import NextInterview, next_interview
from interviews.plans.panel import Interviewer
from interviews.plans.queries import Plan
from interviews.rule.terms import Key
from interviews.schedule.models import Interview
from workspace.staff.models import User


def second_rater(
    plan: Plan, criterion: Key, seen_through: frozenset[str], not_from: frozenset[Key]
) -> NextInterview | None:
    """Return who could look at this bar next and with what; None where nobody is left. One query.

    Never somebody who sees this candidate already, has a conflict, or may not hold the kit alone; through another assessment type than those
    that saw the bar already where any other can see it.
    """
    panel = plan.asking_again(criterion)
    kits = {kit.key: kit for kit in (*panel.planned, *plan.kits.values())}
    fresh = {key: kit for key, kit in kits.items() if kit.assessment_type not in seen_through}
    # The plan has left out who has a conflict, and knows which kits each may hold alone.
    people = _not_among(plan.interviewers, not_from)
    for choice in (fresh, kits):
        planned = tuple(kit for kit in panel.planned if kit.key in choice)
        found = next_interview(
            replace(panel, planned=planned), kits=choice.values(), interviewers=people, only=criterion
        )
        if found is not None:
            return found
    return None


def _not_among(interviewers: Iterable[Interviewer], raters: frozenset[Key]) -> list[Interviewer]:
    heard = set(map(str, User.objects.filter(pk__in=raters).values_list("uuid", flat=True)))
    return [person for person in interviewers if person.key not in heard]


def first_free(rater: User, application: Application, minutes: int, now: dt.datetime | None = None) -> Span | None:
    """Return the first time, a day from now or later, at which the rater is free and the candidate has no other interview."""
    start = (now or timezone.now()) + NOTICE
    end = start + SOON
    taken = [
        Span(one.starts_at, one.ends_at)
        for one in Interview.objects.live().filter(
            application__candidate=application.candidate_id, during__endswith__gt=start
        )
    ]
    length = dt.timedelta(minutes=minutes)
    diary = availability_of([rater], start, end)[rater.pk]
    for free in diary.free:
        moment = next_quarter(free.start)
        while moment + length <= free.end:
            span = Span(moment, moment + length)
            if diary.has_room(moment) and not any(span.overlaps(other) for other in taken):
                return span
            moment += QUARTER
    return None
