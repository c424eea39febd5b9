"""Who gives the second rating, with which kit, and when: independent of the first in person and in method."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from hiring.conflicts.queries import conflicted
from hiring.pipeline.models import Application
from interviews.availability.free_time import Span
from interviews.availability.queries import availability_of
from interviews.kits.models import AssessmentType
from interviews.plans.next_interview import NextInterview, next_interview
from interviews.plans.panel import Interviewer, Kit
from interviews.plans.queries import Plan
from interviews.rule.terms import Key
from interviews.schedule.models import Interview
from interviews.training.queries import qualified_for_all
from workspace.staff.models import User

LOOKS_AHEAD = dt.timedelta(days=14)
NOTICE = dt.timedelta(hours=24)
STEP = dt.timedelta(minutes=15)


def second_rater(
    application: Application, plan: Plan, criterion: Key, seen_through: frozenset[str], not_from: frozenset[Key]
) -> NextInterview | None:
    """Return who could look at this bar next and with what; None where nobody is left. Five queries.

    Never somebody who sees this candidate already, has a conflict, or may not hold the kit alone; through another assessment type than those
    that saw the bar already where any other can see it.
    """
    panel = plan.asking_again(criterion)
    kits = {kit.key: kit for kit in (*panel.planned, *plan.kits.values())}
    fresh = {key: kit for key, kit in kits.items() if kit.assessment_type not in seen_through}
    people = _eligible(application, plan, kits, not_from)
    for choice in (fresh, kits):
        planned = tuple(kit for kit in panel.planned if kit.key in choice)
        found = next_interview(
            replace(panel, planned=planned), kits=choice.values(), interviewers=people, only=criterion
        )
        if found is not None:
            return found
    return None


def _eligible(
    application: Application, plan: Plan, kits: dict[Key, Kit], not_from: frozenset[Key]
) -> list[Interviewer]:
    """Keep those without a conflict who did not rate it yet, each with the kits they may hold alone."""
    active = (
        User.objects.filter(is_active=True)
        .exclude(pk__in={*conflicted(application), *not_from})
        .values_list("uuid", "pk")
    )
    known = {str(uuid): key for uuid, key in active}
    types = list(AssessmentType.objects.filter(slug__in={kit.assessment_type for kit in kits.values()}))
    by_slug = {one.slug: one.pk for one in types}
    qualified = qualified_for_all(types)
    return [
        replace(
            person,
            kits=frozenset(
                key for key, kit in kits.items() if known[str(person.key)] in qualified[by_slug[kit.assessment_type]]
            ),
        )
        for person in plan.interviewers
        if str(person.key) in known
    ]


def first_free(rater: User, application: Application, minutes: int, now: dt.datetime | None = None) -> Span | None:
    """Return the first time, a day from now or later, at which the rater is free and the candidate has no other interview."""
    start = (now or timezone.now()) + NOTICE
    end = start + LOOKS_AHEAD
    taken = [
        Span(one.starts_at, one.ends_at)
        for one in Interview.objects.live().filter(
            application__candidate=application.candidate_id, during__endswith__gt=start
        )
    ]
    length = dt.timedelta(minutes=minutes)
    diary = availability_of([rater], start, end)[rater.pk]
    for free in diary.free:
        moment = _on_the_quarter(free.start)
        while moment + length <= free.end:
            span = Span(moment, moment + length)
            if diary.has_room(moment) and not any(span.overlaps(other) for other in taken):
                return span
            moment += STEP
    return None


def _on_the_quarter(moment: dt.datetime) -> dt.datetime:
    over = dt.timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not over else moment - over + STEP
