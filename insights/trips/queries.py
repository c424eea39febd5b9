"""What each conference brought: people met, prospects, applications, hires."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from candidates.conferences.models import Conference, Encounter, Trip
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from workspace.staff.models import User

MOST_CONFERENCES = 100


@dataclass(frozen=True)
class TripLine:
    """One conference. Each number counts people once; an application counts if it came after the first meeting there."""

    conference: Conference
    travellers: int
    met: int
    unsorted: int
    prospects: int
    promises_open: int
    applied: int
    hired: int


def trip_lines(viewer: User) -> list[TripLine]:
    """Return the latest conferences, as far as this viewer may know. Four queries, however many there are."""
    conferences = list(Conference.objects.order_by("-starts_on", "-pk")[:MOST_CONFERENCES])
    keys = [one.pk for one in conferences]
    travellers: dict[int, int] = defaultdict(int)
    for key in Trip.objects.filter(conference__in=keys).values_list("conference", flat=True):
        travellers[key] += 1
    met: dict[int, list[Encounter]] = defaultdict(list)
    rows = Encounter.objects.visible_to(viewer).filter(conference__in=keys)
    for row in rows.only("conference", "candidate", "met_at", "follow_up_on", "followed_up_at"):
        met[row.conference_id or 0].append(row)
    people = {row.candidate_id for found in met.values() for row in found if row.candidate_id}
    applications = _applications(people, viewer)
    return [_line(one, travellers[one.pk], met[one.pk], applications) for one in conferences]


def _applications(people: Collection[int], viewer: User) -> dict[int, list[Application]]:
    """Return the applications of these people in roles this viewer may see."""
    found: dict[int, list[Application]] = defaultdict(list)
    rows = Application.objects.in_roles_of(viewer).filter(candidate__in=people)
    for row in rows.only("candidate", "applied_at", "standing"):
        found[row.candidate_id].append(row)
    return found


def _line(
    conference: Conference, travellers: int, met: list[Encounter], applications: dict[int, list[Application]]
) -> TripLine:
    first: dict[int, Encounter] = {}
    for row in sorted(met, key=lambda one: one.met_at):
        if row.candidate_id:
            first.setdefault(row.candidate_id, row)
    since = {
        person: [one for one in applications.get(person, []) if one.applied_at >= row.met_at]
        for person, row in first.items()
    }
    return TripLine(
        conference=conference,
        travellers=travellers,
        met=len(met),
        unsorted=sum(row.candidate_id is None for row in met),
        prospects=len(first),
        promises_open=sum(row.follow_up_on is not None and row.followed_up_at is None for row in met),
        applied=sum(bool(rows) for rows in since.values()),
        hired=sum(any(one.standing == Standing.HIRED for one in rows) for rows in since.values()),
    )
