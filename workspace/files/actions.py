"""Taking uploads in, and letting go of them for good."""

import datetime as dt
import hashlib
import pathlib
from collections.abc import Iterable

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from workspace.files.fields import too_large
from workspace.files.models import StoredFile, TextState
from workspace.files.refusals import UploadRefused
from workspace.files.sniff import DOCX, JPEG, ODT, PDF, PNG, TEXT, ZIP, sniff
from workspace.staff.models import User
from workspace.typed import line_of

ENDINGS = {PDF: ".pdf", DOCX: ".docx", ODT: ".odt", TEXT: ".txt", PNG: ".png", JPEG: ".jpg", ZIP: ".zip"}
READABLE = frozenset({PDF, DOCX, ODT, TEXT, ZIP})


def clean_file_name(name: str, content_type: str) -> str:
    """Return a name fit to be offered at download: no folders, no control characters, the ending of what it really is."""
    bare = pathlib.PurePath(name.replace("\\", "/")).name
    kept = "".join(c for c in line_of(bare) if c.isprintable() and c not in '<>:"/\\|?*').strip(". ")
    stem = pathlib.PurePath(kept).stem[:120].strip(". ") or "file"
    return stem + ENDINGS[content_type]


def store_file(*, upload: UploadedFile, archives: bool = False, by: User | None) -> StoredFile:
    """Store an upload and have its text read soon; raises UploadRefused before anything is written."""
    most = settings.MAX_UPLOAD_BYTES
    # A size that the upload handler found too large comes without its bytes.
    content = upload.read(most + 1) if (upload.size or 0) <= most else b""
    if len(content) > most or (upload.size or 0) > most:
        raise UploadRefused(too_large())
    return store_bytes(content=content, name=upload.name or "file", archives=archives, by=by)


def store_bytes(*, content: bytes, name: str, archives: bool = False, by: User | None) -> StoredFile:
    """Store bytes that were read already. Call it in the transaction of the row that will hold the file."""
    from workspace.files.tasks import read_text

    content_type = sniff(content, archives=archives)
    file = StoredFile(
        name=clean_file_name(name, content_type),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        text_state=TextState.WAITING if content_type in READABLE else TextState.NO_TEXT,
        uploaded_by=by,
    )
    file.content.save("upload", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            file.save()
    except BaseException:
        discard_bytes(file)
        raise
    if file.text_state == TextState.WAITING:
        read_text.delay_on_commit(file.pk)  # type: ignore[attr-defined]
    return file


def discard_bytes(file: StoredFile) -> None:
    """Delete the bytes of a file whose row was never committed."""
    file.content.storage.delete(file.content.name or "")


@transaction.atomic
def forget_file(file: StoredFile) -> None:
    """Let go of a file: its name and text at once, its bytes after the commit. The row stays until the bytes are gone."""
    StoredFile.objects.filter(pk=file.pk).update(
        name="", text="", sha256="", text_state=TextState.NO_TEXT, forgotten_at=timezone.now()
    )
    # Robust: a storage that fails now does not undo what was committed; the sweeper comes back to it.
    transaction.on_commit(lambda: shred_forgotten(keys=[file.pk]), robust=True)


def shred_forgotten(*, keys: Iterable[int] | None = None) -> int:
    """Delete the bytes of forgotten files, then their rows; return how many. What fails waits for the next time."""
    forgotten = StoredFile.objects.exclude(forgotten_at=None)
    shredded = 0
    for file in forgotten if keys is None else forgotten.filter(pk__in=keys):
        discard_bytes(file)
        shredded += StoredFile.objects.filter(pk=file.pk).delete()[0]
    return shredded


def read_what_waits(*, now: dt.datetime | None = None) -> int:
    """Enqueue again what was uploaded a while ago and not read: its message was lost. Return how many."""
    from workspace.files.tasks import read_text

    now = now or timezone.now()
    window = (now - dt.timedelta(days=2), now - dt.timedelta(minutes=15))
    waiting = StoredFile.objects.filter(text_state=TextState.WAITING, created_at__range=window)
    keys = list(waiting.order_by("created_at").values_list("pk", flat=True)[:100])
    for key in keys:
        read_text.delay(key)
    return len(keys)
