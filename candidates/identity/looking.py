"""Looking for candidates among the authors of new papers, and for a candidate's name on the papers we have."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import F, Q

from candidates.identity.actions import link_mention, propose_link
from candidates.identity.mentions import Mention
from candidates.identity.models import LinkState, MentionLink, MentionSearch
from candidates.identity.population import Population, population
from candidates.identity.refusals import LinkRefused
from candidates.identity.resolution import Ties, ties
from candidates.identity.wording import evidence, facts
from candidates.matching.duplicates import MAIL_PROVIDERS
from candidates.papers.models import Authorship
from candidates.people.enums import IdentityKind
from candidates.people.models import Candidate, Identity
from candidates.people.names import name_keys

# Of people who share nothing but a common name, only the newest are looked at.
MOST_CANDIDATES = 400
MOST_MENTIONS = 300
MOST_OF_ONE = 60
# How common a name is shows in this many of the newest mentions; the weights were fitted on about as many.
SAMPLE = 20_000
WORTH_A_LOOK = 0.5
IDS = {
    IdentityKind.ORCID: "orcid",
    IdentityKind.OPENREVIEW: "openreview",
    IdentityKind.GITHUB: "github",
    IdentityKind.EMAIL: "email",
}


@dataclasses.dataclass(frozen=True)
class Found:
    """A mention that may be a candidate, and whether that is sure enough to act on."""

    authorship: Authorship
    candidate: Candidate
    is_sure: bool
    evidence: tuple[str, ...]
    strength: float


def sample_of_names() -> Population:
    """Return how common names are among the newest mentions. One query."""
    return population(Authorship.objects.order_by("-pk").values_list("name", flat=True)[:SAMPLE])


def unread_mentions(most: int) -> list[Authorship]:
    """Return mentions nobody looked at yet, the oldest first."""
    return list(Authorship.objects.filter(name_keys=None).select_related("paper").order_by("pk")[:most])


def due_candidates(most: int) -> list[Candidate]:
    """Return candidates that are new or have changed since their name was last looked for."""
    present = Candidate.objects.present().defer("search", "search_text")
    due = Q(mention_search=None) | Q(active_at__gt=F("mention_search__searched_at"))
    return list(present.filter(due).order_by("pk")[:most])


def look_at_new(rows: Sequence[Authorship], people: Population) -> int:
    """Compare new mentions with candidates, write what is found, and remember the keys of their names; return how many are new."""
    for row in rows:
        row.name_keys = name_keys(row.name)
    free = [row for row in rows if row.candidate_id is None]
    number = write(compare(free, candidates_like(free), people)) if free else 0
    Authorship.objects.bulk_update(rows, ["name_keys"])
    return number


def look_for(candidate: Candidate, people: Population, now: dt.datetime) -> int:
    """Compare a candidate with stored mentions of their name, write what is found, and remember that we looked."""
    number = write(compare(mentions_like(candidate), [candidate], people))
    looked = max(now, candidate.active_at)  # a clock that runs ahead would make the candidate due for ever
    MentionSearch.objects.update_or_create(candidate=candidate, defaults={"searched_at": looked})
    return number


def candidates_like(rows: Collection[Authorship]) -> list[Candidate]:
    """Return the candidates that may be one of these mentions: by the keys of a name or an identifier. Two queries."""
    keys = sorted({key for row in rows for key in row.name_keys or ()})
    orcids, profiles = {row.orcid for row in rows} - {""}, {row.openreview for row in rows} - {""}
    same = Q(kind=IdentityKind.ORCID, value__in=orcids) | Q(kind=IdentityKind.OPENREVIEW, value__in=profiles)
    present = Candidate.objects.present().defer("search", "search_text")
    by_name = present.filter(name_keys__overlap=keys).order_by("-pk")[:MOST_CANDIDATES]
    by_id = present.filter(pk__in=Identity.objects.filter(same).values("candidate"))[:MOST_CANDIDATES]
    return list({candidate.pk: candidate for candidate in (*by_name, *by_id)}.values())


def mentions_like(candidate: Candidate) -> list[Authorship]:
    """Return stored mentions that may be this candidate and are nobody's yet, the newest. Two queries."""
    same = Authorship.objects.filter(candidate=None, name_keys__overlap=list(candidate.name_keys))
    # Keys first: joined with their papers, all mentions of a common name would be read to find the newest.
    keys = list(same.order_by("-pk").values_list("pk", flat=True)[:MOST_MENTIONS])
    return list(Authorship.objects.filter(pk__in=keys).select_related("paper").order_by("-pk"))


def compare(rows: Sequence[Authorship], candidates: Sequence[Candidate], people: Population) -> list[Found]:
    """Return for each mention the candidate it is likeliest, where that is worth anybody's time. Four queries."""
    if not rows or not candidates:
        return []
    linked = _linked(candidates)
    names = _names_on([*rows, *linked])
    own = {row.pk for row in rows}
    mentions = [_mention(row, names) for row in (*rows, *(row for row in linked if row.pk not in own))]
    mentions += _as_mentions(candidates)
    of_candidate = {f"a{row.pk}": row.candidate_id for row in linked} | {f"c{one.pk}": one.pk for one in candidates}
    known = {one.pk: one for one in candidates}
    answer = ties(mentions, people)
    found = []
    for place, row in enumerate(rows):
        if best := _best(place, mentions, answer, of_candidate, known):
            candidate, other, likelihood, is_sure = best
            one, there = mentions[place], mentions[other]
            words = evidence(one, there, people, name_people=False)
            sure = is_sure and bool(facts(one, there))  # a name alone, however rare, is for a person to judge
            found.append(Found(row, candidate, sure, words, likelihood))
    return found


def _best(
    place: int,
    mentions: Sequence[Mention],
    answer: Ties,
    of_candidate: dict[str, int | None],
    known: dict[int, Candidate],
) -> tuple[Candidate, int, float, bool] | None:
    """Return the candidate a mention is likeliest, by which of their mentions, how likely, and whether it is sure."""
    likeliest = None
    for other, likelihood in answer.of(place):
        key = of_candidate.get(mentions[other].mid)
        if key is None or (likeliest and likelihood <= likeliest[2]):
            continue
        is_one_group = answer.groups.best[place] == answer.groups.best[other]
        if is_one_group or likelihood >= WORTH_A_LOOK:
            sure = bool(answer.groups.auto[place] == answer.groups.auto[other])
            likeliest = (known[key], other, min(likelihood, 1.0), sure)
    return likeliest


def write(found: Iterable[Found]) -> int:
    """Link what is sure and propose the rest, save what somebody decided about; return how many pairs are new."""
    found = list(found)
    rows = MentionLink.objects.filter(authorship__in=[one.authorship.pk for one in found])
    known = {(mention, one): state for mention, one, state in rows.values_list("authorship", "candidate", "state")}
    number = 0
    for one in found:
        state = known.get((one.authorship.pk, one.candidate.pk))
        if state in {None, LinkState.PROPOSED} and _write(one):
            number += state is None
    return number


def _write(one: Found) -> bool:
    what = {"authorship": one.authorship, "candidate": one.candidate}
    why = {"evidence": one.evidence, "strength": one.strength}
    if not one.is_sure:
        return propose_link(**what, **why) is not None  # type: ignore[arg-type]
    try:
        link_mention(**what, **why, by=None)  # type: ignore[arg-type]
    except LinkRefused:
        return False  # two authors of one paper cannot both be them
    return True


def _linked(candidates: Sequence[Candidate]) -> list[Authorship]:
    """Return the mentions that are these candidates', the newest of each."""
    rows = Authorship.objects.filter(candidate__in=candidates).select_related("paper").order_by("-pk")
    kept: dict[int, list[Authorship]] = defaultdict(list)
    for row in rows[: MOST_OF_ONE * len(candidates)]:
        if row.candidate_id and len(kept[row.candidate_id]) < MOST_OF_ONE:
            kept[row.candidate_id].append(row)
    return [row for mine in kept.values() for row in mine]


def _names_on(rows: Iterable[Authorship]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    papers = {row.paper_id for row in rows}
    for paper, position, name in Authorship.objects.filter(paper__in=papers).values_list("paper", "position", "name"):
        found[paper].append((position, name))
    return found


def _mention(row: Authorship, names: dict[int, list[tuple[int, str]]]) -> Mention:
    paper = row.paper
    ids = [("orcid", row.orcid.casefold()), ("openreview", row.openreview.casefold())]
    if row.candidate_id:
        ids.append(("candidate", str(row.candidate_id)))
    return Mention(
        mid=f"a{row.pk}",
        name=row.name,
        paper=str(row.paper_id),
        position=row.position,
        title=paper.title,
        keywords=tuple(paper.keywords),
        venue=paper.venue,
        year=paper.published_on.year if paper.published_on else 0,
        coauthors=tuple(name for position, name in names[row.paper_id] if position != row.position),
        affiliation=row.affiliation,
        ids=tuple((scheme, value) for scheme, value in ids if value),
    )


def _as_mentions(candidates: Sequence[Candidate]) -> list[Mention]:
    """Return what their own record tells of candidates, as a mention each. One query."""
    told: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, kind, value in Identity.objects.filter(candidate__in=candidates, kind__in=IDS).values_list(
        "candidate", "kind", "value"
    ):
        told[key].append((IDS[IdentityKind(kind)], value.casefold()))
    return [
        Mention(
            mid=f"c{one.pk}",
            name=one.name,
            paper=f"c{one.pk}",
            affiliation=one.headline,
            domain=next(iter(_domains(told[one.pk])), ""),
            ids=(*told[one.pk], ("candidate", str(one.pk))),
        )
        for one in candidates
    ]


def _domains(ids: Iterable[tuple[str, str]]) -> list[str]:
    domains = (value.rpartition("@")[2] for scheme, value in ids if scheme == "email")
    return [domain for domain in domains if domain not in MAIL_PROVIDERS]
