"""Who is free when, for the calendar, the planner and whoever books. A constant number of queries, however many people are asked for."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import DateField, F, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from interviews.availability.free_time import (
    DAY,
    Caps,
    Exemption,
    Hours,
    Load,
    Opening,
    Span,
    merged,
    monday_of,
    without,
    working_spans,
)
from interviews.availability.models import BusySpan, DayOff, InterviewerSettings, LoadPolicy, WorkingSpan
from interviews.schedule.models import Seat
from workspace.reminders.quiet import Absence
from workspace.staff.models import User

# Who never said when they work is asked for in the hours of an office.
USUAL = (Opening(dt.time(9, 0), dt.time(12, 30)), Opening(dt.time(13, 30), dt.time(17, 30)))
USUAL_WEEK: Mapping[int, tuple[Opening, ...]] = dict.fromkeys(range(5), USUAL)

# Folders higher up say which times they keep for somebody without an interview yet, such as a proposal that waits for an answer. Each
# function takes the users' keys and the span that matters and returns a query of (user, during), which is asked together with all else.
type_of_holds = Callable[[Collection[int], Span], "QuerySet[Any, Any]"]
holds: dict[str, type_of_holds] = {}
OURS, ELSEWHERE = 0, 1


@dataclass(frozen=True)
class Own:
    """What holds for one person: caps and hold are the organisation's where they set none; `hours_set` tells whether they ever said when they work."""

    caps: Caps
    hold: dt.timedelta
    hours_set: bool
    first_day: dt.date | None
    last_day: dt.date | None


@dataclass(frozen=True)
class Availability:
    """What is known of one person's time between two moments.

    - `free`: spans in UTC, in order, apart from each other: in their hours, not taken, not held, not within `hold` of another interview.
      Caps are not taken off: ask `has_room`, or `fits` for both.
    - `busy`: spans in UTC in which they are taken, merged: interviews and holds with `hold` around them, other calendars as they are.
    - `working`: their hours alone, in UTC, whatever is in them; `elsewhere`: what other calendars say, merged.
    - `load`: interviews they have (holding, shadowing, and what is held for them) by day and by Monday, on their own calendar; whole weeks,
      even where the asked time cuts one.
    - `caps`: how many a day and a week they take.
    - `zone`: the clock on which days and weeks are meant.
    - `says_hours`: whether they ever set their hours; if not, `free` rests on an office's.
    - `hold`: time to keep free before and after an interview.
    """

    user: int
    free: tuple[Span, ...]
    busy: tuple[Span, ...]
    working: tuple[Span, ...]
    elsewhere: tuple[Span, ...]
    load: Load
    caps: Caps
    zone: zoneinfo.ZoneInfo
    says_hours: bool
    hold: dt.timedelta

    def has_room(self, moment: dt.datetime) -> bool:
        """Whether one more interview that starts at this moment stays within the caps."""
        return self.load.has_room(moment.astimezone(self.zone).date(), self.caps)

    def is_free(self, span: Span) -> bool:
        """Whether the whole span is free. Caps are not asked."""
        return any(one.holds(span) for one in self.free)

    def fits(self, span: Span) -> bool:
        """Whether an interview could be booked over this span: free, and within the caps."""
        return self.is_free(span) and self.has_room(span.start)

    def why_not(self, span: Span) -> list[str]:
        """Say what speaks against an interview over this span, each a clause that goes on after the name; nothing where it `fits`.

        Who never said their hours is not held to an office's: the clause is left out.
        """
        day = span.start.astimezone(self.zone).date()
        that_day, that_week = self.load.by_day.get(day, 0), self.load.by_week.get(monday_of(day), 0)
        told = []
        if self.says_hours and not any(one.holds(span) for one in self.working):
            told.append("does not work then")
        if any(one.overlaps(span) for one in self.elsewhere):
            told.append("is taken then, says their calendar")
        if that_week >= self.caps.a_week:
            told.append(f"has {that_week} interviews that week already")
        elif that_day >= self.caps.a_day:
            told.append(f"has {that_day} interviews that day already")
        return told


def availability_of(
    users: Iterable[User], start: dt.datetime, end: dt.datetime, *, apart_from: Collection[int] = ()
) -> dict[int, Availability]:
    """Return the availability of each of `users` from `start` to `end`, by the user's key.

    `apart_from` are keys of interviews to look away from, such as one that is being moved. Three queries; two where `users` were loaded
    `with_own_settings`.
    """
    people = {user.pk: user for user in users}
    within = Span(start.astimezone(dt.UTC), end.astimezone(dt.UTC))
    # Whole weeks on anybody's calendar, so that a week's load is complete.
    around = Span(within.start - 8 * DAY, within.end + 8 * DAY)
    settings = _settings_of(people)
    hours = _hours_of(people, settings, within)
    seats, taken = _taken_of(people, within, around, apart_from)
    found = {}
    for key, user in people.items():
        own = settings[key]
        kept = [Span(seat.start - own.hold, seat.end + own.hold) for seat in seats[key]]
        busy, working = merged([*kept, *taken[key]]), working_spans(within, hours[key])
        found[key] = Availability(
            user=key,
            free=without(working, busy),
            busy=tuple(span for span in busy if span.overlaps(within)),
            working=working,
            elsewhere=tuple(span for span in merged(taken[key]) if span.overlaps(within)),
            load=Load.of((seat.start for seat in seats[key]), user.zone),
            caps=own.caps,
            zone=user.zone,
            says_hours=own.hours_set,
            hold=own.hold,
        )
    return found


def with_own_settings(users: "QuerySet[User]") -> "QuerySet[User]":
    """Load with people what they set of themselves as interviewers, and beside it what holds for everybody; `availability_of` then does not ask."""
    policy = LoadPolicy.objects.values(
        json=JSONObject(per_day="per_day", per_week="per_week", hold_minutes="hold_minutes")
    )
    return users.select_related("interviewing").annotate(load_policy=Subquery(policy[:1]))


def _settings_of(people: Mapping[int, User]) -> dict[int, Own]:
    rows: Iterable[User] = people.values()
    if any("interviewing" not in user._state.fields_cache or not hasattr(user, "load_policy") for user in rows):
        rows = with_own_settings(User.objects.filter(pk__in=people))
    return {user.pk: _own(user) for user in rows}


def _own(user: User) -> Own:
    policy = LoadPolicy(**(user.load_policy or {}))  # type: ignore[attr-defined]
    own = getattr(user, "interviewing", None) or InterviewerSettings()
    a_day = policy.per_day if own.per_day is None else own.per_day
    a_week = policy.per_week if own.per_week is None else own.per_week
    return Own(
        caps=Caps(a_day, a_week),
        hold=dt.timedelta(minutes=policy.hold_minutes),
        hours_set=own.hours_set_at is not None,
        first_day=own.available_from,
        last_day=own.available_until,
    )


def _hours_of(people: Mapping[int, User], settings: Mapping[int, Own], within: Span) -> dict[int, Hours]:
    """Return everybody's weekly hours with what does not follow them. One query for both."""
    weekly: defaultdict[int, defaultdict[int, list[Opening]]] = defaultdict(lambda: defaultdict(list))
    off: defaultdict[int | None, list[Exemption]] = defaultdict(list)
    touching = Q(last__gte=(within.start - DAY).date(), first__lte=(within.end + DAY).date())
    no_day, no_weekday = Value(None, DateField()), Value(None, IntegerField())
    usual = WorkingSpan.objects.filter(user__in=people).annotate(first=no_day, last=no_day)
    unusual = DayOff.objects.filter(touching, Q(user__in=people) | Q(user=None)).annotate(weekday=no_weekday)
    columns = ("pk", "user", "weekday", "first", "last", "opens", "closes")
    rows = (
        usual.order_by().values_list(*columns).union(unusual.order_by().values_list(*columns), all=True).order_by("pk")
    )
    for _, user, weekday, first, last, opens, closes in rows:
        if weekday is not None:
            weekly[user][weekday].append(Opening(opens, closes))
        else:
            instead = (Opening(opens, closes),) if opens is not None and closes is not None else ()
            off[user].append(Exemption(first, last, instead))
    return {
        key: Hours(
            zone=user.zone,
            weekly={day: tuple(sorted(spans)) for day, spans in weekly[key].items()}
            if settings[key].hours_set
            else USUAL_WEEK,
            exceptions=(*off[None], *off[key]),
            first_day=settings[key].first_day,
            last_day=settings[key].last_day,
        )
        for key, user in people.items()
    }


def absences_of(people: Collection[int], since: dt.date) -> Iterator[tuple[int, Absence]]:
    """Yield the days off of these people from a day on, everybody's first: what reminders wait for. One query.

    Not the weekly hours nor a last day before a leave: those say when interviews are welcome, not when somebody is there.
    """
    rows = DayOff.objects.filter(Q(user__in=people) | Q(user=None), last__gte=since).order_by(
        F("user").asc(nulls_first=True), "pk"
    )
    for day in rows:
        absence = Absence(day.first, day.last, day.opens, day.closes)
        for key in people if day.user_id is None else [day.user_id]:
            yield key, absence


def everybodys_days_off() -> "QuerySet[Any, Any]":
    """The whole days on which everybody is off, as JSON: on those no candidate waits longer. Read along with other rows."""
    return (
        DayOff.objects.filter(user=None, opens=None)
        .order_by("first")
        .values(row=JSONObject(first="first", last="last"))
    )


def _taken_of(
    people: Collection[int], within: Span, around: Span, apart_from: Collection[int]
) -> tuple[defaultdict[int, list[Span]], defaultdict[int, list[Span]]]:
    """Return the interviews people have and what is kept for them, all around; and what their calendars say. One query for all."""
    sits = Seat.objects.filter(
        user__in=people, is_live=True, during__overlap=DateTimeTZRange(around.start, around.end)
    ).exclude(interview__in=apart_from)
    # A paused calendar says nothing; a tentative event keeps its time until it is refused.
    elsewhere = BusySpan.objects.filter(
        user__in=people, source__paused_at=None, during__overlap=DateTimeTZRange(within.start, within.end)
    )
    parts = [
        (OURS, sits.values_list("user", "during")),
        (ELSEWHERE, elsewhere.values_list("user", "during")),
        *((OURS, ask(list(people), around)) for ask in holds.values()),
    ]
    first, *others = [rows.order_by().annotate(place=Value(place)) for place, rows in parts]
    found: tuple[defaultdict[int, list[Span]], defaultdict[int, list[Span]]] = defaultdict(list), defaultdict(list)
    for user, during, place in first.union(*others, all=True):
        found[place][user].append(Span(during.lower, during.upper))
    return found
