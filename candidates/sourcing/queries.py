"""Papers as pages show them."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from candidates.matching.author_order import is_alphabetical
from candidates.matching.duplicates import Likeness
from candidates.matching.queries import Lookalike, lookalikes, profiles_of_authors
from candidates.papers.models import Authorship, Paper
from candidates.people.models import Candidate, Evidence, prefix_query, walls_before_candidates
from workspace.staff.models import User

SHOWN_AUTHORS = 3
# Of a paper by thousands, this many are compared with the people we know; the rest are shown by name.
COMPARED_AUTHORS = 60


@dataclasses.dataclass(frozen=True, slots=True)
class AuthorLine:
    """An author on a paper's page: who they are to us, as far as this viewer may know."""

    authorship: Authorship
    candidate: Candidate | None
    is_flagged: bool
    lookalikes: list[Lookalike]

    @property
    def known(self) -> list[tuple[str, Lookalike]]:
        """Return who this may be, each with the value that chooses “this is them”."""
        return [(f"{self.authorship.position}:{one.candidate.uuid}", one) for one in self.lookalikes]


@dataclasses.dataclass(frozen=True, slots=True)
class PaperView:
    """A paper with its authors in order."""

    paper: Paper
    lines: list[AuthorLine]
    is_alphabetical: bool

    @property
    def chosen(self) -> str:
        """Return the choice the form proposes: the first author, as whom we know where that is all but certain."""
        first = self.lines[0] if self.lines else None
        if first is None or first.is_flagged or self.is_alphabetical:
            return ""
        if first.lookalikes and first.lookalikes[0].likeness is Likeness.STRONG:
            return first.known[0][0]
        return str(first.authorship.position)


def papers_shown(*, viewer: User, words: str = "", show: str = "") -> "QuerySet[Paper]":
    """Return the papers a list shows: all, those with a prospect (`flagged`) or those without (`unread`)."""
    counted = Authorship.objects.filter(paper=OuterRef("pk")).order_by().values("paper").annotate(n=Count("pk"))
    linked = Authorship.objects.filter(paper=OuterRef("pk"), candidate__isnull=False)
    flagged = Exists(linked.exclude(walls_before_candidates.q(viewer, "candidate")))
    papers = Paper.objects.defer("abstract", "search").annotate(
        authors_count=Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
    )
    if words:
        query = prefix_query(words)
        papers = papers.filter(search=query) if query else papers.none()
    if show == "flagged":
        return papers.filter(flagged)
    return papers.exclude(flagged) if show == "unread" else papers


def add_authors(papers: Sequence[Paper], *, viewer: User) -> None:
    """Set `first_authors` and `prospects` on each paper. Two queries."""
    keys = [paper.pk for paper in papers]
    first: dict[int, list[str]] = defaultdict(list)
    rows = Authorship.objects.filter(paper__in=keys, position__lte=SHOWN_AUTHORS).order_by("position")
    for key, name in rows.values_list("paper", "name"):
        first[key].append(name)
    prospects: dict[int, list[Candidate]] = defaultdict(list)
    visible = Candidate.objects.visible_to(viewer)
    for row in Authorship.objects.filter(paper__in=keys, candidate__in=visible).select_related("candidate"):
        if row.candidate:
            prospects[row.paper_id].append(row.candidate)
    for paper in papers:
        paper.first_authors = first[paper.pk]  # type: ignore[attr-defined]
        paper.more_authors = max(paper.authors_count - SHOWN_AUTHORS, 0)  # type: ignore[attr-defined]
        paper.prospects = prospects[paper.pk]  # type: ignore[attr-defined]


def view_of(paper: Paper, *, viewer: User) -> PaperView:
    """Return a paper as this viewer may see it. A constant number of queries."""
    rows = list(paper.authorships.order_by("position"))
    visible = Candidate.objects.visible_to(viewer)
    linked = {row.candidate_id for row in rows if row.candidate_id}
    known = {one.pk: one for one in visible.filter(pk__in=linked).defer("search", "search_text")}
    # Somebody may flag an author whose file they cannot open; they still know that they did.
    noted = Evidence.objects.filter(paper=paper, noted_by=viewer)
    mine = set(noted.exclude(walls_before_candidates.q(viewer, "candidate")).values_list("candidate", flat=True))
    open_rows = [row for row in rows[:COMPARED_AUTHORS] if row.candidate_id is None or row.candidate_id not in known]
    profiles = profiles_of_authors(rows)
    near = lookalikes({row.pk: profiles[row.pk] for row in open_rows}, within=visible, most=3)
    lines = [
        AuthorLine(
            row,
            known.get(row.candidate_id or 0),
            is_flagged=row.candidate_id in known or row.candidate_id in mine,
            lookalikes=[] if row.candidate_id in mine else near.get(row.pk, []),
        )
        for row in rows
    ]
    return PaperView(paper, lines, is_alphabetical([row.name for row in rows]))
