"""Reading and writing colleagues' calendars in the background. The rows are the memory: running twice asks once more and changes nothing."""

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from interviews.availability.models import BusySource
from interviews.availability.syncing import due_sources, note_failure, sync_source
from interviews.availability.writing import write_own_interviews


@shared_task(name="interviews.availability.sync_calendars", acks_late=True, time_limit=60, soft_time_limit=45)
def sync_calendars() -> int:
    """Send the calendars whose turn has come; return how many."""
    due = due_sources()
    for key in due:
        sync_calendar.delay(key)
    return len(due)


@shared_task(name="interviews.availability.sync_calendar", acks_late=True, time_limit=180, soft_time_limit=150)
def sync_calendar(source_id: int) -> str:
    """Read one calendar, then bring what we write into it in step; return what came of reading."""
    source = _source(source_id)
    if source is None:
        return "gone"
    try:
        came = sync_source(source=source)
    except SoftTimeLimitExceeded:
        note_failure(source=source, words="This calendar takes minutes to read. Give one with fewer repeating events.")
        return "failed"
    if source.receives and came in {"read", "unchanged"}:
        write_own_interviews(source=source)
    return came


@shared_task(name="interviews.availability.write_interviews", acks_late=True, time_limit=180, soft_time_limit=150)
def write_interviews(source_id: int) -> int:
    """Write the owner's interviews into one calendar, or take them out; return how many events changed."""
    source = _source(source_id)
    return write_own_interviews(source=source) if source else 0


def _source(source_id: int) -> BusySource | None:
    return BusySource.objects.select_related("user").filter(pk=source_id).first()
