"""What imports do when a person is erased, and how their acts read in a timeline."""

import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.imports.actions import SAMPLES
from candidates.imports.csv_file import CsvUnreadable, read_csv, without_rows
from candidates.imports.enums import BatchKind
from candidates.imports.models import ImportBatch, ImportRow
from candidates.people.models import Candidate
from candidates.people.signals import candidate_erasing
from workspace.activity.wording import Named, name_rows, say


@receiver(candidate_erasing, dispatch_uid="candidates.forget_import_rows")
def forget_import_rows(sender: type, *, candidate: Candidate, **_: Any) -> None:
    """Forget what a file said of somebody who is erased; that a row was imported stays. A file still to be imported loses their rows."""
    rows = ImportRow.objects.filter(candidate=candidate)
    waiting = ImportBatch.objects.filter(pk__in=rows.values("batch"), kind=BatchKind.PEOPLE, ran_at=None)
    for batch in waiting.select_for_update(of=("self",)):
        cut_out(batch, set(rows.filter(batch=batch).values_list("line", flat=True)))
    rows.update(label="", said={}, words=[], changes={}, fingerprint="")


def cut_out(batch: ImportBatch, lines: set[int]) -> None:
    """Take rows out of a file that waits to be imported; a file of which nothing is left is thrown away."""
    batch.content = without_rows(bytes(batch.content or b""), lines)
    try:
        left = read_csv(batch.content)
    except CsvUnreadable:
        batch.delete()
        return
    batch.rows.filter(line__in=lines).delete()
    batch.encoding, batch.total = left.encoding, len(left.rows)
    batch.samples = [list(row.cells) for row in left.rows[:SAMPLES]]
    batch.save(update_fields=["content", "encoding", "total", "samples", "updated_at"])


def name_batches(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say how these imports are called. One query."""
    rows = ImportBatch.objects.filter(uuid__in=uuids).only("uuid", "name")
    return {row.uuid: Named(row.name, reverse("candidates:import_batch", args=[row.uuid])) for row in rows}


name_rows("importbatch", name_batches)

say("ran_import", "imported {rows} rows of")
say("undid_import", "undid the import of")
