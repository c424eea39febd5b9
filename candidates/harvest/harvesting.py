"""Working a run off, page by page. Papers, counts and the place in the list are written together or not at all."""

import datetime as dt
import enum
import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from candidates.connectors.errors import ListRestarts, SourceError
from candidates.connectors.holders import is_dead, new_holder
from candidates.connectors.pages import Listing, Page
from candidates.harvest.enums import OPEN, RunState
from candidates.harvest.listings import listing_of
from candidates.harvest.models import Run, Source
from candidates.papers.bulk import Tally, store_papers

# How long to wait after the first, second, … failure in a row that may heal.
PATIENCE = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60, 180, 360))
# Longer than the slowest page takes to come and be kept.
LEASE = dt.timedelta(minutes=10)
MOST_RESTARTS = 3
MOST_NOTES = 50


class Standing(enum.Enum):
    """What came of working on a run for a while."""

    MORE = "more"  # pages are left
    WAITS = "waits"  # for its source
    OVER = "over"
    NOT_OURS = "not ours"  # somebody else works on it, or it was stopped


def work_off(
    run_id: int, *, seconds: float, listing: Listing | None = None, on_page: Callable[[Run], None] | None = None
) -> Standing:
    """Go on with a run for so many seconds at least by a page, at most to its end."""
    holder = new_holder()
    if not _claim(run_id, holder):
        return Standing.NOT_OURS
    until = time.monotonic() + seconds
    try:
        while True:
            standing = _take_page(run_id, holder, listing)
            if on_page:
                on_page(Run.objects.select_related("source").get(pk=run_id))
            if standing is not Standing.MORE or time.monotonic() >= until:
                return standing
    finally:
        Run.objects.filter(pk=run_id, held_by=holder).update(held_by="", held_until=None)


def due_runs(*, now: dt.datetime | None = None) -> list[int]:
    """Return the runs to go on with: those whose time has come, and those whose process was lost."""
    now = now or timezone.now()
    later = Run.objects.filter(state=RunState.WAITING, retry_at__lte=now)
    # A worker that was sent a run needs a moment to take it.
    idle = Q(held_until=None, updated_at__lt=now - dt.timedelta(minutes=3)) | Q(held_until__lt=now)
    lost = Run.objects.filter(idle, state=RunState.RUNNING)
    held = Run.objects.filter(state=RunState.RUNNING, held_until__gte=now).values_list("pk", "held_by")
    dead = [key for key, holder in held if is_dead(holder)]
    # Those that wait longest first, so that a long list starves none of them.
    waiting, missed = (rows.order_by("updated_at", "pk").values_list("pk", flat=True)[:50] for rows in (later, lost))
    return [*waiting, *missed, *dead]


def _claim(run_id: int, holder: str) -> bool:
    """Take a run that is open and that nobody alive works on."""
    now = timezone.now()
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",)).filter(pk=run_id, state__in=OPEN).first()
        if run is None or (run.held_until and run.held_until > now and not is_dead(run.held_by)):
            return False
        run.state, run.retry_at = RunState.RUNNING, None
        run.held_by, run.held_until = holder, now + LEASE
        run.save()
    return True


def _take_page(run_id: int, holder: str, listing: Listing | None) -> Standing:
    source = Source.objects.get(runs=run_id)
    try:
        page = (listing or listing_of(source)).page(source.cursor)
        if page.cursor and page.cursor == source.cursor:
            raise SourceError(str(source), "The list named the same page as the next one, so it was left there.")
    except ListRestarts as error:
        return _restart(run_id, holder, error)
    except SourceError as error:
        return _note_failure(run_id, holder, error)
    except (ValueError, OSError) as error:  # a scope that is none any more, a file that is gone
        return _note_failure(run_id, holder, SourceError(str(source), str(error)))
    return _keep(run_id, holder, page, before=source.cursor)


@transaction.atomic
def _keep(run_id: int, holder: str, page: Page, *, before: str) -> Standing:
    source, run = _locked(run_id)
    if not run.is_open or run.held_by != holder or source.cursor != before:
        return Standing.NOT_OURS
    tally = store_papers(page.records)
    now = timezone.now()
    _count(run, page, tally)
    run.failures, run.problem = 0, ""
    run.held_until = now + LEASE
    source.cursor = page.cursor
    if page.records:
        source.heard_at = now
    if not page.cursor:
        run.state, run.finished_at = RunState.DONE, now
        source.succeeded_at, source.etag = now, page.etag[:200]
        source.complete_until = max(filter(None, (source.window_until, source.complete_until)), default=None)
        source.window_from = source.window_until = None
    run.save()
    source.save()
    return Standing.MORE if page.cursor else Standing.OVER


def _count(run: Run, page: Page, tally: Tally) -> None:
    run.pages += 1
    run.total = page.total if page.total is not None else run.total
    run.new += tally.new
    run.revised += tally.revised
    run.same += tally.same
    run.left_out += len(page.flaws) + len(tally.failed)
    run.gone += page.gone
    notes = [(flaw.where, flaw.words) for flaw in page.flaws] + tally.failed + tally.remarks
    run.notes = [*run.notes, *([where, words] for where, words in notes)][:MOST_NOTES]


@transaction.atomic
def _restart(run_id: int, holder: str, error: ListRestarts) -> Standing:
    """Read the same window again from its start: what was read is known again and changes nothing."""
    source, run = _locked(run_id)
    if not run.is_open or run.held_by != holder:
        return Standing.NOT_OURS
    run.restarts += 1
    run.problem = error.words[:500]
    source.cursor = ""
    source.save(update_fields=["cursor", "updated_at"])
    if run.restarts > MOST_RESTARTS:
        return _fail(run, f"{error.words} That happened {run.restarts} times; the next run begins anew.")
    run.save()
    return Standing.MORE


@transaction.atomic
def _note_failure(run_id: int, holder: str, error: SourceError) -> Standing:
    _, run = _locked(run_id)
    if not run.is_open or run.held_by != holder:
        return Standing.NOT_OURS
    run.failures += 1
    if not error.heals or run.failures > len(PATIENCE):
        return _fail(run, error.words)
    now = timezone.now()
    run.state, run.problem = RunState.WAITING, error.words[:500]
    run.retry_at = max(error.retry_at or now + PATIENCE[run.failures - 1], now)
    run.save()
    return Standing.WAITS


def _fail(run: Run, words: str) -> Standing:
    run.state, run.problem, run.finished_at, run.retry_at = RunState.FAILED, words[:500], timezone.now(), None
    run.save()
    return Standing.OVER


def _locked(run_id: int) -> tuple[Source, Run]:
    """Lock the source, then the run: always in this order."""
    source = Source.objects.select_for_update(of=("self",)).get(runs=run_id)
    return source, Run.objects.select_for_update(of=("self",)).get(pk=run_id)
