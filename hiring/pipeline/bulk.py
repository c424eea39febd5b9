"""Moving many applications at once. Each gets a change of its own; they share a batch, so that one Undo takes all of them back."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from candidates.people.models import Candidate
from hiring.pipeline.actions import move_application, reject_application, undo_change
from hiring.pipeline.entries import MOST_AT_ONCE, in_use, take_back
from hiring.pipeline.models import Application, ClosingReason, StageChange
from hiring.pipeline.refusals import MoveRefused
from hiring.roles.models import Stage
from workspace.staff.models import User


@dataclass
class BulkResult:
    """What became of each: the changes made, and why the others stayed where they were."""

    batch: uuid.UUID
    changes: list[StageChange] = field(default_factory=list)
    refused: list[tuple[Application, str]] = field(default_factory=list)


@transaction.atomic
def move_many(*, applications: Iterable[Application], to: Stage, at: dt.datetime | None = None, by: User) -> BulkResult:
    """Move each application to `to`; those that cannot go stay, and the result says why."""
    result = BulkResult(uuid.uuid4())
    moment = at or timezone.now()
    return _each(
        applications,
        result,
        lambda application: move_application(application=application, to=to, at=moment, batch=result.batch, by=by),
    )


@transaction.atomic
def reject_many(
    *,
    applications: Iterable[Application],
    reason: ClosingReason | None,
    note: str = "",
    at: dt.datetime | None = None,
    by: User,
) -> BulkResult:
    """Reject each application for the same stated reason; those that cannot be rejected stay, and the result says why."""
    if reason is None:
        raise MoveRefused("Say why: a rejection needs a reason, also for many at once.")
    result = BulkResult(uuid.uuid4())
    moment = at or timezone.now()
    return _each(
        applications,
        result,
        lambda application: reject_application(
            application=application, reason=reason, note=note, at=moment, batch=result.batch, by=by
        ),
    )


@transaction.atomic
def undo_batch(*, batch: uuid.UUID, by: User) -> BulkResult:
    """Take back every change of a batch that is still its application's latest, an entry by forgetting it; the result says what was not."""
    result = BulkResult(batch)
    changes = {
        change.application_id: change
        for change in StageChange.objects.filter(batch=batch, application__in=Application.objects.all().open_to(by))
        .select_related("application")
        .order_by("application_id")
    }
    if not changes:
        raise MoveRefused("There is nothing to undo.")
    entered = [key for key, change in changes.items() if change.before_id is None]
    used = in_use(entered) if entered else set()

    def undo(application: Application) -> StageChange:
        change = changes[application.pk]
        if change.before_id is None:
            return take_back(application=application, used=application.pk in used, by=by)
        return undo_change(change=change, by=by)

    return _each([change.application for change in changes.values()], result, undo)


def _each(
    applications: Iterable[Application], result: BulkResult, act: Callable[[Application], StageChange]
) -> BulkResult:
    keys = sorted({application.pk for application in applications})
    if len(keys) > MOST_AT_ONCE:
        raise MoveRefused(f"That is {len(keys)} applications. Take at most {MOST_AT_ONCE} at once.")
    # All locks first and in one order: two people who move overlapping piles wait for each other instead of deadlocking.
    rows = list(Application.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    people = Candidate.objects.filter(pk__in={row.candidate_id for row in rows}).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True).values_list("pk"))
    for row in rows:
        try:
            result.changes.append(act(row))
        except MoveRefused as refusal:
            result.refused.append((row, str(refusal)))
    return result
