"""Who carried how much of the interviewing, and whether that was fair."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.db.models.functions import TruncWeek

from insights.inputs.weekly import Looking, in_time, scorecards
from interviews.availability.models import LoadPolicy
from interviews.schedule.models import InterviewState, Seat, SeatKind
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import blinded_applications
from workspace.staff.models import User

NEXT = dt.timedelta(days=7)


@dataclass
class Carried:
    """What one interviewer carried in a period: interviews by week, those to come, scorecards; `cap` is what they take a week at most."""

    user: User
    cap: int
    by_week: Counter[dt.date] = field(default_factory=Counter)
    coming: int = 0
    owed: int = 0
    in_time: int = 0
    due: int = 0

    @property
    def held(self) -> int:
        return self.by_week.total()

    @property
    def busiest(self) -> int:
        return max(self.by_week.values(), default=0)

    @property
    def weeks_over(self) -> int:
        return sum(number > self.cap for number in self.by_week.values())


def carried(looking: Looking) -> list[Carried]:
    """Return everybody who held an interview in the period or has one in the coming week, the busiest first. Six queries."""
    seats = Seat.objects.filter(
        is_live=True,
        kind=SeatKind.INTERVIEWER,
        interview__state=InterviewState.BOOKED,
        interview__application__role__in=looking.scope.roles,
    ).exclude(interview__application__in=looking.scope.hidden)
    if looking.scope.channel is not None:
        seats = seats.filter(interview__application__channel=looking.scope.channel)
    over = seats.filter(during__endswith__lte=looking.now)
    over = over.filter(during__endswith__gte=looking.since, during__endswith__lt=looking.until)
    held: dict[int, Counter[dt.date]] = defaultdict(Counter)
    # By the week of the beginning: an interview that ends after midnight on Sunday is one of that Sunday.
    weeks = over.annotate(week=TruncWeek("during__startswith", tzinfo=dt.UTC)).order_by()
    for user, week, number in weeks.values_list("user", "week").annotate(number=Count("pk")):
        held[user][week.date()] = number
    # What begins later ends later, which the index by the end finds.
    soon = seats.filter(during__endswith__gt=looking.now, during__startswith__gt=looking.now).order_by()
    soon = soon.filter(during__startswith__lte=looking.now + NEXT)
    coming = dict(soon.values_list("user").annotate(number=Count("pk")))
    given = scorecards(looking).order_by().values_list("author")
    counted = given.annotate(due=Count("pk"), timely=Count("pk", filter=in_time()))
    cards = {author: (timely, due) for author, due, timely in counted}
    owed = _owed(looking)
    policy = LoadPolicy.current()
    found = [
        Carried(
            user,
            _cap(user, policy.per_week),
            held[user.pk],
            coming.get(user.pk, 0),
            owed.get(user.pk, 0),
            *cards.get(user.pk, (0, 0)),
        )
        for user in User.objects.filter(pk__in={*held, *coming}).select_related("interviewing").order_by("name", "pk")
    ]
    return sorted(found, key=lambda one: -one.held)


def _owed(looking: Looking) -> dict[int, int]:
    """Return how many scorecards each owes now, without the applications the viewer owes on themselves."""
    rows = Scorecard.objects.owed().filter(
        Q(seat__during__endswith__lte=looking.now), application__role__in=looking.scope.roles
    )
    rows = rows.exclude(application__in=looking.scope.hidden)
    rows = rows.exclude(application__in=blinded_applications(looking.viewer))
    return dict(rows.order_by().values_list(F("author")).annotate(number=Count("pk")))


def _cap(user: User, default: int) -> int:
    own = getattr(user, "interviewing", None)
    return own.per_week if own is not None and own.per_week is not None else default
