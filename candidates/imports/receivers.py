"""What imports do when a person is erased, and how their acts read in a timeline."""

import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.imports.models import ImportBatch, ImportRow
from candidates.people.models import Candidate
from candidates.people.signals import candidate_erasing
from workspace.activity.wording import Named, name_rows, say


@receiver(candidate_erasing, dispatch_uid="candidates.forget_import_rows")
def forget_import_rows(sender: type, *, candidate: Candidate, **_: Any) -> None:
    """Forget what a file said of somebody who is erased; that a row was imported stays."""
    ImportRow.objects.filter(candidate=candidate).update(label="", said={}, words=[], changes={}, fingerprint="")


def name_batches(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say how these imports are called. One query."""
    rows = ImportBatch.objects.filter(uuid__in=uuids).only("uuid", "name")
    return {row.uuid: Named(row.name, reverse("candidates:import_batch", args=[row.uuid])) for row in rows}


name_rows("importbatch", name_batches)

say("ran_import", "imported {rows} rows of")
say("undid_import", "undid the import of")
