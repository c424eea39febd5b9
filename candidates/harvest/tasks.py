"""Harvesting in slices. The rows are the memory: a task that dies or runs twice loses and doubles nothing."""

from collections.abc import Sequence

from celery import shared_task

from candidates.harvest.actions import run_now
from candidates.harvest.harvesting import Standing, due_runs, work_off
from candidates.harvest.models import Source

SECONDS = 60.0


# One page may take minutes where the source is slow, and a slice ends with the page it is at.
@shared_task(name="candidates.harvest.work_on_run", acks_late=True, time_limit=580, soft_time_limit=540)
def work_on_run(run_id: int) -> str:
    """Go on with a run for a minute; what is left is sent again. Return what came of it."""
    standing = work_off(run_id, seconds=SECONDS)
    if standing is Standing.MORE:
        work_on_run.delay(run_id)
    return standing.value


@shared_task(name="candidates.harvest.start_harvests", acks_late=True, time_limit=60, soft_time_limit=45)
def start_harvests(connectors: Sequence[str]) -> int:
    """Start a run of every enabled source of these kinds; return how many. Those that run already go on."""
    sources = list(Source.objects.filter(connector__in=connectors, is_enabled=True).order_by("pk"))
    for source in sources:
        run_now(source=source)
    return len(sources)


@shared_task(name="candidates.harvest.tend_harvests", acks_late=True, time_limit=60, soft_time_limit=45)
def tend_harvests() -> int:
    """Send the runs whose time has come or whose worker was lost; return how many."""
    due = due_runs()
    for key in due:
        work_on_run.delay(key)
    return len(due)
