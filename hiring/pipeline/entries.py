"""Many people into one role at once, and out of it again while nothing but the entry has happened."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from candidates.people.models import Candidate
from hiring.pipeline.actions import add_application
from hiring.pipeline.models import Application, StageChange
from hiring.pipeline.refusals import AddRefused, UndoRefused, why_no_entry, why_not_take_back
from hiring.roles.models import Role
from workspace.activity.actions import log_activity
from workspace.staff.models import User

MOST_AT_ONCE = 500


@dataclass
class AddResult:
    """Who entered, and why the others did not."""

    batch: uuid.UUID
    made: list[Application] = field(default_factory=list)
    refused: list[tuple[Candidate, str]] = field(default_factory=list)


@transaction.atomic
def add_many(*, candidates: Iterable[Candidate], role: Role, at: dt.datetime | None = None, by: User) -> AddResult:
    """Let each candidate enter the first stage of a role, or raise AddRefused where nobody can; who is in it already stays as they are."""
    keys = sorted({candidate.pk for candidate in candidates})
    if not keys:
        raise AddRefused("Choose somebody first: tick the boxes at the left.")
    if len(keys) > MOST_AT_ONCE:
        raise AddRefused(f"That is {len(keys)} people. Take at most {MOST_AT_ONCE} at once.")
    role = Role.objects.select_for_update(of=("self",), no_key=True).get(pk=role.pk)
    if refusal := why_no_entry(role, role.stages.filter(retired_at=None).first()):
        raise AddRefused(refusal)

    result, moment = AddResult(uuid.uuid4()), at or timezone.now()
    # In one order, and read again under the lock: somebody may have been erased or merged since the list was shown.
    people = Candidate.objects.filter(pk__in=keys).select_related("channel").order_by("pk")
    for candidate in people.select_for_update(of=("self",), no_key=True):
        try:
            made = add_application(candidate=candidate, role=role, at=moment, batch=result.batch, by=by)
        except AddRefused as refusal:
            result.refused.append((candidate, str(refusal)))
        else:
            result.made.append(made)
    return result


def in_use(applications: Collection[int]) -> set[int]:
    """Lock these applications and return those on which anything hangs but their moves. One query for each table that names applications."""
    # Whoever books or notes something meanwhile waits for the lock, and then finds the application gone.
    list(
        Application.objects.select_for_update(of=("self",)).filter(pk__in=applications).order_by("pk").values_list("pk")
    )
    used: set[int] = set()
    for relation in Application._meta.related_objects:
        if relation.related_model is not StageChange:
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": applications})
            used |= set(rows.order_by().values_list(relation.field.attname, flat=True))
    return used


@transaction.atomic
def take_back(*, application: Application, used: bool, by: User) -> StageChange:
    """Forget an entry that was a slip, as if it had never been, or raise UndoRefused; return the change that it was. The log keeps both."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    changes = list(application.changes.order_by("pk"))
    entry = changes[0]
    if refusal := why_not_take_back(len(changes), timezone.now() - entry.happened_at, used):
        raise UndoRefused(refusal)
    person, role = application.candidate, application.role
    facts = {"to": application.stage.name}
    about = {"candidate": person.uuid, "application": application.uuid, "role": role.uuid}
    log_activity(verb="took_back_application", subject=person, by=by, facts=facts, **about)
    application.delete()
    return entry
