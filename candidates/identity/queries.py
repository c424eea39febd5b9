"""The read side of links: both sides of a proposal, and the mentions of one candidate. Constant numbers of queries."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Subquery

from candidates.identity.models import LinkState, MentionLink
from candidates.identity.population import plain_key
from candidates.papers.models import Authorship, Paper
from candidates.people.models import Candidate
from workspace.staff.models import User

MOST_PAPERS = 4
MOST_SHOWN = 8
# Of one candidate's papers, so many are read to find whom both sides wrote with.
MOST_READ = 40


@dataclasses.dataclass
class Side:
    """What one side of a proposal shows."""

    papers: list[Paper] = dataclasses.field(default_factory=list)
    coauthors: list[tuple[str, bool]] = dataclasses.field(default_factory=list)
    affiliations: list[str] = dataclasses.field(default_factory=list)

    @property
    def years(self) -> str:
        """From the first year to the last."""
        years = sorted(paper.published_on.year for paper in self.papers if paper.published_on)
        return "" if not years else str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


@dataclasses.dataclass(frozen=True)
class Mentions:
    """The newest mentions that are one candidate, each with its link where it has one, and how many more wait for a look."""

    rows: Sequence[Authorship]
    waiting: int


def proposals_for(viewer: User) -> "QuerySet[MentionLink]":
    """Return the proposals about candidates this user may see."""
    visible = Candidate.objects.visible_to(viewer).filter(merged_into=None, erased_at=None)
    rows = MentionLink.objects.filter(state=LinkState.PROPOSED, candidate__in=visible, authorship__candidate=None)
    return rows.select_related("authorship__paper", "candidate__channel")


def put_side_by_side(links: Sequence[MentionLink]) -> None:
    """Set `mention_side` and `candidate_side` on these links. Two queries."""
    candidates = {link.candidate_id for link in links}
    theirs: dict[int, list[Authorship]] = defaultdict(list)
    rows = Authorship.objects.filter(candidate__in=candidates).select_related("paper").order_by("-pk")
    for row in rows[: MOST_READ * max(len(candidates), 1)]:
        theirs[row.candidate_id or 0].append(row)
    papers = {link.authorship.paper_id for link in links} | {row.paper_id for mine in theirs.values() for row in mine}
    names: dict[int, list[tuple[int, str]]] = defaultdict(list)
    found = Authorship.objects.filter(paper__in=papers).order_by("position")
    for paper, position, name in found.values_list("paper", "position", "name"):
        names[paper].append((position, name))
    for link in links:
        one, other = _side([link.authorship], names), _side(theirs[link.candidate_id], names)
        shared = {_key(name) for name, _ in one.coauthors} & {_key(name) for name, _ in other.coauthors}
        for side in (one, other):  # whom both wrote with stand first
            side.coauthors = sorted(
                ((name, _key(name) in shared) for name, _ in side.coauthors), key=lambda pair: not pair[1]
            )
        link.mention_side, link.candidate_side = one, other  # type: ignore[attr-defined]


def _side(rows: Iterable[Authorship], names: dict[int, list[tuple[int, str]]]) -> Side:
    side = Side()
    for row in rows:
        side.papers.append(row.paper)
        if row.affiliation and row.affiliation not in side.affiliations:
            side.affiliations.append(row.affiliation)
        known = {name for name, _ in side.coauthors}
        for position, name in names[row.paper_id]:
            if position != row.position and name not in known:
                side.coauthors.append((name, False))
    return side


def _key(name: str) -> tuple[str, str]:
    _, first, family = plain_key(name)
    return first[:1], family


def mentions_of(candidate: Candidate) -> Mentions:
    """Return the newest mentions linked to a candidate, each with how it was linked, and how many wait. One query."""
    waiting = MentionLink.objects.filter(candidate=candidate, state=LinkState.PROPOSED, authorship__candidate=None)
    rows = candidate.authorships.annotate(
        own_link=FilteredRelation("mention_links", condition=Q(mention_links__candidate=candidate)),
        link_state=F("own_link__state"),
        link_evidence=F("own_link__evidence"),
        linked_by=F("own_link__decided_by__name"),
        waiting=Subquery(waiting.order_by().values("candidate").annotate(number=Count("pk")).values("number")),
    )
    found = list(rows.select_related("paper").order_by("-pk")[:MOST_SHOWN])
    return Mentions(found, (found[0].waiting or 0) if found else 0)
