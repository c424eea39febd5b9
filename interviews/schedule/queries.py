"""The read side of the schedule: who could hold an interview, and what a week holds."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from candidates.conflicts.queries import recused_users
from hiring.pipeline.models import Application
from interviews.kits.models import Kit
from interviews.schedule.concerns import Invited, Remark
from interviews.schedule.models import Interview, Seat, SeatKind
from interviews.schedule.signals import remarks_wanted
from interviews.schedule.times import day_around, week_around
from workspace.staff.enums import Persona
from workspace.staff.models import User


@dataclass(frozen=True)
class Colleague:
    """Somebody who could hold or shadow an interview, and what would speak for or against them."""

    user: User
    that_day: int
    that_week: int
    has_held: int
    met_before: bool
    is_taken: bool
    remarks: tuple[Remark, ...] = ()

    def as_invited(self, *, is_interviewer: bool) -> Invited:
        return Invited(
            name=self.user.name,
            zone=self.user.zone,
            remarks=self.remarks,
            is_interviewer=is_interviewer,
            met_before=self.met_before,
        )


def colleagues(
    application: Application,
    kit: Kit | None,
    around: dt.datetime,
    minutes: int = 0,
    apart_from: Interview | None = None,
) -> list[Colleague]:
    """Return everybody who could sit in an interview around a moment: who has held this type before first, the least busy before the rest.

    `around` is on the booker's clock, whose day and week are meant. With `minutes` it is the start of the slot, and `is_taken` says who sits
    in another interview then. One query, and those of the folders above that add remarks.
    """
    live = Q(seats__is_live=True)
    if apart_from is not None:
        live &= ~Q(seats__interview=apart_from)
    slot = DateTimeTZRange(around, around + dt.timedelta(minutes=max(minutes, 1)))
    # Shadows learn the type, interviewers hold it; only the latter counts as having held it.
    held = Q(seats__kind=SeatKind.INTERVIEWER, seats__during__endswith__lt=around)
    seats = Seat.objects.filter(user=OuterRef("pk"), is_live=True)
    others = seats.exclude(interview=apart_from) if apart_from is not None else seats
    may_sit = User.objects.filter(is_active=True).exclude(pk__in=recused_users(application.candidate_id))
    people = may_sit.annotate(
        that_day=Count("seats", filter=live & Q(seats__during__startswith__range=_range(day_around(around)))),
        that_week=Count("seats", filter=live & Q(seats__during__startswith__range=_range(week_around(around)))),
        has_held=Count(
            "seats",
            filter=live & held & Q(seats__interview__kit__assessment_type=kit.assessment_type_id if kit else None),
        ),
        met_before=Exists(others.filter(interview__application=application)),
        is_taken=Exists(others.filter(during__overlap=slot)),
    )
    remarks = remarks_about(people, kit, slot if minutes else None, apart_from)
    return sorted(_known(people, remarks), key=lambda one: (one.is_taken and bool(minutes), *_order(one)))


def _known(people: "QuerySet[Any]", remarks: Mapping[int, Sequence[Remark]]) -> Iterator[Colleague]:
    for person in people:
        told = tuple(remarks.get(person.pk, ()))
        yield Colleague(
            person, person.that_day, person.that_week, person.has_held, person.met_before, person.is_taken, told
        )


def _order(one: Colleague) -> tuple[bool, bool, bool, int, str]:
    # Whoever runs the hiring may interview too, but is not who comes to mind first.
    runs_it = one.user.persona in {Persona.ADMIN, Persona.RECRUITER}
    return bool(one.remarks), one.has_held == 0, runs_it, one.that_week, one.user.name


def remarks_about(
    people: Iterable[User], kit: Kit | None, during: DateTimeTZRange | None, apart_from: Interview | None = None
) -> dict[int, list[Remark]]:
    """Return what the folders above say against people for a kit and a slot, by the user's key. The number of queries is theirs, and constant."""
    asked = {"kit": kit, "during": during, "people": list(people), "apart_from": apart_from}
    found: dict[int, list[Remark]] = defaultdict(list)
    for _, told in remarks_wanted.send(Interview, **asked):
        for key, remarks in cast("dict[int, list[Remark]]", told).items():
            found[key] += remarks
    return dict(found)


def _range(ends: tuple[dt.datetime, dt.datetime]) -> tuple[dt.datetime, dt.datetime]:
    # BETWEEN takes both ends in; the second is the start of the next day or week.
    return ends[0], ends[1] - dt.timedelta(microseconds=1)


def candidates_clock(application: Application) -> list[tuple[str, zoneinfo.ZoneInfo]]:
    """Return the candidate with their zone, where we know it."""
    candidate = application.candidate
    return [(candidate.name, zoneinfo.ZoneInfo(candidate.time_zone))] if candidate.time_zone else []


def shown(interviews: "QuerySet[Interview]") -> "QuerySet[Interview]":
    """Fetch what a list of interviews shows along with it. Two queries in all."""
    seats = Seat.objects.filter(is_live=True).select_related("user", "scorecard").order_by("kind", "user__name")
    return interviews.select_related(  # type: ignore[no-redef]
        "kit__assessment_type", "application__candidate", "application__role", "stage"
    ).prefetch_related(Prefetch("seats", seats, to_attr="people"))


def between(user: User, start: dt.datetime, end: dt.datetime) -> "QuerySet[Interview]":
    """Return the interviews this user may see that touch the time from `start` to `end`, in order."""
    touching = Interview.objects.visible_to(user).live().filter(during__overlap=DateTimeTZRange(start, end))
    return shown(touching).order_by("during", "pk")


def days_of(
    interviews: Iterable[Interview], start: dt.datetime, zone: dt.tzinfo
) -> list[tuple[dt.date, list[Interview]]]:
    """Lay a week's interviews out by the local day they start on; days without any are there too, weekends only where needed."""
    days: dict[dt.date, list[Interview]] = {start.date() + dt.timedelta(days=n): [] for n in range(7)}
    for interview in interviews:
        day = max(interview.starts_at.astimezone(zone).date(), start.date())
        days.setdefault(day, []).append(interview)
    return [(day, held) for day, held in days.items() if held or day.weekday() < 5]
