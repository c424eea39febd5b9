"""Rows turned into the problem that the solver takes. A constant number of queries, however many people are asked."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from hiring.conflicts.queries import conflicted
from hiring.pipeline.models import Application
from interviews.availability.free_time import monday_of
from interviews.availability.queries import Availability, availability_of
from interviews.kits.models import Kit
from interviews.plans.coverage import Side
from interviews.plans.queries import criteria_of, plan_of
from interviews.proposals.loops import Day, Part, Person, Problem, Room, Span, Terms
from interviews.proposals.models import LoopSearch
from interviews.schedule.models import Interview
from interviews.schedule.times import day_in_words
from interviews.training.queries import qualified_for_all
from workspace.staff.models import User

LOOK_BACK = dt.timedelta(days=90)
# Nobody is asked to come tomorrow morning by a mail of tonight.
NOTICE = dt.timedelta(hours=24)
# Of more people who could hold one interview only the least busy are weighed: a choice among so many is a choice.
MOST_PER_PART = 30
SATURDAY = 5


@dataclass(frozen=True)
class Wishes:
    """What the form asked for, as it stands in a search's row. Hours are on the candidate's clock."""

    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(17)
    likes: str = ""
    lunch: int = 45
    gap: int = 15
    longest: int = 180
    most_days: int = 1
    keep_order: bool = False

    def as_row(self) -> dict[str, object]:
        return {**self.__dict__, "opens": f"{self.opens:%H:%M}", "closes": f"{self.closes:%H:%M}"}

    @classmethod
    def from_row(cls, row: dict[str, object]) -> "Wishes":
        known = {name: value for name, value in row.items() if name in cls.__dataclass_fields__}
        times = {name: dt.time.fromisoformat(str(known[name])) for name in ("opens", "closes") if name in known}
        return cls(**{**known, **times})  # type: ignore[arg-type]


def problem_of(search: LoopSearch, now: dt.datetime) -> Problem:
    """Return the problem of a search as things stand now."""
    application, zone = search.application, search.clock
    wishes = Wishes.from_row(search.terms)
    kits = kits_of(search)
    start = dt.datetime.combine(search.first_day, dt.time(), tzinfo=zone)
    end = dt.datetime.combine(search.last_day + dt.timedelta(days=1), dt.time(), tzinfo=zone)
    able, probes = _who_and_what(application, kits, now)
    users = {user.pk: user for user in _with_load(set().union(*able), now)} if able else {}
    available = availability_of(users.values(), start, end)
    hold = next((int(one.hold.total_seconds()) // 60 for one in available.values()), 0)
    parts = tuple(
        Part(
            key=str(n),
            name=kit.name,
            minutes=kit.minutes,
            interviewers=tuple(_least_busy(able[n], users, available, kit)),
            probes=probes[n],
        )
        for n, kit in enumerate(kits)
    )
    wanted = {key for part in parts for key in part.interviewers}
    people = tuple(_person(user, available[user.pk]) for user in users.values() if str(user.uuid) in wanted)
    order = tuple((str(n), str(n + 1)) for n in range(len(parts) - 1)) if wishes.keep_order else ()
    terms = Terms(
        gap=wishes.gap,
        lunch=wishes.lunch,
        longest=wishes.longest,
        most_days=wishes.most_days,
        buffer=hold,
        before=order,
    )
    return Problem(parts, people, tuple(days_of(search, wishes, _taken(application, start, end), now)), terms)


def kits_of(search: LoopSearch) -> list[Kit]:
    """Return the kits of a search in its order, today's version of each. One query."""
    found = {
        kit.slug: kit for kit in Kit.objects.current().select_related("assessment_type").filter(slug__in=search.kits)
    }
    return [found[slug] for slug in search.kits if slug in found]


def _who_and_what(
    application: Application, kits: Sequence[Kit], now: dt.datetime
) -> tuple[list[set[int]], list[tuple[str, ...]]]:
    """For each kit who may hold it, and which of the candidate's hypotheses it probes in depth."""
    criteria = criteria_of(application)
    plan = plan_of(application, criteria, assessed={}, now=now)
    named = {one.criterion for one in criteria.as_hypotheses}
    planned = User.objects.filter(uuid__in=[one.key for one in plan.interviewers]).values_list("pk", flat=True)
    met = set(application.interviews.live().filter(seats__is_live=True).values_list("seats__user", flat=True))
    barred = conflicted(application)
    may = set(planned) - barred
    qualified = qualified_for_all({kit.assessment_type for kit in kits})
    able = []
    for kit in kits:
        trained = qualified[kit.assessment_type_id] & may
        # Who has met the candidate for this role adds no second look, so is asked only where nobody else is left.
        able.append(trained - met or trained)
    probes = [
        tuple(sorted(str(key) for key in (plan.kits[kit.pk].in_depth & named if kit.pk in plan.kits else ())))
        for kit in kits
    ]
    return able, probes


def _with_load(keys: Iterable[int], now: dt.datetime) -> list[User]:
    """These people, with how many interviews they had in the last ninety days or have ahead. One query."""
    recent = Q(seats__is_live=True, seats__during__endswith__gte=now - LOOK_BACK)
    return list(User.objects.filter(pk__in=keys).annotate(recent=Count("seats", filter=recent)).order_by("pk"))


def _least_busy(able: set[int], users: dict[int, User], available: dict[int, Availability], kit: Kit) -> Iterable[str]:
    people = [users[key] for key in able if key in users and available[key].free]
    side = kit.side if kit.side != Side.OTHER.value else kit.assessment_type.side
    fitting = [user for user in people if user.side == side] if side != Side.OTHER.value else people
    ranked = sorted(fitting or people, key=lambda user: (user.recent, user.pk))  # type: ignore[attr-defined]
    return sorted(str(user.uuid) for user in ranked[:MOST_PER_PART])


def _person(user: User, available: Availability) -> Person:
    return Person(
        key=str(user.uuid),
        name=user.name,
        side=user.side,
        free=tuple((_up(span.start), _down(span.end)) for span in available.free),
        load=user.recent,  # type: ignore[attr-defined]
        rooms=tuple(_rooms(available)),
    )


def _rooms(available: Availability) -> Iterable[Room]:
    """What their caps leave on each of their own days and weeks on which they are free."""
    days = sorted(
        {
            moment.astimezone(available.zone).date() + dt.timedelta(days=n)
            for span in available.free
            for moment in (span.start,)
            for n in range((span.end - span.start).days + 2)
        }
    )
    for day in days:
        left = available.caps.a_day - available.load.by_day.get(day, 0)
        yield Room(_local_span(day, day + dt.timedelta(days=1), available.zone), max(left, 0))
    for monday in sorted({monday_of(day) for day in days}):
        left = available.caps.a_week - available.load.by_week.get(monday, 0)
        yield Room(_local_span(monday, monday + dt.timedelta(days=7), available.zone), max(left, 0))


def _taken(application: Application, start: dt.datetime, end: dt.datetime) -> list[Span]:
    """When the candidate sits in an interview already, for any role. One query."""
    booked = Interview.objects.live().filter(
        application__candidate=application.candidate_id, during__overlap=(start, end)
    )
    return [
        (_down(during.lower), _up(during.upper))
        for during in booked.order_by("during").values_list("during", flat=True)
    ]


def days_of(search: LoopSearch, wishes: Wishes, taken: Sequence[Span], now: dt.datetime) -> Iterable[Day]:
    """The candidate's days, weekends left out, with what is left of their hours after other interviews and the notice they get."""
    zone, earliest = search.clock, _up(now + NOTICE)
    liked_hours = {"morning": (wishes.opens, dt.time(12)), "afternoon": (dt.time(12), wishes.closes)}.get(wishes.likes)
    for n in range((search.last_day - search.first_day).days + 1):
        date = search.first_day + dt.timedelta(days=n)
        if date.weekday() >= SATURDAY:
            continue
        hours = _clock_span(date, (wishes.opens, wishes.closes), zone)
        offered = _less(
            (max(hours[0], earliest), hours[1]), [(one - wishes.gap, end + wishes.gap) for one, end in taken]
        )
        yield Day(
            name=day_in_words(date),
            during=_local_span(date, date + dt.timedelta(days=1), zone),
            offered=tuple(offered),
            lunch=_clock_span(date, (dt.time(11, 30), dt.time(14)), zone) if wishes.lunch else None,
            liked=(_clock_span(date, liked_hours, zone),) if liked_hours else (),
        )


def _less(span: Span, taken: Sequence[Span]) -> list[Span]:
    start, found = span[0], []
    for first, last in sorted(taken):
        if last <= start or first >= span[1]:
            continue
        if first > start:
            found.append((start, first))
        start = max(start, last)
    return [*found, (start, span[1])] if start < span[1] else found


def _clock_span(day: dt.date, hours: tuple[dt.time, dt.time], zone: zoneinfo.ZoneInfo) -> Span:
    first, last = (dt.datetime.combine(day, time, tzinfo=zone) for time in hours)
    return _up(first), _down(last)


def _local_span(first: dt.date, until: dt.date, zone: zoneinfo.ZoneInfo) -> Span:
    start, end = (dt.datetime.combine(day, dt.time(), tzinfo=zone) for day in (first, until))
    return _down(start), _up(end)


def _down(moment: dt.datetime) -> int:
    return int(moment.timestamp() // 60)


def _up(moment: dt.datetime) -> int:
    return int(-(-moment.timestamp() // 60))


def as_moment(minutes: int) -> dt.datetime:
    """Return the moment that a proposal names in minutes since 1970-01-01T00:00Z."""
    return dt.datetime.fromtimestamp(minutes * 60, tz=dt.UTC)
