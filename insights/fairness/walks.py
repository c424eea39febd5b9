"""Reading who applied in a half-year, how far they came, and what they said of themselves: the only place that reads an answer."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import Q

from candidates.people.models import Candidate
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application, StageChange
from hiring.roles.enums import RoleState
from hiring.roles.models import Role
from insights.fairness.counting import STAGES, Walk
from insights.self_identification.models import CountryQuestions, SelfAnswer, country_of
from insights.self_identification.pseudonyms import person_of

AT_ONCE = 5000


def walks_by_country(
    begins: dt.date, ends: dt.date, countries: list[CountryQuestions]
) -> dict[CountryQuestions, list[Walk]]:
    """Return the applications of these days to roles where we ask, that somebody made who talked with us or was read. Three queries."""
    moments = [dt.datetime.combine(day, dt.time(), dt.UTC) for day in (begins, ends)]
    rows = Application.objects.filter(applied_at__gte=moments[0], applied_at__lt=moments[1])
    found: dict[CountryQuestions, list[Walk]] = {}
    places = _countries_of_roles(rows.values("role"), countries)
    rows = rows.filter(role__in=list(places))
    stood_in = _stages_stood_in(rows.values("pk"))
    columns = rows.order_by("pk").values_list("pk", "candidate", "role", "role__profile__name", "standing")
    for key, person, role, kind, standing in columns.iterator(chunk_size=AT_ONCE):
        if stages := stood_in.get(key):
            ended = {"hired": standing == Standing.HIRED, "rejected": standing == Standing.REJECTED}
            found.setdefault(places[role], []).append(Walk(person, kind, frozenset(stages), **ended))
    return found


def _countries_of_roles(roles: object, countries: list[CountryQuestions]) -> dict[int, CountryQuestions]:
    rows = Role.objects.exclude(state=RoleState.DRAFT).filter(pk__in=roles).values_list("pk", "location")
    return {pk: country for pk, location in rows if (country := country_of(location, countries))}


def _stages_stood_in(applications: object) -> dict[int, set[str]]:
    """The kinds of stage each application stood in; what was undone did not happen, unless the undo was undone."""
    stands = Q(undone_by=None) | Q(undone_by__undone_by__isnull=False)
    rows = StageChange.objects.filter(stands, application__in=applications, undoes=None, after__kind__in=STAGES)
    found: dict[int, set[str]] = defaultdict(set)
    for key, kind in rows.order_by().values_list("application", "after__kind").distinct().iterator(chunk_size=AT_ONCE):
        found[key].add(kind)
    return found


def answers_of(people: Collection[int]) -> dict[int, dict[str, str]]:
    """Return {person: {question: answer}} of those who answered, under whichever of their records."""
    names = {person_of(uuid): whose for uuid, whose in _records(people)}
    found: dict[int, dict[str, str]] = {}
    for person, answers in SelfAnswer.objects.order_by("person").values_list("person", "answers").iterator():
        if person in names:
            found.setdefault(names[person], {}).update(answers)
    return found


def _records(people: Collection[int]) -> Iterator[tuple[uuid.UUID, int]]:
    """Every record of these people with the key of the one that is in use."""
    whose, fresh = {key: key for key in people}, list(people)
    for start in range(0, len(fresh), AT_ONCE):
        present = Candidate.objects.filter(pk__in=fresh[start : start + AT_ONCE], erased_at=None)
        yield from present.values_list("uuid", "pk")
    while fresh:
        absorbed = Candidate.objects.filter(merged_into__in=fresh, erased_at=None).order_by("pk")
        rows = [(key, own, whose[into]) for key, own, into in absorbed.values_list("pk", "uuid", "merged_into") if into]
        whose |= {key: person for key, _, person in rows}
        yield from ((own, person) for _, own, person in rows)
        fresh = [key for key, _, _ in rows]
