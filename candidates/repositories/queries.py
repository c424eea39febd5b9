"""A reimplementation as its page shows it."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from candidates.connectors.code_records import RepositoryFacts
from candidates.matching.duplicates import Profile
from candidates.matching.queries import Lookalike, lookalikes, profile_of_typed
from candidates.papers.models import Paper
from candidates.people.models import Candidate, Evidence
from candidates.repositories.actions import handles_of
from candidates.repositories.checklist import ARXIV_IDS, Check, PaperNumber, checklist
from candidates.repositories.models import Reimplementation, WhoseCode
from workspace.staff.models import User

MOST_CITED = 5


@dataclasses.dataclass(frozen=True, slots=True)
class CodeView:
    """A repository with what can be checked, who wrote it, and whom of those we know that may be."""

    seen: Reimplementation
    facts: RepositoryFacts | None
    checks: list[Check]
    official: Reimplementation | None
    candidate: Candidate | None
    is_linked: bool
    lookalikes: list[Lookalike]
    cited: list[Paper]


def view_of_code(seen: Reimplementation, *, viewer: User, today: dt.date) -> CodeView:
    """Return a repository as this viewer may see it. A constant number of queries."""
    facts = seen.repository.told
    official = official_of(seen)
    number = PaperNumber(seen.metric, seen.paper_number) if seen.paper_number is not None else None
    theirs = official.repository.told if official else None
    visible = Candidate.objects.visible_to(viewer)
    candidate = visible.filter(pk=seen.candidate_id).first() if seen.candidate_id else None
    near: list[Lookalike] = []
    if facts and facts.implementer and not seen.candidate_id:
        near = lookalikes({0: profile_of_implementer(seen)}, within=visible, most=4)[0]
    return CodeView(
        seen,
        facts,
        checklist(facts, number=number, official=theirs, today=today) if facts else [],
        official,
        candidate,
        is_linked=seen.candidate_id is not None,
        lookalikes=near,
        cited=cited_papers(facts) if facts and seen.paper_id is None else [],
    )


def official_of(seen: Reimplementation) -> Reimplementation | None:
    """Return the paper's own repository, if it is known and is another one."""
    if seen.paper_id is None:
        return None
    rows = Reimplementation.objects.filter(paper=seen.paper_id, verdict=WhoseCode.OFFICIAL)
    rows = rows.exclude(repository=seen.repository_id).exclude(repository__facts={})
    return rows.select_related("repository").order_by("pk").first()


def profile_of_implementer(seen: Reimplementation) -> Profile:
    repository = seen.repository
    return profile_of_typed(repository.implementer_name or repository.implementer, handles_of(repository))


def cited_papers(facts: RepositoryFacts) -> list[Paper]:
    """Return the papers we have that a README names: proposals, for which of them it implements is for a person to say."""
    named = list(dict.fromkeys(ARXIV_IDS.findall(facts.readme or "")))[:50]
    return list(Paper.objects.filter(arxiv_id__in=named).defer("abstract", "search").order_by("pk")[:MOST_CITED])


def add_prospects(rows: Sequence[Reimplementation], *, viewer: User) -> None:
    """Set `prospect` on each row: the candidate, if this viewer may know of them. One query."""
    keys = {row.candidate_id for row in rows if row.candidate_id}
    known = {one.pk: one for one in Candidate.objects.visible_to(viewer).filter(pk__in=keys)}
    for row in rows:
        row.prospect = known.get(row.candidate_id or 0)  # type: ignore[attr-defined]


def may_release(seen: Reimplementation, viewer: User) -> bool:
    """Whoever may see the candidate, or linked them: somebody may link a person whose file they cannot open."""
    if seen.candidate_id is None:
        return False
    if Candidate.objects.visible_to(viewer).filter(pk=seen.candidate_id).exists():
        return True
    return Evidence.objects.filter(candidate=seen.candidate_id, url=seen.repository.url, noted_by=viewer).exists()
