"""Who could hold an interview: the trained, with the times at which they have room soon."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from hiring.conflicts.queries import conflicted_people
from hiring.pipeline.models import Application
from interviews.availability.queries import Availability, availability_of, with_own_settings
from interviews.kits.models import Kit as KitRow
from interviews.plans.panel import Interviewer, Side
from interviews.rule.terms import Key
from interviews.schedule.models import Seat
from interviews.training.queries import qualified_for_all
from workspace.staff.enums import Persona
from workspace.staff.models import User

MOST_INTERVIEWERS = 200
# Nobody is asked for the next day, and a fortnight is as far as calendars are to be trusted.
NOTICE, SOON = dt.timedelta(days=1), dt.timedelta(days=14)
QUARTER = dt.timedelta(minutes=15)

# When somebody has room for an interview of so many minutes, by their key and the minutes.
Openings = dict[tuple[Key, int], dt.datetime]


def as_interviewer(user: User) -> Interviewer:
    """A member of staff as the plan knows them."""
    return Interviewer(key=str(user.uuid), name=user.name, side=Side(user.side))


def interviewers_for(
    application: Application, kits: Iterable[KitRow], *, now: dt.datetime, heard: bool
) -> tuple[tuple[Interviewer, ...], Openings]:
    """Those who interview, with what they are trained for and how many interviews they have this week; and when they have room.

    Who stands too close to the candidate is left out; once somebody was `heard`, so is who may read scorecards of this role:
    their rating would not be blind. Four queries, however many people: who they are, what they are trained for, when they work, what takes their time.
    """
    rows = list(kits)
    people = list(_interviewing(application, now, heard=heard)[:MOST_INTERVIEWERS])
    qualified = qualified_for_all({row.assessment_type for row in rows}, among=people)
    room = availability_of(people, now + NOTICE, now + SOON)
    openings: Openings = {}
    found = []
    for user in people:
        key = str(user.uuid)
        held = {row.slug: row.minutes for row in rows if user.pk in qualified[row.assessment_type_id]}
        times = _openings(room[user.pk], set(held.values()))
        openings |= {(key, minutes): start for minutes, start in times.items()}
        found.append(
            Interviewer(
                key=key,
                name=user.name,
                side=Side(user.side),
                kits=frozenset(held),
                minutes=frozenset(times),
                load=user.this_week,  # type: ignore[attr-defined]
            )
        )
    return tuple(found), openings


def _openings(room: Availability, lengths: Collection[int]) -> Mapping[int, dt.datetime]:
    """The first moment at which each length fits, on a quarter of an hour; lengths that never fit are left out."""
    found: dict[int, dt.datetime] = {}
    for span in room.free:
        if len(found) == len(lengths):
            break
        start = next_quarter(span.start)
        fitting = [one for one in lengths if one not in found and start + dt.timedelta(minutes=one) <= span.end]
        if fitting and room.has_room(start):
            found |= dict.fromkeys(fitting, start)
    return found


def next_quarter(moment: dt.datetime) -> dt.datetime:
    """The moment itself if it is on a quarter of an hour, else the next that is."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour + QUARTER * -(-(moment - hour) // QUARTER)


def _interviewing(application: Application, now: dt.datetime, *, heard: bool) -> "QuerySet[User]":
    role, local = application.role, timezone.localtime(now)
    monday = (local - dt.timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    this_week = Seat.objects.filter(
        user=OuterRef("pk"),
        is_live=True,
        during__startswith__gte=monday,
        during__startswith__lt=monday + dt.timedelta(7),
    )
    counted = this_week.order_by().values("user").annotate(number=Count("pk")).values("number")
    people = User.objects.filter(is_active=True, persona__in=[Persona.INTERVIEWER, Persona.HIRING_MANAGER])
    people = people.exclude(pk__in=conflicted_people(application))
    if heard:
        people = people.exclude(Q(pk=role.hiring_manager_id) | Q(pk__in=role.members.values("user")))
    load = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    return with_own_settings(people).annotate(this_week=load).order_by("this_week", "name")
