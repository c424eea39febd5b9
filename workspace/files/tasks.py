"""Reading files for search. The row is the memory: a file that was read is not read again."""

import structlog
from celery import shared_task
from django.db import transaction

from workspace.files.actions import read_what_waits, shred_forgotten
from workspace.files.models import StoredFile, TextState
from workspace.files.signals import file_read
from workspace.files.text import Unreadable, text_of

log = structlog.get_logger(__name__)


@shared_task(
    name="workspace.files.read_text",
    acks_late=True,
    time_limit=90,
    soft_time_limit=75,
    autoretry_for=(OSError,),
    dont_autoretry_for=(FileNotFoundError,),
    retry_backoff=30,
    max_retries=4,
)
def read_text(file_id: int) -> str:
    """Read one file's text, and say so to whoever searches it; return the state it ends in."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        return "gone"
    if file.text_state != TextState.WAITING:
        return file.text_state
    try:
        with file.content.open("rb") as stored:
            text = text_of(stored.read(), file.content_type)
        state = TextState.READ if text else TextState.NO_TEXT
    except (Unreadable, FileNotFoundError) as error:
        log.warning("file_unreadable", file=str(file.uuid), error=f"{type(error).__name__}: {error}"[:300])
        text, state = "", TextState.FAILED
    return keep_text(file, text, state)


@transaction.atomic
def keep_text(file: StoredFile, text: str, state: TextState) -> str:
    """Write a text down and let it be found, unless another worker did, or the file was forgotten meanwhile."""
    waiting = StoredFile.objects.filter(pk=file.pk, text_state=TextState.WAITING, forgotten_at=None)
    if not waiting.update(text=text, text_state=state):
        return StoredFile.objects.filter(pk=file.pk).values_list("text_state", flat=True).first() or "gone"
    file.text, file.text_state = text, state
    file_read.send(StoredFile, file=file)
    return state


@shared_task(name="workspace.files.sweep", acks_late=True, time_limit=120, soft_time_limit=100)
def sweep() -> tuple[int, int]:
    """Finish what was interrupted: delete bytes that are to be forgotten, read what was not read."""
    return shred_forgotten(), read_what_waits()
