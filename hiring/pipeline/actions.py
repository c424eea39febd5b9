"""Everything that changes where an application stands. Who may is asked at the boundary; here, what is possible.

Each act locks the application, looks again, refuses with a reason or writes one append-only StageChange, and says so to whoever listens.
`at` is when it happened, for history that is written down later; it is now where left out.
"""

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from candidates.channels.models import Channel
from candidates.people.models import Candidate
from hiring.pipeline.enums import Standing
from hiring.pipeline.history import Position, Step, position_after
from hiring.pipeline.models import Application, ApplicationNote, ClosingReason, StageChange
from hiring.pipeline.refusals import (
    AddRefused,
    MoveRefused,
    UndoRefused,
    why_no_entry,
    why_not_close,
    why_not_move,
    why_not_reopen,
    why_not_undo,
)
from hiring.pipeline.signals import application_moved
from hiring.roles.models import Role, Stage
from workspace.activity.actions import log_activity
from workspace.staff.models import User
from workspace.written import written_once

VERBS: dict[str, str] = {
    Standing.HIRED: "hired_application",
    Standing.REJECTED: "rejected_application",
    Standing.WITHDRAWN: "withdrew_application",
}


@transaction.atomic
def add_application(
    *,
    candidate: Candidate,
    role: Role,
    stage: Stage | None = None,
    channel: Channel | None = None,
    channel_detail: str = "",
    at: dt.datetime | None = None,
    batch: uuid.UUID | None = None,
    by: User | None,
) -> Application:
    """Let a candidate enter a role's pipeline, in its first stage unless told otherwise; or raise AddRefused.

    Without a channel of its own the application takes the candidate's. `by` is None where the candidate applied themselves.
    """
    # Locked, so that a role cannot be closed between the question and the row.
    role = Role.objects.select_for_update(of=("self",), no_key=True).get(pk=role.pk)
    stage = stage or role.stages.filter(retired_at=None).first()
    if refusal := why_no_entry(role, _again(stage)):
        raise AddRefused(refusal)
    assert stage is not None
    if candidate.merged_into_id or candidate.erased_at:
        raise AddRefused("This record is no longer in use: it was merged into another or erased.")
    if channel is None:
        channel, channel_detail = candidate.channel, channel_detail or candidate.channel_detail
    moment = at or timezone.now()
    facts = {"channel": channel, "channel_detail": channel_detail, "added_by": by}
    try:
        with transaction.atomic():
            application = Application.objects.create(
                candidate=candidate, role=role, stage=stage, applied_at=moment, entered_at=moment, **facts
            )
    except IntegrityError as error:
        raise AddRefused(f"{candidate} is already active on {role}.") from error

    _write(application, before=None, standing_before="", at=moment, by=by, verb="added_application", batch=batch)
    return application


@transaction.atomic
def move_application(
    *,
    application: Application,
    to: Stage,
    from_stage: Stage | None = None,
    note: str = "",
    at: dt.datetime | None = None,
    batch: uuid.UUID | None = None,
    by: User,
) -> StageChange:
    """Move an application to another stage of its role, or raise MoveRefused.

    `from_stage` is where the mover saw it: if somebody else was faster, nothing happens.
    """
    application = locked(application)
    to = _again(to) or to
    if refusal := why_not_move(application, to, from_stage):
        raise MoveRefused(refusal)

    before, application.stage = application.stage, to
    application.entered_at = at or timezone.now()
    application.save(update_fields=["stage", "entered_at", "updated_at"])
    return _write(
        application,
        before=before,
        standing_before=application.standing,
        at=application.entered_at,
        by=by,
        verb="moved_application",
        note=note,
        batch=batch,
    )


def reject_application(
    *,
    application: Application,
    reason: ClosingReason | None,
    note: str = "",
    from_stage: Stage | None = None,
    at: dt.datetime | None = None,
    batch: uuid.UUID | None = None,
    by: User,
) -> StageChange:
    """End an application by our decision, for a stated reason; or raise MoveRefused. Telling the candidate is another act."""
    return _close(
        application, Standing.REJECTED, reason=reason, note=note, from_stage=from_stage, at=at, batch=batch, by=by
    )


def withdraw_application(
    *,
    application: Application,
    reason: ClosingReason | None = None,
    note: str = "",
    from_stage: Stage | None = None,
    at: dt.datetime | None = None,
    by: User,
) -> StageChange:
    """Write down that the candidate no longer wants to go on, and why if they said; or raise MoveRefused."""
    return _close(application, Standing.WITHDRAWN, reason=reason, note=note, from_stage=from_stage, at=at, by=by)


def hire_application(
    *,
    application: Application,
    note: str = "",
    from_stage: Stage | None = None,
    at: dt.datetime | None = None,
    by: User,
) -> StageChange:
    """End an application with a hire, or raise MoveRefused."""
    return _close(application, Standing.HIRED, reason=None, note=note, from_stage=from_stage, at=at, by=by)


@transaction.atomic
def _close(
    application: Application,
    standing: Standing,
    *,
    reason: ClosingReason | None,
    note: str,
    from_stage: Stage | None,
    at: dt.datetime | None,
    by: User,
    batch: uuid.UUID | None = None,
) -> StageChange:
    application = locked(application)
    if refusal := why_not_close(application, standing, reason, from_stage, by):
        raise MoveRefused(refusal)

    standing_before, application.standing = application.standing, standing
    application.closed_at = at or timezone.now()
    application.closing_reason = reason
    application.save(update_fields=["standing", "closed_at", "closing_reason", "updated_at"])
    return _write(
        application,
        before=application.stage,
        standing_before=standing_before,
        at=application.closed_at,
        by=by,
        verb=VERBS[standing],
        reason=reason,
        note=note,
        batch=batch,
    )


@transaction.atomic
def reopen_application(
    *, application: Application, to: Stage | None = None, note: str = "", at: dt.datetime | None = None, by: User
) -> StageChange:
    """Make a closed application active again, in the stage it left unless told otherwise; or raise MoveRefused."""
    application = locked(application)
    role = Role.objects.select_for_update(of=("self",), no_key=True).get(pk=application.role_id)
    application.role = role
    stage = _again(to or application.stage) or application.stage
    if refusal := why_not_reopen(application, stage):
        raise MoveRefused(refusal)

    before, standing_before = application.stage, application.standing
    _stand(application, Position(stage.pk, Standing.ACTIVE, at or timezone.now()))
    return _write(
        application,
        before=before,
        standing_before=standing_before,
        at=application.entered_at,
        by=by,
        verb="reopened_application",
        note=note,
    )


@transaction.atomic
def undo_change(*, change: StageChange, at: dt.datetime | None = None, by: User) -> StageChange:
    """Take back the latest change of an application: it stands again where it stood before, in the same stage. Or raise UndoRefused."""
    application = locked(change.application)
    changes = list(application.changes.order_by("pk"))
    undone = any(later.undoes_id == change.pk for later in changes)
    if refusal := why_not_undo(change, changes[-1], undone):
        raise UndoRefused(refusal)
    position = position_after([_step(earlier) for earlier in changes if earlier.pk < change.pk])
    if position.standing == Standing.ACTIVE:
        role = Role.objects.select_for_update(of=("self",), no_key=True).get(pk=application.role_id)
        if refusal := why_no_entry(role, _again(Stage.objects.get(pk=position.stage))):
            raise UndoRefused(refusal)

    left, standing_before = application.stage, application.standing
    _stand(application, position)
    return _write(
        application,
        before=left,
        standing_before=standing_before,
        at=at or timezone.now(),
        by=by,
        verb="undid_change",
        reason=application.closing_reason,
        undoes=change,
    )


@transaction.atomic
def note_on_application(*, application: Application, text: str, by: User) -> ApplicationNote:
    """Write a note that those of the role can read."""
    note = ApplicationNote.objects.create(application=application, author=by, text=text.strip())
    log_activity(verb="noted_on_application", subject=note, by=by, **_about(application))
    touch_candidate(application, timezone.now())
    return note


def locked(application: Application) -> Application:
    """Lock an application and read it again, with what the questions need."""
    # In two queries: PostgreSQL, having waited for the lock, would join the row's new stage with the old one and find nothing.
    Application.objects.select_for_update(of=("self",)).only("pk").get(pk=application.pk)
    [again] = _whole(application.pk)
    return again


@written_once
def _whole(application: int) -> "QuerySet[Application]":
    rows = Application.objects.filter(pk=application).select_related("candidate", "role", "stage", "closing_reason")
    return rows.defer("candidate__search", "candidate__search_text")


def touch_candidate(application: Application, at: dt.datetime) -> None:
    """Note on the candidate that something happened. History written down later does not make them recent."""
    people: QuerySet[Candidate] = Candidate.objects.filter(pk=application.candidate_id)
    people.update(active_at=Greatest("active_at", at))


def _again(stage: Stage | None) -> Stage | None:
    """Lock a stage somebody is about to enter and read it again: it may have been retired since the form was shown."""
    if stage is None:
        return None
    return Stage.objects.select_for_update(of=("self",), no_key=True).get(pk=stage.pk)


def _stand(application: Application, position: Position) -> None:
    application.stage = Stage.objects.get(pk=position.stage)
    application.standing = position.standing
    application.entered_at = position.entered_at
    application.closed_at = position.closed_at
    application.closing_reason = ClosingReason.objects.get(pk=position.reason) if position.reason else None
    try:
        with transaction.atomic():
            application.save(
                update_fields=["stage", "standing", "entered_at", "closed_at", "closing_reason", "updated_at"]
            )
    except IntegrityError as error:
        raise MoveRefused(
            "This candidate is active on this role in another application. Go on with that one, or end it first."
        ) from error


def _step(change: StageChange) -> Step:
    return Step(
        key=change.pk,
        after=change.after_id,
        standing=change.standing_after,
        happened_at=change.happened_at,
        reason=change.reason_id,
        undoes=change.undoes_id,
    )


def _about(application: Application) -> dict[str, Any]:
    return {
        "candidate": application.candidate.uuid,
        "application": application.uuid,
        "role": application.role.uuid,
    }


def _write(
    application: Application,
    *,
    before: Stage | None,
    standing_before: str,
    at: dt.datetime,
    by: User | None,
    verb: str,
    reason: ClosingReason | None = None,
    note: str = "",
    undoes: StageChange | None = None,
    batch: uuid.UUID | None = None,
) -> StageChange:
    """Write the change down, log it, and tell whoever listens."""
    change = StageChange.objects.create(
        application=application,
        before=before,
        after=application.stage,
        standing_before=standing_before,
        standing_after=application.standing,
        happened_at=at,
        by=by,
        reason=reason,
        note=note.strip(),
        undoes=undoes,
        batch=batch,
    )
    facts: dict[str, Any] = {"to": application.stage.name}
    if before is not None:
        facts["from"] = before.name
    if reason is not None:
        facts["reason"] = reason.slug
    log_activity(verb=verb, subject=change, by=by, facts=facts, **_about(application))
    touch_candidate(application, at)
    application_moved.send(sender=StageChange, change=change)
    return change
