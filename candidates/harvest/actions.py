"""Connecting sources, starting and stopping their runs. What a run does page by page is in `harvesting`."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.harvest.enums import FIRST_WINDOW, OPEN, OVERLAP, WINDOWED, Connector, RunState
from candidates.harvest.listings import tidy_scope
from candidates.harvest.models import Run, Source
from candidates.harvest.refusals import HarvestRefused
from workspace.activity.actions import log_activity
from workspace.staff.models import User

LONGEST_SCOPE = 300


def connect_source(
    *, connector: str, scope: str, base_url: str = "", is_enabled: bool = True, by: User | None
) -> Source:
    """Remember a list to harvest from; raise HarvestRefused for one that is none or that we have."""
    scope = _tidy(connector, scope)
    source = Source(connector=connector, scope=scope, base_url=base_url, is_enabled=is_enabled, added_by=by)
    try:
        with transaction.atomic():
            source.save()
            log_activity(verb="connected_source", subject=source, by=by, facts={"connector": connector})
    except IntegrityError as error:
        raise HarvestRefused("This source is connected already. Run it, or change its scope.") from error
    return source


@transaction.atomic
def change_scope(*, source: Source, scope: str, by: User) -> Source:
    """Read another list from now on. What was harvested stays; the place in the old list is forgotten."""
    scope = _tidy(source.connector, scope)
    source = _locked(source)
    if source.runs.filter(state__in=OPEN).exists():
        raise HarvestRefused("This source is being read. Stop the run first, or wait until it is done.")
    if Source.objects.filter(connector=source.connector, scope=scope, base_url=source.base_url).exclude(pk=source.pk):
        raise HarvestRefused("Another source reads this list already.")
    if scope != source.scope:
        source.scope, source.cursor, source.etag = scope, "", ""
        source.window_from = source.window_until = source.complete_until = None
        source.save()
        log_activity(verb="changed_source", subject=source, by=by)
    return source


@transaction.atomic
def set_enabled(*, source: Source, is_enabled: bool, by: User) -> Source:
    """Read a source by the clock, or no longer. A run that is under way goes on."""
    source = _locked(source)
    if source.is_enabled != is_enabled:
        source.is_enabled = is_enabled
        source.save(update_fields=["is_enabled", "updated_at"])
        log_activity(verb="enabled_source" if is_enabled else "disabled_source", subject=source, by=by)
    return source


@transaction.atomic
def start_run(
    *,
    source: Source,
    by: User | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    today: dt.date | None = None,
) -> Run:
    """Begin to read a source, or go on where the last run stopped; a run that is open is returned as it is.

    `since` and `until` choose the days anew and start the list from its beginning.
    """
    source = _locked(source)
    if run := source.runs.filter(state__in=OPEN).first():
        return run
    if since or until or not source.is_in_the_middle:
        _choose_window(source, since, until, today or timezone.now().date())
    run = Run.objects.create(source=source, started_by=by)
    if by:
        log_activity(verb="ran_source", subject=source, by=by)
    return run


def run_now(*, source: Source, by: User | None = None) -> Run:
    """Start a run and have a worker do it."""
    from candidates.harvest.tasks import work_on_run

    with transaction.atomic():
        run = start_run(source=source, by=by)
        if run.state == RunState.WAITING:
            # Somebody asks for it now; whoever wants fewer requests still says so, and the run waits again.
            run.state, run.retry_at = RunState.RUNNING, None
            run.save(update_fields=["state", "retry_at", "updated_at"])
        work_on_run.delay_on_commit(run.pk)  # type: ignore[attr-defined]
    return run


@transaction.atomic
def stop_run(*, run: Run, by: User | None = None) -> Run:
    """End a run where it stands; the next one goes on from there."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.is_open:
        run.state, run.retry_at, run.finished_at = RunState.STOPPED, None, timezone.now()
        run.held_by, run.held_until = "", None
        run.save()
        if by:
            log_activity(verb="stopped_source", subject=run.source, by=by)
    return run


def _choose_window(source: Source, since: dt.date | None, until: dt.date | None, today: dt.date) -> None:
    source.cursor = ""
    if source.connector in WINDOWED:
        # Today is not over: a window that ended today would miss what is stamped later in the day.
        source.window_until = until or today - dt.timedelta(days=1)
        begun = source.complete_until - OVERLAP if source.complete_until else today - FIRST_WINDOW
        source.window_from = since or min(begun, source.window_until)
        if source.window_from > source.window_until:
            raise HarvestRefused(f"The days end ({source.window_until}) before they begin ({source.window_from}).")
    elif since or until:
        raise HarvestRefused("This source lists all it has; days cannot be chosen.")
    source.save(update_fields=["cursor", "window_from", "window_until", "updated_at"])


def _tidy(connector: str, scope: str) -> str:
    if connector not in Connector.values:
        raise HarvestRefused("Choose what kind of source it is.")
    if len(scope) > LONGEST_SCOPE or any(not sign.isprintable() for sign in scope):
        raise HarvestRefused(f"Keep to {LONGEST_SCOPE} plain characters.")
    try:
        return tidy_scope(connector, scope)
    except ValueError as error:
        raise HarvestRefused(str(error)) from error


def _locked(source: Source) -> Source:
    return Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
