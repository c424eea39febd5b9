"""Rows of papers: what the dry run says of them, bringing them in, and taking them back."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from candidates.connectors.bibtex import BibtexEntry
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme
from candidates.imports.enums import Decision, Outcome, Verdict
from candidates.imports.models import ImportRow
from candidates.papers.actions import find_paper, store_paper
from candidates.papers.models import Paper
from workspace.staff.models import User


def to_json(entry: BibtexEntry) -> dict[str, Any]:
    """Return an entry as it is kept until it is imported."""
    record = dataclasses.asdict(entry.record) if entry.record else None
    if record:
        record |= {"published": record["published"].isoformat() if record["published"] else None, "fetched_at": None}
    return {"record": record, "problem": entry.problem, "remarks": list(entry.remarks)}


def from_json(said: dict[str, Any]) -> PaperRecord:
    """Return the record that `to_json` was given."""
    record = said["record"]
    published = dt.date.fromisoformat(record["published"]) if record["published"] else None
    return PaperRecord(
        **record
        | {
            "authors": tuple(AuthorRecord(**author) for author in record["authors"]),
            "identifiers": tuple(PaperIdentifier(Scheme(one["scheme"]), one["value"]) for one in record["identifiers"]),
            "published": published,
        }
    )


def check_papers(rows: Sequence[ImportRow]) -> None:
    """Give each row its verdict."""
    for row in rows:
        row.words = list(row.said["remarks"])
        if row.said["problem"]:
            row.verdict, row.words = Verdict.ERROR, [row.said["problem"], *row.words]
        elif paper := find_paper(from_json(row.said)):
            row.verdict, row.paper = Verdict.SAME, paper
            row.words.append("We have this paper already.")
        else:
            row.verdict = Verdict.NEW
        row.decision = Decision.ADD if row.verdict == Verdict.NEW else Decision.LEAVE
    ImportRow.objects.bulk_update(rows, ["verdict", "words", "paper", "decision"])


@transaction.atomic
def bring_in(row: ImportRow, *, by: User) -> None:
    """Keep the paper of one row."""
    stored = store_paper(record=from_json(row.said), by=by)
    row.outcome = Outcome.ADDED if stored.is_new else Outcome.NONE
    row.paper, row.said, row.applied_at = stored.paper, {}, timezone.now()
    row.save()


@transaction.atomic
def take_back(row: ImportRow) -> None:
    """Undo one row: the paper goes, unless somebody flagged an author or keeps it as evidence."""
    paper = Paper.objects.filter(pk=row.paper_id).first()
    if paper is None:
        row.outcome = Outcome.TAKEN_BACK
    elif paper.authorships.filter(candidate__isnull=False).exists() or paper.lookups.exists():
        row.outcome, row.words = Outcome.KEPT, ["An author of this paper was flagged, or its link pasted, since."]
    else:
        try:
            with transaction.atomic():
                paper.delete()
            row.outcome, row.paper = Outcome.TAKEN_BACK, None
        except ProtectedError:
            row.outcome, row.words = Outcome.KEPT, ["The paper is evidence in somebody’s file."]
    row.save()
