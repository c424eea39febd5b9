"""Changing the stages of a role. A stage that anybody ever stood in is retired, never deleted."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from hiring.roles.models import Role, Stage
from hiring.roles.refusals import StageRefused
from workspace.activity.actions import log_activity
from workspace.staff.models import User


@transaction.atomic
def add_stage(*, role: Role, name: str, kind: str, sla_days: int, by: User) -> Stage:
    """Add a stage at the end of a role's pipeline."""
    Role.objects.select_for_update(of=("self",), no_key=True).get(pk=role.pk)
    last = role.stages.aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            stage = Stage.objects.create(
                role=role, name=name, kind=kind, sla_days=sla_days, position=0 if last is None else last + 1
            )
    except IntegrityError as error:
        raise StageRefused(f"There is a stage “{name}” already.") from error
    log_activity(verb="added_stage", subject=stage, by=by, role=role.uuid, facts={"stage": name})
    return stage


@transaction.atomic
def edit_stage(*, stage: Stage, name: str, kind: str, sla_days: int, by: User) -> Stage:
    """Rename a stage, or change what it is for and how long somebody should wait in it."""
    stage = Stage.objects.select_for_update(of=("self",)).select_related("role").get(pk=stage.pk)
    if (stage.name, stage.kind, stage.sla_days) == (name, kind, sla_days):
        return stage
    stage.name, stage.kind, stage.sla_days = name, kind, sla_days
    try:
        with transaction.atomic():
            stage.save(update_fields=["name", "kind", "sla_days", "updated_at"])
    except IntegrityError as error:
        raise StageRefused(f"There is another stage “{name}”.") from error
    log_activity(verb="edited_stage", subject=stage, by=by, role=stage.role.uuid, facts={"stage": name})
    return stage


@transaction.atomic
def reorder_stages(*, role: Role, order: Sequence[Stage], by: User) -> None:
    """Put a role's stages into this order. Refused where it does not name exactly those in use."""
    Role.objects.select_for_update(of=("self",), no_key=True).get(pk=role.pk)
    rows = list(role.stages.order_by("position"))
    wanted = [stage.pk for stage in order]
    if sorted(wanted) != sorted(stage.pk for stage in rows if stage.retired_at is None):
        raise StageRefused("The stages changed in the meantime. Look again, and put them in order anew.")
    places = {key: place for place, key in enumerate(wanted)}
    last = len(rows)
    rows.sort(key=lambda stage: places.get(stage.pk, last))
    for position, stage in enumerate(rows):
        stage.position = position
    Stage.objects.bulk_update(rows, ["position"])
    log_activity(verb="reordered_stages", subject=role, by=by, role=role.uuid)


@transaction.atomic
def retire_stage(*, stage: Stage, by: User) -> Stage:
    """Take a stage out of use. Refused while anybody stands in it, and for the last one."""
    # The whole row, key included: whoever moves somebody into it waits, and then sees that it is gone.
    stage = Stage.objects.select_for_update(of=("self",)).select_related("role").get(pk=stage.pk)
    if stage.retired_at:
        raise StageRefused(f"“{stage}” is retired already.")
    # The relation is declared by the pipeline, above this folder; asking it needs no import.
    waiting = stage.applications.filter(standing="active").count()
    if waiting:
        people = "1 candidate stands" if waiting == 1 else f"{waiting} candidates stand"
        raise StageRefused(f"{people} in “{stage}”. Move them first.")
    if not stage.role.stages.filter(retired_at=None).exclude(pk=stage.pk).exists():
        raise StageRefused("A role needs at least one stage.")
    stage.retired_at = timezone.now()
    stage.save(update_fields=["retired_at", "updated_at"])
    log_activity(verb="retired_stage", subject=stage, by=by, role=stage.role.uuid, facts={"stage": stage.name})
    return stage


@transaction.atomic
def restore_stage(*, stage: Stage, by: User) -> Stage:
    """Take a retired stage back into use."""
    stage = Stage.objects.select_for_update(of=("self",)).select_related("role").get(pk=stage.pk)
    if stage.retired_at is None:
        raise StageRefused(f"“{stage}” is in use.")
    stage.retired_at = None
    try:
        with transaction.atomic():
            stage.save(update_fields=["retired_at", "updated_at"])
    except IntegrityError as error:
        raise StageRefused(f"There is another stage “{stage}” now. Rename that one first.") from error
    log_activity(verb="restored_stage", subject=stage, by=by, role=stage.role.uuid, facts={"stage": stage.name})
    return stage
