"""Making the copies that raters get. The row is the memory: what was cleaned is not cleaned again."""

import structlog
from celery import shared_task
from django.db import transaction

from interviews.take_homes.enums import CleanState
from interviews.take_homes.models import HandIn
from workspace.files.actions import store_bytes
from workspace.files.cleaning import cleaned
from workspace.files.pictures import unread_in
from workspace.files.refusals import UploadRefused
from workspace.files.text import Unreadable

log = structlog.get_logger(__name__)


@shared_task(
    name="interviews.take_homes.clean_file",
    acks_late=True,
    time_limit=90,
    soft_time_limit=75,
    autoretry_for=(OSError,),
    dont_autoretry_for=(FileNotFoundError,),
    retry_backoff=30,
    max_retries=4,
)
def clean_file(hand_in_id: int) -> str:
    """Take its author's traces out of a handed-in file; return the state it ends in."""
    row = HandIn.objects.filter(pk=hand_in_id, clean_state=CleanState.WAITING).select_related("file").first()
    if row is None or row.file is None:
        return "nothing to do"
    try:
        with row.file.content.open("rb") as stored:
            content = cleaned(stored.read(), row.file.content_type)
        return _keep(hand_in_id, content, unread_in(content, row.file.content_type))
    except (Unreadable, UploadRefused, FileNotFoundError) as error:
        log.warning("hand_in_not_cleaned", hand_in=str(row.uuid), error=f"{type(error).__name__}: {error}"[:300])
        HandIn.objects.filter(pk=hand_in_id, clean_state=CleanState.WAITING).update(clean_state=CleanState.FAILED)
        return CleanState.FAILED


@transaction.atomic
def _keep(hand_in_id: int, content: bytes, unread_parts: int) -> str:
    """Store the copy, unless another worker did, or the work was replaced meanwhile."""
    rows = HandIn.objects.select_for_update(of=("self",)).select_related("take_home")
    row = rows.filter(pk=hand_in_id, clean_state=CleanState.WAITING).first()
    if row is None:
        return "gone"
    row.raters_file = store_bytes(content=content, name=row.take_home.code, by=None)
    row.clean_state, row.unread_parts = CleanState.CLEANED, unread_parts
    row.save(update_fields=["raters_file", "clean_state", "unread_parts", "updated_at"])
    return CleanState.CLEANED


@shared_task(name="interviews.take_homes.clean_what_waits", acks_late=True, time_limit=60, soft_time_limit=50)
def clean_what_waits() -> int:
    """Enqueue again what was not cleaned: its message was lost. Return how many."""
    keys = list(HandIn.objects.filter(clean_state=CleanState.WAITING).order_by("pk").values_list("pk", flat=True)[:100])
    for key in keys:
        clean_file.delay(key)  # type: ignore[attr-defined]
    return len(keys)
