"""The works a kit can be held about: the candidate's own papers and reimplementations, from their file."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from candidates.papers.models import WITHHELD, Authorship, Paper
from candidates.people.models import Candidate
from candidates.repositories.models import Reimplementation
from interviews.kits.models import Kit, WorkKind
from interviews.schedule.models import Interview
from interviews.works.facts import Author, CodeFacts, PaperFacts
from interviews.works.models import ChosenWork

MOST_OFFERED = 30


@dataclass(frozen=True)
class Work:
    """One work that can be chosen. `key` names it in a form."""

    key: str
    row: Paper | Reimplementation
    facts: PaperFacts | CodeFacts


@dataclass(frozen=True)
class WorkAtHand:
    """What an interview about a work is about: the one chosen, or the only one there is; and all there are."""

    chosen: Work | None
    offered: tuple[Work, ...]
    is_asked: bool

    @property
    def words(self) -> dict[str, str]:
        return self.chosen.facts.words if self.chosen else {}


NO_WORK = WorkAtHand(None, (), is_asked=False)


def work_of(interview: Interview, kit: Kit) -> WorkAtHand:
    """Return what a kit about a work is held about in this interview. Four queries, none for any other kit."""
    if not kit.about_work:
        return NO_WORK
    candidate = interview.application.candidate
    offered = papers_of(candidate) if kit.about_work == WorkKind.PAPER else code_of(candidate)
    row = ChosenWork.objects.filter(interview=interview).first()
    wanted = _key(row) if row else None
    chosen = next((work for work in offered if work.key == wanted), None)
    if chosen is None and len(offered) == 1:
        chosen = offered[0]
    return WorkAtHand(chosen, offered, is_asked=True)


def papers_of(candidate: Candidate) -> tuple[Work, ...]:
    """Return the papers on which the candidate stands, or which their file holds as evidence, newest first. Two queries."""
    theirs = Q(authorships__candidate=candidate) | Q(evidence__candidate=candidate, evidence__deleted_at=None)
    authors = Prefetch("authorships", Authorship.objects.order_by("position"))
    papers = Paper.objects.filter(theirs).distinct().order_by("-published_on", "-pk").prefetch_related(authors)
    return tuple(Work(f"paper-{paper.pk}", paper, _paper(paper, candidate)) for paper in papers[:MOST_OFFERED])


def code_of(candidate: Candidate) -> tuple[Work, ...]:
    """Return the reimplementations that were found to be the candidate's, newest first. One query."""
    rows = Reimplementation.objects.filter(candidate=candidate, set_aside_at=None).select_related("repository", "paper")
    return tuple(Work(f"code-{row.pk}", row, _code(row)) for row in rows.order_by("-created_at", "-pk")[:MOST_OFFERED])


def _key(row: ChosenWork) -> str:
    return f"paper-{row.paper_id}" if row.paper_id else f"code-{row.code_id}"


def _paper(paper: Paper, candidate: Candidate) -> PaperFacts:
    authors = tuple(
        Author(
            name=one.name,
            is_candidate=one.candidate_id == candidate.pk,
            is_withheld=one.name == WITHHELD,
            equally=one.contributed_equally,
        )
        for one in paper.authorships.all()
    )
    return PaperFacts(
        title=paper.title,
        venue=paper.venue,
        published_on=paper.published_on,
        authors=authors,
        abstract=paper.abstract,
        url=paper.url,
    )


def _code(row: Reimplementation) -> CodeFacts:
    told = row.repository.told
    people = [one for one in (told.contributors if told else None) or () if not one.is_bot]
    own = [one.commits for one in people if one.login.casefold() == row.repository.implementer.casefold()]
    return CodeFacts(
        repository=row.repository.name,
        url=row.repository.url,
        title=row.paper.title if row.paper else "",
        metric=row.metric,
        reported=row.paper_number,
        language=told.language if told else "",
        licence=told.licence if told else "",
        commits=told.commits if told else None,
        own_commits=own[0] if own else None,
        people=len(people) or None,
        first=told.span.first if told and told.span else None,
        last=told.span.last if told and told.span else None,
        is_fork=bool(told and told.is_fork),
    )
