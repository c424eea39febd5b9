"""Who is free in a week, and what everybody carries."""

import datetime as dt
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, Exists, OuterRef, Q

from interviews.availability.fairness import WINDOW_DAYS, Fairness, Held, fairness
from interviews.availability.free_time import DAY, Span, monday_of
from interviews.availability.models import BusySource
from interviews.availability.queries import Availability, availability_of
from interviews.schedule.models import InterviewState, Seat, SeatKind
from workspace.staff.enums import Persona
from workspace.staff.models import User

MOST_PEOPLE = 200


@dataclass(frozen=True)
class Day:
    """One day of one person: free hours, interviews, and whether one more fits the caps."""

    date: dt.date
    free_hours: float
    interviews: int
    has_room: bool


@dataclass(frozen=True)
class Member:
    """One person's week. `held` counts the interviews of the last 90 days; `calendar` says what is known of their calendars."""

    user: User
    days: tuple[Day, ...]
    this_week: int
    cap: int
    says_hours: bool
    held: int
    is_overloaded: bool
    calendar: str

    @property
    def free_hours(self) -> float:
        return sum(day.free_hours for day in self.days if day.has_room)

    @property
    def is_full(self) -> bool:
        return self.this_week >= self.cap


@dataclass(frozen=True)
class TeamWeek:
    """Everybody's week, those with most room first."""

    members: tuple[Member, ...]
    fairness: Fairness


def team_week(start: dt.datetime, now: dt.datetime) -> TeamWeek:
    """Return the week from `start` of everybody who interviews. Seven queries and those of holds."""
    held = Q(
        seats__is_live=True,
        seats__kind=SeatKind.INTERVIEWER,
        seats__interview__state=InterviewState.BOOKED,
        seats__during__endswith__lte=now,
        seats__during__startswith__gte=now - dt.timedelta(days=WINDOW_DAYS),
    )
    sources = BusySource.objects.filter(user=OuterRef("pk"), paused_at=None)
    near = DateTimeTZRange(now - dt.timedelta(days=WINDOW_DAYS), now + dt.timedelta(days=60))
    sits = Seat.objects.filter(user=OuterRef("pk"), is_live=True, during__overlap=near)
    people = list(
        User.objects.filter(Q(persona__in=(Persona.INTERVIEWER, Persona.HIRING_MANAGER)) | Exists(sits), is_active=True)
        .annotate(
            held=Count("seats", filter=held),
            is_read=Exists(sources.exclude(synced_at=None)),
            is_failing=Exists(sources.exclude(error="")),
        )
        .order_by("name", "pk")[:MOST_PEOPLE]
    )
    known = availability_of(people, start, start + 7 * DAY)
    judged = fairness([Held(one.name, one.held) for one in people])
    members = [_member(one, known[one.pk], start, judged) for one in people]
    return TeamWeek(tuple(sorted(members, key=lambda one: (-one.free_hours, one.user.name))), judged)


def _member(user: User, known: Availability, start: dt.datetime, judged: Fairness) -> Member:
    # annotated by `team_week`
    held, is_read, is_failing = user.held, user.is_read, user.is_failing  # type: ignore[attr-defined]
    # The asked week as days of the person's own calendar: where zones differ, those that have its weekdays.
    days = tuple(_day(start.date() + n * DAY, known) for n in range(7))
    return Member(
        user=user,
        days=days,
        this_week=known.load.by_week.get(monday_of(start.date()), 0),
        cap=known.caps.a_week,
        says_hours=known.says_hours,
        held=held,
        is_overloaded=user.name in judged.overloaded,
        calendar="cannot be read" if is_failing else "read" if is_read else "",
    )


def _day(day: dt.date, known: Availability) -> Day:
    start = dt.datetime.combine(day, dt.time(), tzinfo=known.zone).astimezone(dt.UTC)
    end = dt.datetime.combine(day + DAY, dt.time(), tzinfo=known.zone).astimezone(dt.UTC)
    whole = Span(start, end)
    free = sum(
        (min(one.end, whole.end) - max(one.start, whole.start)).total_seconds() / 3600
        for one in known.free
        if one.overlaps(whole)
    )
    return Day(day, round(free, 1), known.load.by_day.get(day, 0), known.load.has_room(day, known.caps))
