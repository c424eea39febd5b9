"""When conflicts are looked for, who decides them beside recruiters, and what a recusal means for a role's owners."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.urls import reverse

from candidates.conflicts.enums import ConflictState
from candidates.conflicts.models import Conflict
from candidates.conflicts.page import conflicts_shown
from candidates.conflicts.rules import ways_to_decide
from candidates.conflicts.signals import consequences_wanted, statement_changed
from hiring.conflicts.tasks import look_at_changed_colleague, look_at_new_candidate
from hiring.pipeline.models import Application, StageChange
from hiring.pipeline.signals import application_moved, application_panels_wanted
from workspace.panels import Panel
from workspace.staff.models import User


def candidates_of_managed_roles(user: User) -> "QuerySet[Any]":
    return Application.objects.filter(role__hiring_manager=user).values("candidate")


ways_to_decide.add("hiring", candidates_of_managed_roles)


@receiver(application_moved, dispatch_uid="hiring.look_for_conflicts")
def look_for_conflicts(change: StageChange, **_: Any) -> None:
    """Somebody entered a pipeline."""
    if change.before_id is None:
        look_at_new_candidate.delay_on_commit(change.application.candidate_id)  # type: ignore[attr-defined]


@receiver(statement_changed, dispatch_uid="hiring.look_again_at_colleague")
def look_again_at_colleague(user: User, **_: Any) -> None:
    look_at_changed_colleague.delay_on_commit(user.pk)  # type: ignore[attr-defined]


@receiver(consequences_wanted, dispatch_uid="hiring.owners_to_replace")
def owners_to_replace(conflicts: Sequence[Conflict], **_: Any) -> dict[int, list[tuple[str, str]]]:
    """A role whose owner is recused from somebody in it needs another owner for them. One query."""
    recused = {(one.user_id, one.candidate_id): one for one in conflicts if one.state == ConflictState.RECUSED}
    if not recused:
        return {}
    owners = {user for user, _ in recused}
    rows = Application.objects.active().filter(candidate__in={candidate for _, candidate in recused})
    rows = rows.filter(Q(role__hiring_manager__in=owners) | Q(role__recruiter__in=owners))
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in rows.select_related("role").order_by("pk"):
        for owner, what in ((row.role.hiring_manager_id, "hiring manager"), (row.role.recruiter_id, "recruiter")):
            if owner and (conflict := recused.get((owner, row.candidate_id))):
                words = f"{conflict.user} is the {what} of {row.role.title}: name somebody else who decides about this candidate."
                found[conflict.pk].append((words, reverse("hiring:edit_role", args=[row.role.slug])))
    return found


@receiver(application_panels_wanted, dispatch_uid="hiring.conflicts_panel")
def conflicts_panel(application: Application, viewer: User, **_: Any) -> list[Panel]:
    """Whose conflicts wait or stand, as far as the viewer may know; and the way to declare one. One query."""
    rows = conflicts_shown(viewer).filter(candidate=application.candidate_id)
    context = {
        "application": application,
        "conflicts": [one for one in rows.order_by("state", "pk") if one.state != ConflictState.CLEARED],
    }
    return [Panel("hiring/conflicts/panel.html", order=80, context=context, side=True)]
