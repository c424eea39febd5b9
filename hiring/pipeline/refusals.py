"""Why an application cannot be added, moved, closed, reopened or undone: one pure question each, "" where nothing is in the way."""

import datetime as dt

from hiring.pipeline.enums import MOVES, ReasonSide, Standing
from hiring.pipeline.models import Application, ClosingReason, StageChange
from hiring.refusals import HiringError
from hiring.roles.enums import RoleState
from hiring.roles.models import Role, Stage
from workspace.staff.models import User

# An entry is taken back as the slip it was; later it has been counted, told about and seen, and is history.
SLIP = dt.timedelta(hours=1)


class AddRefused(HiringError):
    """The candidate cannot enter this role's pipeline."""


class MoveRefused(HiringError):
    """The application cannot go there."""


class UndoRefused(MoveRefused):
    """The change cannot be taken back any more."""


def why_no_entry(role: Role, stage: Stage | None) -> str:
    """Say why nobody can become active in `stage` of `role`."""
    if role.state == RoleState.CLOSED:
        return f"{role} is closed. Open the role again first."
    if stage is None:
        return f"{role} has no stages yet. Add one first."
    if stage.role_id != role.pk:
        return f"“{stage}” is a stage of another role."
    if stage.retired_at:
        return f"The stage “{stage}” was retired. Choose another one."
    return ""


def why_seen_otherwise(application: Application, from_stage: Stage | None) -> str:
    """Say what changed since the form was shown, so that the second of two people who act at once is told."""
    if from_stage is None or from_stage.pk == application.stage_id:
        return ""
    return (
        f"Somebody moved this application to “{application.stage}” in the meantime. Nothing was changed: "
        "look again, and repeat it if it still holds."
    )


def why_not_move(application: Application, to: Stage, from_stage: Stage | None) -> str:
    """Say why an application cannot go to the stage `to`."""
    if application.standing != Standing.ACTIVE:
        return f"This application is {application.get_standing_display().lower()}. Reopen it before you move it."
    if refusal := why_seen_otherwise(application, from_stage) or why_no_entry(application.role, to):
        return refusal
    if to.pk == application.stage_id:
        return f"This application is already in “{to}”."
    return ""


def why_not_close(
    application: Application, standing: str, reason: ClosingReason | None, from_stage: Stage | None, by: User | None
) -> str:
    """Say why an application cannot end as `standing`."""
    if by is None or not by.is_active:
        return "Only a person can end an application."
    if standing not in MOVES[application.standing]:
        return f"This application is already {application.get_standing_display().lower()}."
    if refusal := why_seen_otherwise(application, from_stage):
        return refusal
    if standing == Standing.REJECTED and reason is None:
        return "Say why: a rejection needs a reason."
    if reason is None:
        return ""
    wanted = {Standing.REJECTED: ReasonSide.OURS, Standing.WITHDRAWN: ReasonSide.THEIRS}.get(Standing(standing))
    if reason.side != wanted:
        return f"“{reason}” is not a reason to end it as {Standing(standing).label.lower()}."
    if not reason.is_active:
        return f"The reason “{reason}” is no longer in use. Choose another one."
    return ""


def why_not_reopen(application: Application, to: Stage) -> str:
    """Say why a closed application cannot become active in the stage `to`."""
    if Standing.ACTIVE not in MOVES[application.standing]:
        return "This application is active already."
    return why_no_entry(application.role, to)


def why_not_take_back(changes: int, age: dt.timedelta, used: bool) -> str:
    """Say why an entry into a pipeline, `age` ago, cannot be forgotten; `used` is whether anything but moves hangs on the application."""
    if changes > 1 or used:
        return "Something else happened to this application since. Withdraw it instead."
    if age > SLIP:
        return "This entry is more than an hour old. Withdraw the application instead."
    return ""


def why_not_undo(change: StageChange, latest: StageChange, undone: bool) -> str:
    """Say why a change cannot be taken back."""
    if undone:
        return "This was undone already."
    if change.undoes_id is not None:
        return "This was itself an undo. Move the application instead."
    if change.before_id is None:
        return "Entering the pipeline cannot be undone. Withdraw the application instead."
    if latest.pk != change.pk:
        return "Something else happened to this application since. Only the latest change can be undone."
    return ""
