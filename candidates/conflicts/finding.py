"""Reading what is known of colleagues and candidates, and noting the conflicts that show. Constant numbers of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from candidates.conflicts.actions import note_found
from candidates.conflicts.closeness import Colleague, Mention, Subject, Tie, Work, closeness
from candidates.conflicts.enums import SelfKind, TieKind
from candidates.conflicts.models import ConflictRules, OwnHandle
from candidates.conflicts.models import Tie as TieRow
from candidates.papers.models import Authorship
from candidates.people.enums import IdentityKind
from candidates.people.models import Candidate, Evidence, Identity
from candidates.people.names import name_keys
from workspace.staff.models import User

MOST_WORKS = 400
MOST_MENTIONS = 300


def find_conflicts(*, candidates: Collection[Candidate], users: Collection[User] | None = None, today: dt.date) -> int:
    """Compare colleagues (by default all who work here) with these candidates and propose what shows; return how many conflicts show."""
    people = list(users if users is not None else User.objects.filter(is_active=True))
    colleagues = colleagues_known(people)
    years = ConflictRules.current().years
    found = 0
    for candidate, subject in subjects_known(candidates):
        for person in people:
            for one in closeness(colleagues[person.pk], subject, today=today, years=years):
                note_found(user=person, candidate=candidate, kind=one.kind, evidence=one.evidence)
                found += 1
    return found


def colleagues_known(people: Sequence[User]) -> dict[int, Colleague]:
    """Return what each colleague says of themselves, and where papers with their own identifier place them. Three queries."""
    handles: dict[int, set[tuple[str, str]]] = defaultdict(set)
    names: dict[int, list[str]] = {person.pk: [person.name] for person in people}
    for row in OwnHandle.objects.filter(user__in=people).order_by("pk"):
        if row.kind == SelfKind.NAME:
            names[row.user_id].append(row.value)
        else:
            handles[row.user_id].add((row.kind, row.value))
    ties: dict[int, list[Tie]] = defaultdict(list)
    for tie in TieRow.objects.filter(user__in=people).order_by("pk"):
        ties[tie.user_id].append(Tie(TieKind(tie.kind), tie.name, tie.since, tie.until))
    places = _places_of(names, handles)
    return {
        person.pk: Colleague(
            names=tuple(dict.fromkeys(names[person.pk])),
            handles=frozenset({*handles[person.pk], ("email", person.email.lower())}),
            ties=tuple(ties[person.pk]),
            places=tuple(places[person.pk]),
        )
        for person in people
    }


def _places_of(
    names: dict[int, list[str]], handles: dict[int, set[tuple[str, str]]]
) -> dict[int, list[tuple[str, int]]]:
    """Return the affiliations beside each colleague's own ORCID or profile, with their years. One query, by the index of names' keys."""
    owner = {one: person for person, own in handles.items() for one in own if one[0] in {"orcid", "openreview"}}
    places: dict[int, list[tuple[str, int]]] = defaultdict(list)
    keys = sorted({key for person in set(owner.values()) for name in names[person] for key in name_keys(name)})
    if not keys:
        return places
    rows = Authorship.objects.filter(name_keys__overlap=keys).exclude(affiliation="").exclude(orcid="", openreview="")
    found = rows.order_by("-pk").values_list("orcid", "openreview", "affiliation", "paper__published_on")
    for orcid, openreview, place, day in found[:MOST_MENTIONS]:
        person = owner.get(("orcid", orcid)) or owner.get(("openreview", openreview))
        if person and day:
            places[person].append((place, day.year))
    return places


def subjects_known(candidates: Collection[Candidate]) -> list[tuple[Candidate, Subject]]:
    """Return what is known of each candidate. Four queries."""
    handles: dict[int, set[tuple[str, str]]] = defaultdict(set)
    kinds = [IdentityKind.EMAIL, *(kind.value for kind in SelfKind)]
    for key, kind, value in Identity.objects.filter(candidate__in=candidates, kind__in=kinds).values_list(
        "candidate", "kind", "value"
    ):
        handles[key].add((kind, value.lower() if kind == IdentityKind.EMAIL else value))
    works = _works_of(candidates)
    return [
        (one, Subject(one.name, frozenset(handles[one.pk]), tuple(works[one.pk]), one.headline)) for one in candidates
    ]


def _works_of(candidates: Collection[Candidate]) -> dict[int, list[Work]]:
    """Return the papers each candidate is linked to or that are evidence of them. Three queries."""
    keys = {one.pk: one.name for one in candidates}
    linked = Authorship.objects.filter(candidate__in=keys).order_by("-pk").values_list("candidate", "paper")
    pairs = dict.fromkeys(linked[:MOST_WORKS], "")
    shown = Evidence.objects.filter(candidate__in=keys, paper__isnull=False).order_by("-pk")
    pairs |= {
        (candidate, paper): keys[candidate]
        for candidate, paper in shown.values_list("candidate", "paper")[:MOST_WORKS]
        if (candidate, paper) not in pairs
    }
    rows: dict[int, list[Authorship]] = defaultdict(list)
    papers = {paper for _, paper in pairs}
    for row in Authorship.objects.filter(paper__in=papers).select_related("paper").order_by("paper", "position"):
        rows[row.paper_id].append(row)
    works: dict[int, list[Work]] = defaultdict(list)
    for (candidate, paper), name in pairs.items():
        if work := _work(rows[paper], candidate, name):
            works[candidate].append(work)
    return works


def _work(rows: Sequence[Authorship], candidate: int, name: str) -> Work | None:
    """Return one paper; whose mention is the candidate's is linked, or else the one of their `name`."""
    own = next((row for row in rows if row.candidate_id == candidate), None)
    own = own or next((row for row in rows if name and set(name_keys(row.name)) & set(name_keys(name))), None)
    if own is None:
        return None
    day = own.paper.published_on
    others = tuple(_mention(row) for row in rows if row.pk != own.pk)
    return Work(own.paper.title, day.year if day else None, _mention(own), others)


def _mention(row: Authorship) -> Mention:
    return Mention(row.name, row.orcid, row.openreview, row.affiliation)
