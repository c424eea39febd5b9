"""From a link or a paper to repositories with their facts: ask now, or later if the source says so."""

import dataclasses
import datetime as dt
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from candidates.connectors import github_repository
from candidates.connectors.code_hosts import github, hugging_face
from candidates.connectors.code_records import RepositoryFacts
from candidates.connectors.errors import SourceError
from candidates.connectors.links import LinkKind, find_links
from candidates.papers.models import Paper
from candidates.repositories.models import Awaited, CodeSearch, FoundBy, Reimplementation, Repository
from candidates.repositories.refusals import CodeError
from candidates.repositories.verdicts import decide_whose_code
from candidates.sourcing.lookups import LOST_AFTER, PATIENCE
from candidates.sourcing.models import LookupState
from workspace.staff.models import User

A = TypeVar("A", bound=Awaited)
# Of one search only so many are looked at: what nobody reads needs no facts.
MOST_KEPT = 12
# A search asked again within this time finds what it found before.
FRESH = dt.timedelta(hours=12)
# What says more about a repository than that it names the paper.
STRONG = frozenset({FoundBy.PAPER, FoundBy.PAPER_PAGE})


@transaction.atomic
def ask_for_repository(*, name: str, paper: Paper | None = None, found_by: FoundBy, by: User) -> Reimplementation:
    """Have a repository's facts fetched soon, and remember which paper it is of. Asking twice changes nothing."""
    repository, is_new = Repository.objects.select_for_update(of=("self",)).get_or_create(
        name=name.lower()[:141], defaults={"requested_by": by}
    )
    if is_new or repository.state == LookupState.FAILED:
        _send_fetch(repository)
    known = repository.reimplementations.order_by("pk")
    if paper is None and (seen := known.first()):
        return seen
    seen = known.filter(paper=paper).first() or known.filter(paper=None).first()
    if seen is None:
        seen = Reimplementation.objects.create(repository=repository, paper=paper, found_by=found_by)
    elif seen.paper_id is None or (found_by in STRONG and seen.found_by not in STRONG):
        seen.paper, seen.found_by = paper, found_by
        seen.save(update_fields=["paper", "found_by", "updated_at"])
    return decide_whose_code(seen)


@transaction.atomic
def fetch_again(*, repository: Repository) -> Repository:
    """Ask for a repository's facts once more; one that is being asked stays as it is."""
    repository = Repository.objects.select_for_update(of=("self",)).get(pk=repository.pk)
    if not repository.is_open:
        _send_fetch(repository)
    return repository


@transaction.atomic
def ask_for_code(*, paper: Paper, by: User) -> CodeSearch:
    """Have a paper's code searched for soon; a search that just ended is not repeated."""
    from candidates.repositories.tasks import search

    if not (paper.arxiv_id or paper.title):
        raise CodeError("A paper without a title and an arXiv id cannot be searched for.")
    wanted, is_new = CodeSearch.objects.select_for_update(of=("self",)).get_or_create(
        paper=paper, defaults={"requested_by": by}
    )
    is_old = wanted.searched_at is None or wanted.searched_at < timezone.now() - FRESH
    if is_new or (not wanted.is_open and (is_old or wanted.state == LookupState.FAILED)):
        _save(wanted, state=LookupState.WAITING, problem="", retry_at=None, attempts=0, asked_at=timezone.now())
        search.delay_on_commit(wanted.pk)  # type: ignore[attr-defined]
    return wanted


def fetch_facts(*, repository: Repository, now: dt.datetime | None = None) -> Repository:
    """Ask GitHub once, write down what it tells, and decide anew whose code it is where no person has."""
    now = now or timezone.now()
    try:
        facts = github_repository.read_repository(github(), repository.name)
    except SourceError as error:
        return _note_failure(repository, error, now)
    repository = keep_facts(repository, facts, now)
    for seen in repository.reimplementations.select_related("paper"):
        seen.repository = repository
        decide_whose_code(seen)
    return repository


def keep_facts(repository: Repository, facts: RepositoryFacts, now: dt.datetime) -> Repository:
    """Write facts down. A repository that moved keeps the name it was found under; its address leads on."""
    return _save(
        repository,
        state=LookupState.FOUND,
        problem="",
        retry_at=None,
        facts=facts.to_plain(),
        description=facts.description[:500],
        implementer=facts.implementer[:60],
        implementer_name=facts.implementer_name[:200],
        fetched_at=now,
    )


def search_code(*, wanted: CodeSearch, now: dt.datetime | None = None) -> CodeSearch:
    """Ask every source once for a paper's code, strongest evidence first, and keep what they name."""
    now = now or timezone.now()
    paper = wanted.paper
    try:
        found, uploads = _everywhere(paper)
    except SourceError as error:
        return _note_failure(wanted, error, now)
    before = Reimplementation.objects.filter(paper=paper).count()
    for name, found_by in list(found.items())[:MOST_KEPT]:
        ask_for_repository(name=name, paper=paper, found_by=found_by, by=wanted.requested_by)
    return _save(
        wanted,
        state=LookupState.FOUND,
        problem="",
        retry_at=None,
        found=Reimplementation.objects.filter(paper=paper).count() - before,
        uploads=uploads,
        searched_at=now,
    )


def _everywhere(paper: Paper) -> tuple[dict[str, FoundBy], list[dict[str, str]]]:
    found: dict[str, FoundBy] = {}
    text = " ".join((paper.abstract, paper.comment, *paper.code_links))
    for link in find_links(text):
        if link.kind is LinkKind.GITHUB_REPOSITORY:
            found.setdefault(link.identifier, FoundBy.PAPER)
    uploads: list[dict[str, str]] = []
    hits = []
    if paper.arxiv_id:
        page = hugging_face().paper(paper.arxiv_id)
        if page and page.repository:
            found.setdefault(page.repository, FoundBy.PAPER_PAGE)
        uploads = [dataclasses.asdict(hit) for hit in hugging_face().uploads(paper.arxiv_id)]
        hits += [(hit, FoundBy.README) for hit in github_repository.search_by_arxiv_id(github(), paper.arxiv_id)]
    hits += [(hit, FoundBy.TITLE) for hit in github_repository.search_by_title(github(), paper.title)]
    for hit, found_by in hits:
        if not hit.is_fork:
            found.setdefault(hit.name, found_by)
    return found, [{"name": hit["name"], "url": hit["url"], "kind": hit["description"]} for hit in uploads]


def due(model: type[A], *, now: dt.datetime | None = None) -> list[int]:
    """Return the keys of what to ask now: those whose time has come and those whose task was lost."""
    now = now or timezone.now()
    rows: Any = model._default_manager
    later = rows.filter(state=LookupState.LATER, retry_at__lte=now).order_by("retry_at")
    lost = rows.filter(state=LookupState.WAITING, asked_at__lte=now - LOST_AFTER).order_by("asked_at")
    return [*later.values_list("pk", flat=True)[:20], *lost.values_list("pk", flat=True)[:20]]


def _send_fetch(repository: Repository) -> None:
    from candidates.repositories.tasks import fetch

    _save(repository, state=LookupState.WAITING, problem="", retry_at=None, attempts=0, asked_at=timezone.now())
    fetch.delay_on_commit(repository.pk)  # type: ignore[attr-defined]


def _note_failure(row: A, error: SourceError, now: dt.datetime) -> A:
    """Try again when the source says, or after a while that grows. A limit is nobody's fault and costs no attempt."""
    attempts = row.attempts + (error.retry_at is None)
    if not error.heals or attempts > len(PATIENCE):
        return _save(row, state=LookupState.FAILED, problem=error.words[:400], retry_at=None, attempts=attempts)
    retry_at = max(error.retry_at, now) if error.retry_at else now + PATIENCE[attempts - 1]
    return _save(row, state=LookupState.LATER, problem=error.words[:400], retry_at=retry_at, attempts=attempts)


def _save(row: A, **changes: object) -> A:
    for field, value in changes.items():
        setattr(row, field, value)
    row.save(update_fields=[*changes, "updated_at"])
    return row
