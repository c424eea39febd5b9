"""Who carried how much of the interviewing, and whether that was fair."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from insights.inputs.enums import Now
from insights.inputs.now import NEXT
from insights.inputs.queries import counted_as, told_scorecards
from insights.inputs.weekly import Looking, end_of, in_time, scorecards
from insights.shares.comparison import Share
from interviews.availability.models import LoadPolicy
from interviews.schedule.models import InterviewState, Seat, SeatKind
from workspace.staff.models import User


@dataclass(frozen=True)
class Carried:
    """What one interviewer carried in a period: interviews by week, those to come, scorecards owed and how many were in within 24 hours.

    `cap` is what they take a week at most; what was before stays zero where nobody asked.
    """

    user: User
    cap: int
    by_week: Counter[dt.date]
    coming: int
    owed: int
    in_time: Share
    held_before: int
    in_time_before: Share

    @property
    def held(self) -> int:
        return self.by_week.total()

    @property
    def busiest(self) -> int:
        return max(self.by_week.values(), default=0)

    @property
    def busiest_week(self) -> dt.date | None:
        """Its Monday; the latest of several that were as busy."""
        return max((week for week, number in self.by_week.items() if number == self.busiest), default=None)

    @property
    def weeks_over(self) -> int:
        return sum(number > self.cap for number in self.by_week.values())


def carried(looking: Looking, earlier: Looking | None = None) -> list[Carried]:
    """Return everybody who held an interview in the period or has one in the coming week, the busiest first. Six queries, two more beside an earlier one."""
    seats = _seats(looking)
    held, cards, owed = _held(looking), _cards(looking), _owed(looking)
    # What begins later ends later, which the index by the end finds.
    soon = seats.filter(during__endswith__gt=looking.now, during__startswith__gt=looking.now).order_by()
    soon = soon.filter(during__startswith__lte=looking.now + NEXT)
    coming = dict(soon.values_list("user").annotate(number=Count("pk")))
    held_before, cards_before = (_held(earlier), _cards(earlier)) if earlier else ({}, {})
    policy = LoadPolicy.current()
    found = [
        Carried(
            user,
            _cap(user, policy.per_week),
            held.get(user.pk, Counter()),
            coming.get(user.pk, 0),
            owed.get(user.pk, 0),
            Share(*cards.get(user.pk, (0, 0))),
            held_before.get(user.pk, Counter()).total(),
            Share(*cards_before.get(user.pk, (0, 0))),
        )
        for user in User.objects.filter(pk__in={*held, *coming}).select_related("interviewing").order_by("name", "pk")
    ]
    return sorted(found, key=lambda one: -one.held)


def _seats(looking: Looking) -> "QuerySet[Seat]":
    """The seats of those who lead interviews in the scope's roles."""
    seats = Seat.objects.filter(
        is_live=True,
        kind=SeatKind.INTERVIEWER,
        interview__state=InterviewState.BOOKED,
        interview__application__role__in=looking.scope.roles,
    ).exclude(interview__application__in=looking.scope.hidden)
    if looking.scope.channel is not None:
        seats = seats.filter(interview__application__channel=looking.scope.channel)
    return seats


def _held(looking: Looking) -> dict[int, Counter[dt.date]]:
    """Count the interviews each held in the period, by the Monday of the week they ended in. One query."""
    over = _seats(looking).filter(during__endswith__lte=looking.now)
    over = over.filter(during__endswith__gte=looking.since, during__endswith__lt=looking.until)
    weeks = over.annotate(week=TruncWeek(end_of("during"), tzinfo=dt.UTC)).order_by()
    held: dict[int, Counter[dt.date]] = defaultdict(Counter)
    for user, week, number in weeks.values_list("user", "week").annotate(number=Count("pk")):
        held[user][week.date()] = number
    return held


def _cards(looking: Looking) -> dict[int, tuple[int, int]]:
    """Return how many of each one's scorecards were in within 24 hours, of how many. One query."""
    given = scorecards(looking).order_by().values_list("author")
    counted = given.annotate(due=Count("pk"), timely=Count("pk", filter=in_time()))
    return {author: (timely, due) for author, due, timely in counted}


def _owed(looking: Looking) -> dict[int, int]:
    """Return how many scorecards each owes now, without the applications the viewer owes on themselves. One query."""
    rows = told_scorecards(looking.scope.roles, looking.now, looking.viewer).filter(counted_as(Now.OWED, looking.now))
    return dict(rows.order_by().values_list("author").annotate(number=Count("pk")))


def _cap(user: User, default: int) -> int:
    own = getattr(user, "interviewing", None)
    return own.per_week if own is not None and own.per_week is not None else default
