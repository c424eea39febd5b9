"""What others write on a candidate: notes, evidence, and taking things away so that it can be undone."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.papers.models import Paper
from candidates.people.actions import locked, refresh_search, touch
from candidates.people.enums import Audience
from candidates.people.models import Candidate, CandidateFile, Evidence, Identity, Note, Undoable
from candidates.people.refusals import CandidateError
from workspace.activity.actions import log_activity
from workspace.files.actions import discard_bytes, forget_file, store_file
from workspace.files.models import StoredFile
from workspace.staff.models import User

LONGEST_NOTE = 20_000
REMOVABLE: dict[str, type[Undoable]] = {"note": Note, "evidence": Evidence, "identity": Identity, "file": CandidateFile}


@transaction.atomic
def write_note(*, candidate: Candidate, text: str, audience: str = Audience.EVERYONE, by: User) -> Note:
    """Write a note on a candidate, for everyone who may see them or for those who recruit."""
    candidate = locked(candidate)
    if not text.strip():
        raise CandidateError("Write something first: the note is empty.")
    note = Note.objects.create(candidate=candidate, author=by, text=text.strip()[:LONGEST_NOTE], audience=audience)
    _log(candidate, "wrote_note", by)
    return note


@transaction.atomic
def add_evidence(
    *,
    candidate: Candidate,
    rung: int,
    title: str,
    url: str = "",
    happened_on: dt.date | None = None,
    source: str = "",
    paper: Paper | None = None,
    note: str = "",
    by: User | None,
) -> Evidence:
    """Put something a person did on a rung of the ladder. The same paper counts once: the row that is there is returned."""
    candidate = locked(candidate)
    if paper and (known := Evidence.objects.filter(candidate=candidate, paper=paper).first()):
        return known
    try:
        with transaction.atomic():
            evidence = Evidence.objects.create(
                candidate=candidate,
                rung=rung,
                title=title.strip()[:500],
                url=url,
                happened_on=happened_on,
                source=source.strip()[:120],
                paper=paper,
                note=note.strip(),
                noted_by=by,
            )
    except IntegrityError as error:
        raise CandidateError("Somebody added the same paper just now. Reload the page to see it.") from error
    refresh_search(candidate)
    _log(candidate, "added_evidence", by, rung=rung)
    return evidence


@transaction.atomic
def judge_evidence(
    *, evidence: Evidence, originality: int | None, execution: int | None, importance: int | None, note: str, by: User
) -> Evidence:
    """Say how good one piece of work is. Not judged stays not judged."""
    locked(evidence.candidate)
    evidence.originality, evidence.execution, evidence.importance = originality, execution, importance
    evidence.note, evidence.noted_by = note.strip(), by
    evidence.save(update_fields=["originality", "execution", "importance", "note", "noted_by", "updated_at"])
    _log(evidence.candidate, "judged_evidence", by)
    return evidence


def add_file(*, candidate: Candidate, upload: UploadedFile, kind: str, audience: str, by: User | None) -> CandidateFile:
    """Store an upload in a candidate's record; raises UploadRefused or CandidateError, and then nothing is kept of it."""
    stored = None
    try:
        with transaction.atomic():
            stored = store_file(upload=upload, by=by)
            return attach_file(candidate=candidate, file=stored, kind=kind, audience=audience, by=by)
    except BaseException:
        if stored is not None:
            discard_bytes(stored)
        raise


@transaction.atomic
def attach_file(*, candidate: Candidate, file: StoredFile, kind: str, audience: str, by: User | None) -> CandidateFile:
    """Put a stored file into a candidate's record."""
    candidate = locked(candidate)
    attached = CandidateFile.objects.create(candidate=candidate, file=file, kind=kind, audience=audience)
    refresh_search(candidate)
    _log(candidate, "added_file", by, kind=kind)
    return attached


@transaction.atomic
def take_away(*, row: Undoable, by: User) -> None:
    """Take a row away. It can be put back until it is swept."""
    candidate = locked(_candidate_of(row))
    if not type(row).objects.filter(pk=row.pk).update(deleted_at=timezone.now()):
        raise CandidateError("Somebody took this away already.")
    refresh_search(candidate)
    _log(candidate, f"removed_{_kind_of(row)}", by)


@transaction.atomic
def put_back(*, row: Undoable, by: User) -> None:
    """Undo `take_away`."""
    candidate = locked(_candidate_of(row))
    try:
        with transaction.atomic():
            type(row).with_deleted.filter(pk=row.pk).update(deleted_at=None)
    except IntegrityError as error:
        raise CandidateError("The same entry was added again meanwhile, so nothing was put back.") from error
    refresh_search(candidate)
    _log(candidate, f"restored_{_kind_of(row)}", by)


@transaction.atomic
def sweep_taken_away(*, now: dt.datetime | None = None, keep: dt.timedelta = dt.timedelta(days=7)) -> int:
    """Delete for good what was taken away a week ago; return how many rows. Files go with their bytes."""
    before = (now or timezone.now()) - keep
    swept = 0
    for attached in CandidateFile.with_deleted.filter(deleted_at__lt=before).select_related("file"):
        attached.delete()
        forget_file(attached.file)
        swept += 1
    for model in (Note, Evidence, Identity):
        swept += model.with_deleted.filter(deleted_at__lt=before).delete()[0]
    return swept


def _candidate_of(row: Any) -> Candidate:
    return row.candidate


def _kind_of(row: Undoable) -> str:
    return next(kind for kind, model in REMOVABLE.items() if isinstance(row, model))


def _log(candidate: Candidate, verb: str, by: User | None, **facts: Any) -> None:
    touch(candidate)
    log_activity(verb=verb, subject=candidate, by=by, candidate=candidate.uuid, facts=facts)
