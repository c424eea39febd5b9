"""Looking for people who resemble somebody: by shared handles and files, by the keys of a name, by places on papers."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

from django.db.models import Q, QuerySet

from candidates.matching.duplicates import Likeness, Profile, Resemblance, coauthor_names, resemblance
from candidates.matching.models import NotSamePerson
from candidates.papers.models import Authorship
from candidates.people.handles import Handle
from candidates.people.models import Candidate, CandidateFile, Identity
from candidates.people.names import name_keys
from workspace.staff.models import User

K = TypeVar("K", bound=Hashable)

# Of people who share nothing but a common name, only so many are looked at for each of the first few people asked about.
MOST_BY_NAME = 400
MOST_ASKED = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Lookalike:
    """Somebody we have who may be the person asked about."""

    candidate: Candidate
    resemblance: Resemblance

    @property
    def likeness(self) -> Likeness:
        return self.resemblance.likeness


def profile_of_typed(name: str, handles: Iterable[Handle]) -> Profile:
    """Return the profile of somebody who is being typed in."""
    return Profile(name, frozenset((str(handle.kind), handle.value) for handle in handles))


def profiles_of_authors(authorships: Collection[Authorship]) -> dict[int, Profile]:
    """Return the profiles of all authors of one paper by the key of their authorship. No query."""
    names = [authorship.name for authorship in authorships]
    return {
        row.pk: Profile(
            row.name,
            frozenset((kind, value) for kind, value in (("orcid", row.orcid), ("openreview", row.openreview)) if value),
            frozenset({(str(row.paper_id), row.position)}),
            coauthor_names(name for name in names if name != row.name),
        )
        for row in authorships
    }


def profiles_of(candidates: Iterable[Candidate]) -> dict[int, Profile]:
    """Return what is known of these candidates. Four queries, however many there are."""
    names = {candidate.pk: candidate.name for candidate in candidates}
    identities: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for key, kind, value in Identity.objects.filter(candidate__in=names).values_list("candidate", "kind", "value"):
        identities[key].add((kind, value))
    places: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for key, paper, position in Authorship.objects.filter(candidate__in=names).values_list(
        "candidate", "paper", "position"
    ):
        places[key].add((str(paper), position))
    on_paper: dict[str, list[tuple[int, str]]] = defaultdict(list)
    papers = {paper for found in places.values() for paper, _ in found}
    for paper, position, name in Authorship.objects.filter(paper__in=papers).values_list("paper", "position", "name"):
        on_paper[str(paper)].append((position, name))
    files: dict[int, set[str]] = defaultdict(set)
    for key, digest in CandidateFile.objects.filter(candidate__in=names).values_list("candidate", "file__sha256"):
        files[key].add(digest)
    return {
        key: Profile(
            name,
            frozenset(identities[key]),
            frozenset(places[key]),
            coauthor_names(
                other for paper, mine in places[key] for position, other in on_paper[paper] if position != mine
            ),
            frozenset(files[key]),
        )
        for key, name in names.items()
    }


def lookalikes(
    wanted: Mapping[K, Profile], *, within: "QuerySet[Candidate]", most: int = 5
) -> dict[K, list[Lookalike]]:
    """Return for each profile the people it resembles, the likeliest first. A constant number of queries.

    Only candidates of `within` are looked at, so pass those the viewer may see.
    """
    found = list(_who_may_resemble(wanted.values(), within))
    theirs = profiles_of(found)
    answer: dict[K, list[Lookalike]] = {}
    for key, profile in wanted.items():
        keys = set(name_keys(profile.name))
        near = [
            Lookalike(candidate, seen)
            for candidate in found
            if (keys & set(candidate.name_keys) or _shares_fact(profile, theirs[candidate.pk]))
            and (seen := resemblance(profile, theirs[candidate.pk]))
        ]
        near.sort(key=lambda one: (-one.likeness, -one.candidate.pk))
        answer[key] = near[:most]
    return answer


def _shares_fact(one: Profile, other: Profile) -> bool:
    return bool(one.identities & other.identities or one.papers & other.papers or one.files & other.files)


def _who_may_resemble(profiles: Collection[Profile], within: "QuerySet[Candidate]") -> Iterable[Candidate]:
    """Return the candidates worth comparing: three indexed look-ups."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for profile in profiles:
        for kind, value in profile.identities:
            by_kind[kind].add(value)
    fields = within.select_related("channel").only(
        "uuid", "name", "name_keys", "headline", "location", "active_at", "created_at", "channel__name", "channel__mark"
    )
    found: dict[int, Candidate] = {}
    sharing = Q(pk__in=[])
    for kind, values in by_kind.items():
        sharing |= Q(kind=kind, value__in=values)
    facts = Q(pk__in=Identity.objects.filter(sharing).values("candidate"))
    if digests := {digest for profile in profiles for digest in profile.files}:
        facts |= Q(pk__in=CandidateFile.objects.filter(file__sha256__in=digests).values("candidate"))
    if papers := {int(paper) for profile in profiles for paper, _ in profile.papers}:
        facts |= Q(pk__in=Authorship.objects.filter(paper__in=papers, candidate__isnull=False).values("candidate"))
    found |= {candidate.pk: candidate for candidate in fields.filter(facts)[: MOST_BY_NAME * MOST_ASKED]}
    if keys := {key for profile in profiles for key in name_keys(profile.name)}:
        by_name = fields.filter(name_keys__overlap=sorted(keys)).order_by("-pk")[
            : MOST_BY_NAME * min(len(profiles), MOST_ASKED)
        ]
        found |= {candidate.pk: candidate for candidate in by_name}
    return found.values()


def known_apart(candidate_ids: Collection[int]) -> set[frozenset[int]]:
    """Return the pairs among these of whom somebody said that they are not the same person. One query."""
    rows = NotSamePerson.objects.filter(first__in=candidate_ids, second__in=candidate_ids)
    return {frozenset(pair) for pair in rows.values_list("first", "second")}


def twins_of(candidate: Candidate, *, viewer: User, most: int = 5) -> list[Lookalike]:
    """Return who else among those the viewer may see may be this candidate."""
    profile = profiles_of([candidate])[candidate.pk]
    others = Candidate.objects.visible_to(viewer).exclude(pk=candidate.pk)
    near = lookalikes({0: profile}, within=others, most=most * 2)[0]
    apart = known_apart([candidate.pk, *(one.candidate.pk for one in near)])
    return [one for one in near if frozenset({candidate.pk, one.candidate.pk}) not in apart][:most]


__all__ = ["Lookalike", "known_apart", "lookalikes", "profile_of_typed", "profiles_of_authors", "twins_of"]
