"""Who is free when, for the calendar, the planner and whoever books. A constant number of queries, however many people are asked for."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Q

from interviews.availability.free_time import (
    DAY,
    Caps,
    Exemption,
    Hours,
    Load,
    Opening,
    Span,
    free_spans,
    merged,
    monday_of,
)
from interviews.availability.models import BusySpan, DayOff, InterviewerSettings, LoadPolicy, WorkingSpan
from interviews.schedule.models import Seat
from workspace.reminders.quiet import Absence
from workspace.staff.models import User

# Who never said when they work is asked for in the hours of an office.
USUAL = (Opening(dt.time(9, 0), dt.time(12, 30)), Opening(dt.time(13, 30), dt.time(17, 30)))
USUAL_WEEK: Mapping[int, tuple[Opening, ...]] = dict.fromkeys(range(5), USUAL)

# Folders higher up say which times they keep for somebody without an interview yet, such as a proposal that waits for an answer. Each
# function takes the users' keys and the span that matters and yields (user key, span); one query each.
type_of_holds = Callable[[Collection[int], Span], Iterable[tuple[int, Span]]]
holds: dict[str, type_of_holds] = {}


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

    `apart_from` are keys of interviews to look away from, such as one that is being moved. Six queries, and one for each kind of hold.
    """
    people = {user.pk: user for user in users}
    within = Span(start.astimezone(dt.UTC), end.astimezone(dt.UTC))
    policy = LoadPolicy.current()
    hold = dt.timedelta(minutes=policy.hold_minutes)
    # Whole weeks on anybody's calendar, so that a week's load is complete.
    around = Span(within.start - 8 * DAY, within.end + 8 * DAY)
    settings = {one.user_id: one for one in InterviewerSettings.objects.filter(user__in=people)}
    hours = _hours_of(people, settings, within)
    seats = _seats_of(people, around, apart_from)
    for ask in holds.values():
        for key, span in ask(list(people), around):
            seats[key].append(span)
    taken = _taken_of(people, within)
    found = {}
    for key, user in people.items():
        kept = [Span(seat.start - hold, seat.end + hold) for seat in seats[key]]
        busy = merged([*kept, *taken[key]])
        found[key] = Availability(
            user=key,
            free=free_spans(within, hours[key], busy),
            busy=tuple(span for span in busy if span.overlaps(within)),
            working=free_spans(within, hours[key], ()),
            elsewhere=tuple(span for span in merged(taken[key]) if span.overlaps(within)),
            load=Load.of((seat.start for seat in seats[key]), user.zone),
            caps=caps_of(settings.get(key), policy),
            zone=user.zone,
            says_hours=key in settings and settings[key].hours_set_at is not None,
            hold=hold,
        )
    return found


def caps_of(settings: InterviewerSettings | None, policy: LoadPolicy) -> Caps:
    """Return somebody's own caps, the organisation's where they set none."""
    day = settings.per_day if settings else None
    week = settings.per_week if settings else None
    return Caps(policy.per_day if day is None else day, policy.per_week if week is None else week)


def _hours_of(
    people: Mapping[int, User], settings: Mapping[int, InterviewerSettings], within: Span
) -> dict[int, Hours]:
    weekly: defaultdict[int, defaultdict[int, list[Opening]]] = defaultdict(lambda: defaultdict(list))
    for row in WorkingSpan.objects.filter(user__in=people):
        weekly[row.user_id][row.weekday].append(Opening(row.opens, row.closes))
    off: defaultdict[int | None, list[Exemption]] = defaultdict(list)
    touching = Q(last__gte=(within.start - DAY).date(), first__lte=(within.end + DAY).date())
    for day in DayOff.objects.filter(touching, Q(user__in=people) | Q(user=None)).order_by("pk"):
        instead = (Opening(day.opens, day.closes),) if day.opens is not None and day.closes is not None else ()
        off[day.user_id].append(Exemption(day.first, day.last, instead))
    found = {}
    for key, user in people.items():
        own = settings.get(key)
        said = own is not None and own.hours_set_at is not None
        week = {day: tuple(sorted(spans)) for day, spans in weekly[key].items()}
        found[key] = Hours(
            zone=user.zone,
            weekly=week if said else USUAL_WEEK,
            exceptions=(*off[None], *off[key]),
            first_day=own.available_from if own else None,
            last_day=own.available_until if own else None,
        )
    return found


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


def _seats_of(people: Collection[int], around: Span, apart_from: Collection[int]) -> defaultdict[int, list[Span]]:
    seats = Seat.objects.filter(
        user__in=people, is_live=True, during__overlap=DateTimeTZRange(around.start, around.end)
    ).exclude(interview__in=apart_from)
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for user, during in seats.order_by("during").values_list("user", "during"):
        found[user].append(Span(during.lower, during.upper))
    return found


def _taken_of(people: Collection[int], within: Span) -> defaultdict[int, list[Span]]:
    # A paused calendar says nothing; a tentative event keeps its time until it is refused.
    rows = BusySpan.objects.filter(
        user__in=people, source__paused_at=None, during__overlap=DateTimeTZRange(within.start, within.end)
    )
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for user, during in rows.values_list("user", "during"):
        found[user].append(Span(during.lower, during.upper))
    return found
