"""Opening, holding and closing a role. It lives here, since a role with people in it cannot just be closed."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from hiring.desk.queries import why_not_publish
from hiring.desk.refusals import TextRefused
from hiring.pipeline.bulk import BulkResult, reject_many
from hiring.pipeline.models import Application, ClosingReason
from hiring.roles.enums import STATE_MOVES, ClosedBecause, RoleState
from hiring.roles.models import Role
from hiring.roles.refusals import RoleRefused
from workspace.activity.actions import log_activity
from workspace.staff.models import User


@dataclass(frozen=True)
class Closed:
    """A role that was closed, and what became of those who were still in it."""

    role: Role
    rejected: BulkResult | None = None


@transaction.atomic
def open_role(*, role: Role, by: User) -> Role:
    """Open a draft, a role on hold or a closed one; refused without a stage to enter and a strength to hire for, and of a draft with errors in its text."""
    role = _locked(role, RoleState.OPEN)
    is_new = role.state == RoleState.DRAFT
    if not role.stages.filter(retired_at=None).exists():
        raise RoleRefused("Nobody could enter this role: give it a stage first.")
    if not role.criteria.filter(may_be_strength=True).exists():
        raise RoleRefused("Name at least one strength that this role may hire for first.")
    if is_new and (why := why_not_publish(role)):
        raise TextRefused(why)
    role.opened_at = role.opened_at or timezone.now()
    role.closed_at, role.closed_because = None, ""
    return _enter(role, RoleState.OPEN, by)


@transaction.atomic
def hold_role(*, role: Role, by: User) -> Role:
    """Put a role on hold: nobody is reminded, and those in it stay where they are."""
    return _enter(_locked(role, RoleState.ON_HOLD), RoleState.ON_HOLD, by)


@transaction.atomic
def close_role(
    *, role: Role, because: ClosedBecause, reason: ClosingReason | None = None, note: str = "", by: User
) -> Closed:
    """Close a role. Whoever is still active in it is rejected for `reason`; without one the role stays as it is, and says who is there."""
    role = _locked(role, RoleState.CLOSED)
    active = list(Application.objects.active().filter(role=role))
    if len(active) > Application.objects.active().filter(role=role).open_to(by).count():
        raise RoleRefused("There is somebody in this role about whom you must not decide. Ask another of its owners.")
    if active and reason is None:
        people = "1 candidate is" if len(active) == 1 else f"{len(active)} candidates are"
        raise RoleRefused(f"{people} still active in this role. Move them on, or give the reason to reject them for.")
    rejected = reject_many(applications=active, reason=reason, note=note, by=by) if active else None
    role.closed_at, role.closed_because = timezone.now(), because
    return Closed(_enter(role, RoleState.CLOSED, by), rejected)


def _locked(role: Role, to: RoleState) -> Role:
    role = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    if to not in STATE_MOVES[role.state]:
        raise RoleRefused(f"{role} is {role.get_state_display().lower()}; it cannot become {to.label.lower()}.")
    return role


def _enter(role: Role, state: RoleState, by: User) -> Role:
    before, role.state = role.state, state
    role.save(update_fields=["state", "opened_at", "closed_at", "closed_because", "updated_at"])
    facts = {"from": before, "to": state.value}
    if role.closed_because:
        facts["because"] = role.closed_because
    log_activity(verb="changed_role_state", subject=role, by=by, role=role.uuid, facts=facts)
    return role
