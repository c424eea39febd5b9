"""What was done, week by week, as far as the viewer may know of it; and the rows behind each number."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, DateTimeField, F, Func, Min, Q, QuerySet
from django.db.models.functions import TruncWeek

from candidates.outreach.enums import WRITTEN
from candidates.outreach.models import Message
from candidates.people.models import walls_before_candidates
from candidates.repositories.models import Reimplementation
from candidates.watches.models import Opinion, Watch
from insights.inputs.enums import OF_LETTERS, OF_NO_ROLE, Measure, Now
from insights.narrowing.periods import Period
from insights.narrowing.scope import Scope
from interviews.schedule.models import Interview, InterviewState, Seat, SeatKind
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import blinded_applications
from workspace.staff.models import User

# Rows somebody wrote or owes.
OF_AN_AUTHOR = (Measure.SCORECARDS, Now.OWED, Now.SUBMITTED)
IN_TIME = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Looking:
    """Who looks at which applications, from when to when, and what time it is; `of_all` where no role narrows it."""

    viewer: User
    scope: Scope
    since: dt.datetime
    until: dt.datetime
    now: dt.datetime
    of_all: bool

    def during(self, period: Period) -> "Looking":
        """Return the same look at another period that has both its days."""
        if period.begins_at is None or period.ends_at is None:
            raise ValueError(f"{period} has no beginning or no end")
        return replace(self, since=period.begins_at, until=period.ends_at)

    def may_count(self, measure: str) -> bool:
        """Letters are counted only for those who recruit; what belongs to no role only over all roles."""
        if measure in OF_LETTERS and not self.viewer.is_recruiting:
            return False
        return self.of_all or measure not in OF_NO_ROLE


def rows_of(measure: str, looking: Looking) -> "QuerySet[Any]":
    """Return the rows a measure counts, each with the moment it counts at as `at`."""
    return {
        Measure.PAPERS: papers,
        Measure.AUTHORS: authors,
        Measure.CODE: code,
        Measure.INTERVIEWS: interviews,
        Measure.SCORECARDS: scorecards,
    }[Measure(measure)](looking)


def papers(looking: Looking) -> "QuerySet[Opinion]":
    """A paper read by somebody: the first verdict they gave it in a watch."""
    rows = Opinion.objects.filter(watch__in=Watch.objects.visible_to(looking.viewer)).exclude(verdict="")
    return rows.annotate(at=F("created_at")).filter(_when("created_at", looking))


def authors(looking: Looking) -> "QuerySet[Message]":
    """The first letter to somebody: the earliest one that left."""
    left = Message.objects.filter(state__in=WRITTEN)
    first = left.order_by().values("conversation__candidate").annotate(first=Min("pk")).values("first")
    rows = left.filter(_when("queued_at", looking), pk__in=first)
    rows = rows.exclude(walls_before_candidates.q(looking.viewer, "conversation__candidate"))
    return rows.annotate(at=F("queued_at"))


def code(looking: Looking) -> "QuerySet[Reimplementation]":
    """A repository that an engineer read and judged."""
    rows = Reimplementation.objects.filter(_when("judged_at", looking))
    rows = rows.exclude(walls_before_candidates.q(looking.viewer, "candidate"))
    return rows.annotate(at=F("judged_at"))


def interviews(looking: Looking) -> "QuerySet[Interview]":
    rows = Interview.objects.filter(state=InterviewState.BOOKED, application__role__in=looking.scope.roles)
    rows = rows.filter(_when("during__endswith", looking), during__endswith__lte=looking.now)
    rows = rows.exclude(application__in=looking.scope.hidden)
    if looking.scope.channel is not None:
        rows = rows.filter(application__channel=looking.scope.channel)
    return rows.annotate(at=end_of("during"))


def of_person(measure: str, who: uuid.UUID) -> Q:
    """Return the condition that a row is this person's: their scorecard, or an interview they hold; sitting in to learn is not holding."""
    if measure not in (Measure.INTERVIEWS, Now.COMING):
        return Q(author__uuid=who) if measure in OF_AN_AUTHOR else Q()
    seats = Seat.objects.filter(user__uuid=who, is_live=True, kind=SeatKind.INTERVIEWER)
    return Q(pk__in=seats.values("interview"))


def scorecards(looking: Looking) -> "QuerySet[Scorecard]":
    """The scorecards of interviews that ended a day ago or more; `is_in_time` says which were in within 24 hours.

    Where the viewer still owes one, the whole application is left out: a count that moves would say that somebody else has submitted.
    """
    rows = Scorecard.objects.filter(
        _when("seat__during__endswith", looking),
        application__role__in=looking.scope.roles,
        released_at=None,
        seat__kind=SeatKind.INTERVIEWER,
        seat__during__endswith__lte=looking.now - IN_TIME,
    )
    rows = rows.exclude(application__in=looking.scope.hidden)
    rows = rows.exclude(application__in=blinded_applications(looking.viewer))
    if looking.scope.channel is not None:
        rows = rows.filter(application__channel=looking.scope.channel)
    return rows.annotate(at=end_of("seat__during"))


def in_time() -> Q:
    return Q(submitted_at__lte=F("at") + IN_TIME)


def end_of(name: str) -> Func:
    """The moment a range of time ends."""
    return Func(F(name), function="upper", output_field=DateTimeField())


def _when(name: str, looking: Looking) -> Q:
    return Q(**{f"{name}__gte": looking.since, f"{name}__lt": looking.until})


@dataclass(frozen=True)
class Weekly:
    """One measure: how many in each week, by its Monday; for scorecards also how many of how many."""

    measure: str
    counts: Counter[dt.date]
    owed: Counter[dt.date]


def weekly(looking: Looking) -> list[Weekly]:
    """Return what was done in each week, for each measure the viewer may count. A query each."""
    found = []
    for measure in Measure:
        if not looking.may_count(measure):
            continue
        counted = Count("pk", filter=in_time()) if measure == Measure.SCORECARDS else Count("pk")
        rows = rows_of(measure, looking).annotate(week=TruncWeek("at", tzinfo=dt.UTC)).order_by().values_list("week")
        counts, owed = Counter[dt.date](), Counter[dt.date]()
        for week, total, number in rows.annotate(total=Count("pk"), number=counted):
            counts[week.date()], owed[week.date()] = number, total
        found.append(Weekly(measure, counts, owed))
    return found
