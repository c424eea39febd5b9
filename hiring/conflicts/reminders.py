"""Conflicts that wait for a decision: told once to who owns the role."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from candidates.conflicts.enums import ConflictState
from candidates.conflicts.models import Conflict
from hiring.pipeline.models import Application
from hiring.roles.enums import RoleState
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=14)


def due_conflicts(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield each waiting conflict with somebody in an open role, to its recruiter, or its hiring manager; never to whom it concerns. Two queries."""
    waiting = Conflict.objects.filter(state=ConflictState.PROPOSED, updated_at__gt=now - LOOKS_BACK)
    found = list(waiting.select_related("user", "candidate").order_by("pk"))
    active = Application.objects.active().filter(role__state=RoleState.OPEN)
    rows = active.filter(candidate__in={one.candidate_id for one in found}).select_related("role").order_by("pk")
    owners: dict[int, list[int]] = {}
    for row in rows:
        known = (row.role.recruiter_id, row.role.hiring_manager_id)
        owners.setdefault(row.candidate_id, []).extend(key for key in known if key)
    for conflict in found:
        decider = next((key for key in owners.get(conflict.candidate_id, ()) if key != conflict.user_id), None)
        if decider is None:
            continue
        yield DueReminder(
            key=f"conflict/{conflict.uuid}",
            recipient=decider,
            subject=f"A conflict of interest to decide: {conflict.user.name} and {conflict.candidate.name}",
            body=f"{conflict.get_kind_display()}. Until it is decided, {conflict.user.name} is not proposed for interviews.",
            path=reverse("candidates:conflicts", args=[conflict.candidate.uuid]),
            candidate=conflict.candidate.uuid,
        )


def conflict_settled(key: str) -> bool:
    """Whether it was decided meanwhile."""
    _, conflict = key.split("/")
    return not Conflict.objects.filter(uuid=uuid.UUID(conflict), state=ConflictState.PROPOSED).exists()


CONFLICT = register(
    Kind(
        slug="conflict",
        label="Conflict of interest to decide",
        description="A colleague stands close to somebody in your role’s pipeline; you decide whether that matters.",
        steps=(),
        due=due_conflicts,
        settled=conflict_settled,
    )
)
