"""Working imports off in slices. The rows are the memory: a task that dies or runs twice loses and doubles nothing."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from candidates.imports.actions import work_off
from candidates.imports.enums import AT_WORK, BatchState
from candidates.imports.models import ImportBatch

SECONDS = 60.0
LOST_AFTER = dt.timedelta(minutes=6)
KEEP_UNFINISHED = dt.timedelta(days=7)
KEEP_LEFT_OUT = dt.timedelta(days=30)


@shared_task(name="candidates.imports.work_on_import", acks_late=True, time_limit=240, soft_time_limit=200)
def work_on_import(batch_id: int) -> str:
    """Go on with an import for a minute; what is left is sent again. Return the state it ends in."""
    batch = (
        ImportBatch.objects.select_related("started_by", "ran_by", "undone_by", "channel").filter(pk=batch_id).first()
    )
    if batch is None:
        return "gone"
    ImportBatch.objects.filter(pk=batch_id).update(updated_at=timezone.now())
    if not work_off(batch=batch, seconds=SECONDS):
        work_on_import.delay(batch_id)
    batch.refresh_from_db(fields=["state"])
    return batch.state


@shared_task(name="candidates.imports.tend_imports", acks_late=True, time_limit=60, soft_time_limit=45)
def tend_imports() -> int:
    """Send imports again whose task was lost, and forget what is no longer needed; return how many were sent."""
    now = timezone.now()
    lost = ImportBatch.objects.filter(state__in=AT_WORK, updated_at__lt=now - LOST_AFTER).values_list("pk", flat=True)
    keys = list(lost[:20])
    for key in keys:
        work_on_import.delay(key)
    unfinished = ImportBatch.objects.filter(state__in=[BatchState.MAPPING, BatchState.CHECKED])
    unfinished.filter(updated_at__lt=now - KEEP_UNFINISHED).delete()
    for batch in ImportBatch.objects.filter(ran_at__lt=now - KEEP_LEFT_OUT, rows__applied_at=None).distinct()[:20]:
        batch.rows.filter(applied_at=None).delete()
    return len(keys)
