"""An import from upload to undo. Long parts are worked off in slices by a task; the rows are the memory."""

import hashlib
import pathlib
import time
from collections.abc import Iterator, Sequence

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from candidates.channels.models import Channel
from candidates.connectors.bibtex import read_bibtex
from candidates.imports import papers, people
from candidates.imports.columns import Field, guess_columns, mapping_problem
from candidates.imports.csv_file import read_csv
from candidates.imports.enums import MOVES, BatchKind, BatchState, Decision, Outcome, Verdict
from candidates.imports.models import ImportBatch, ImportRow
from candidates.imports.people_rows import read_people
from candidates.imports.refusals import ImportRefused
from candidates.people.refusals import CandidateError
from workspace.activity.actions import log_activity
from workspace.staff.models import User

SAMPLES = 3
SLICE = 50


def start_import(*, kind: str, name: str, content: bytes, by: User) -> ImportBatch:
    """Take a file in. Raises CsvUnreadable or BibtexUnreadable where it cannot be read at all."""
    batch = ImportBatch(
        kind=kind,
        name=_plain_name(name),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        started_by=by,
    )
    if kind == BatchKind.PAPERS:
        batch.total = len(read_bibtex(content))
        with transaction.atomic():
            batch.save()
            return start_check(batch=batch, by=by)
    file = read_csv(content)
    batch.encoding, batch.delimiter = file.encoding, file.delimiter
    batch.headers, batch.total = list(file.headers), len(file.rows)
    batch.samples = [list(row.cells) for row in file.rows[:SAMPLES]]
    batch.mapping = [field.value for field in guess_columns(file.headers)]
    batch.save()
    return batch


@transaction.atomic
def start_check(
    *, batch: ImportBatch, fields: Sequence[Field] = (), channel: Channel | None = None, by: User
) -> ImportBatch:
    """Say what the columns hold and start the dry run."""
    batch = _locked(batch)
    if batch.is_of_people:
        if len(fields) != len(batch.headers):
            raise ImportRefused("The columns changed meanwhile. Reload the page.")
        if problem := mapping_problem(fields):
            raise ImportRefused(problem)
        batch.mapping, batch.channel = [field.value for field in fields], channel
    _move(batch, BatchState.CHECKING)
    batch.rows.all().delete()
    batch.save()
    _send(batch)
    return batch


@transaction.atomic
def decide(*, row: ImportRow, decision: str, by: User) -> ImportRow:
    """Say what becomes of one row."""
    batch = _locked(row.batch)
    row = ImportRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if batch.state != BatchState.CHECKED:
        raise ImportRefused("The import has started, so nothing can be decided any more.")
    if not row.may_decide or (decision == Decision.UPDATE and row.candidate_id is None):
        raise ImportRefused("There is nothing to decide about this row.")
    row.decision = Decision(decision)
    row.save(update_fields=["decision", "updated_at"])
    return row


@transaction.atomic
def start_run(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Import what was decided."""
    batch = _locked(batch)
    _move(batch, BatchState.RUNNING)
    batch.ran_at, batch.ran_by = timezone.now(), by
    batch.save()
    log_activity(verb="ran_import", subject=batch, by=by, facts={"kind": batch.kind, "rows": batch.total})
    _send(batch)
    return batch


@transaction.atomic
def start_undo(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Take the whole batch back."""
    batch = _locked(batch)
    _move(batch, BatchState.UNDOING)
    batch.undone_at, batch.undone_by = timezone.now(), by
    batch.save()
    log_activity(verb="undid_import", subject=batch, by=by, facts={"kind": batch.kind})
    _send(batch)
    return batch


@transaction.atomic
def discard(*, batch: ImportBatch, by: User) -> None:
    """Throw an import away that has not run."""
    batch = _locked(batch)
    if batch.ran_at:
        raise ImportRefused("This import has run. Undo it instead.")
    batch.delete()


def work_off(*, batch: ImportBatch, seconds: float) -> bool:
    """Go on with whatever a batch is at, for so many seconds at most; return whether it is finished."""
    until = time.monotonic() + seconds
    work = {BatchState.CHECKING: _check, BatchState.RUNNING: _run, BatchState.UNDOING: _undo}.get(
        BatchState(batch.state)
    )
    if work is None:
        return True
    return all(time.monotonic() <= until for _ in work(batch))


def _check(batch: ImportBatch) -> Iterator[None]:
    _write_rows(batch)
    while rows := list(batch.rows.filter(verdict=Verdict.UNCHECKED).order_by("line")[:SLICE]):
        if batch.is_of_people:
            people.check_people(rows, viewer=batch.started_by)
        else:
            papers.check_papers(rows)
        yield
    _finish(batch, BatchState.CHECKING, BatchState.CHECKED)


@transaction.atomic
def _write_rows(batch: ImportBatch) -> None:
    """Read the file again and write its rows down, all or none; two tasks at once write them once."""
    if _locked(batch).rows.exists():
        return
    content = bytes(batch.content or b"")
    if batch.is_of_people:
        read = read_people(read_csv(content).rows, [Field(value) for value in batch.mapping])
        rows = [
            ImportRow(
                batch=batch,
                line=one.line,
                label=one.name,
                said=people.to_json(one),
                fingerprint="" if one.problem else one.fingerprint,
            )
            for one in read
        ]
    else:
        rows = list(_paper_rows(batch, content))
    ImportRow.objects.bulk_create(rows, batch_size=1_000)


def _paper_rows(batch: ImportBatch, content: bytes) -> Iterator[ImportRow]:
    lines: set[int] = set()
    for entry in read_bibtex(content):
        line = entry.line
        while line in lines:  # several entries may stand on one line
            line += 1
        lines.add(line)
        label = entry.record.title if entry.record else entry.key
        yield ImportRow(batch=batch, line=line, label=label[:300], said=papers.to_json(entry))


def _run(batch: ImportBatch) -> Iterator[None]:
    by = batch.ran_by or batch.started_by
    waiting = batch.rows.exclude(decision=Decision.LEAVE).filter(outcome=Outcome.NONE, applied_at=None)
    while keys := list(waiting.order_by("line").values_list("pk", flat=True)[:SLICE]):
        for key in keys:
            _bring_in(key, batch, by)
        yield
    _finish(batch, BatchState.RUNNING, BatchState.DONE)
    # The file held personal data of people who were left out as well.
    ImportBatch.objects.filter(pk=batch.pk).update(content=None, samples=[])
    batch.rows.filter(outcome=Outcome.NONE).update(said={})


def _bring_in(key: int, batch: ImportBatch, by: User) -> None:
    try:
        with transaction.atomic():
            row = ImportRow.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
            if row is None or row.applied_at or row.outcome:
                return
            if batch.is_of_people:
                people.bring_in(row, batch, by=by)
            else:
                papers.bring_in(row, by=by)
    except (CandidateError, DataError, IntegrityError) as error:
        words = str(error) if isinstance(error, CandidateError) else "The database refused this row."
        ImportRow.objects.filter(pk=key).update(outcome=Outcome.FAILED, words=[words])


def _undo(batch: ImportBatch) -> Iterator[None]:
    by = batch.undone_by or batch.started_by
    done = batch.rows.filter(outcome__in=[Outcome.ADDED, Outcome.UPDATED])
    while keys := list(done.order_by("-line").values_list("pk", flat=True)[:SLICE]):
        for key in keys:
            with transaction.atomic():
                row = ImportRow.objects.select_for_update(of=("self",)).get(pk=key)
                if row.outcome not in {Outcome.ADDED, Outcome.UPDATED}:
                    continue
                if batch.is_of_people:
                    people.take_back(row, by=by)
                else:
                    papers.take_back(row)
        yield
    _finish(batch, BatchState.UNDOING, BatchState.UNDONE)


def _finish(batch: ImportBatch, before: BatchState, after: BatchState) -> None:
    ImportBatch.objects.filter(pk=batch.pk, state=before).update(state=after)


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _move(batch: ImportBatch, to: BatchState) -> None:
    if to not in MOVES[batch.state]:
        raise ImportRefused(f"This import is “{batch.get_state_display()}”. Reload the page to see where it stands.")
    batch.state = to


def _send(batch: ImportBatch) -> None:
    from candidates.imports.tasks import work_on_import

    work_on_import.delay_on_commit(batch.pk)  # type: ignore[attr-defined]


def _plain_name(name: str) -> str:
    bare = pathlib.PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in bare if sign.isprintable())[:200] or "file"
