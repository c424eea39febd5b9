"""What boards add to candidates' pages and lists, and how roles and teams are called in the log."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.dispatch import receiver
from django.urls import reverse

from candidates.people.models import Candidate
from candidates.people.signals import bulk_acts_wanted, candidate_panels_wanted, candidates_listed
from hiring.board.forms import roles_to_enter
from hiring.pipeline.models import Application, ways_to_applications
from hiring.roles.models import Role
from hiring.teams.models import Team
from workspace.activity.wording import Named, name_rows, say
from workspace.panels import Panel
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring
from workspace.written import written_once


@receiver(candidates_listed, dispatch_uid="hiring.say_where_candidates_stand")
def say_where_candidates_stand(rows: list[Candidate], viewer: User, **_: Any) -> None:
    """Set `in_pipeline` on each candidate: where they are active, in roles this viewer may see. One query."""
    lines: dict[int, list[dict[str, str]]] = defaultdict(list)
    for candidate, application, role, stage in _standing([row.pk for row in rows], viewer):
        lines[candidate].append({"words": f"{role}: {stage}", "url": reverse("hiring:application", args=[application])})
    for row in rows:
        row.in_pipeline = lines[row.pk]  # type: ignore[attr-defined]


@written_once
def _standing(candidates: list[int], viewer: User) -> "QuerySet[Application, tuple[Any, ...]]":
    active = Application.objects.active().in_roles_of(viewer).filter(candidate__pk__among=candidates)
    # Plain values: a list of fifty would make two hundred objects to read two words of each.
    return active.order_by("-applied_at", "-pk").values_list("candidate", "uuid", "role__title", "stage__name")


@receiver(bulk_acts_wanted, dispatch_uid="hiring.put_many_into_a_role")
def put_many_into_a_role(viewer: User, **_: Any) -> list[Panel]:
    """Those chosen in a list of candidates can enter a role together. No query."""
    return [Panel("hiring/board/bulk_add_button.html", order=10)] if viewer.has_perm("hiring.add_in_bulk") else []


@receiver(candidate_panels_wanted, dispatch_uid="hiring.applications_panel")
def applications_panel(candidate: Candidate, viewer: User, **_: Any) -> list[Panel]:
    """This person's applications that the viewer may know of; those of roles they may see say where they stand. One or two queries."""
    lines = [(one, one.is_whole) for one in _applications(candidate.pk, viewer, candidate.loaded_for == viewer.pk)]  # type: ignore[attr-defined]
    may_add = bool(plans_hiring(viewer))
    if not lines and not may_add:
        return []
    context = {"applications": lines, "roles": roles_to_enter(viewer) if may_add else None}
    return [Panel("hiring/board/candidate_panel.html", order=5, context=context, tab="Applications")]


@written_once
def _applications(candidate: int, viewer: User, is_seen: bool) -> "QuerySet[Application]":
    """Their applications that the viewer may know of. Whom the viewer was let to see already is behind no wall."""
    whole = Exists(Role.objects.visible_to(viewer).filter(pk=OuterRef("role")))
    theirs = Application.objects.filter(candidate=candidate)
    theirs = theirs if is_seen else theirs.open_to(viewer)
    rows = theirs.annotate(is_whole=whole).filter(Q(is_whole=True) | ways_to_applications.q(viewer))
    shown = rows.select_related("role", "stage").only("uuid", "standing", "entered_at", "role__title", "stage__name")
    return shown.order_by("-applied_at", "-pk")


def name_roles(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say how these roles are called today. One query."""
    rows = Role.objects.filter(uuid__in=uuids)
    return {row.uuid: Named(row.title, reverse("hiring:role", args=[row.slug])) for row in rows}


def name_teams(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say how these teams are called today. One query."""
    rows = Team.objects.filter(uuid__in=uuids)
    return {row.uuid: Named(row.name, reverse("hiring:team", args=[row.uuid])) for row in rows}


name_rows("role", name_roles)
name_rows("team", name_teams)
for verb, words in {
    "created_team": "set up the team",
    "edited_team": "edited the team",
    "made_role": "drafted the role",
    "edited_role": "edited the role",
    "changed_role_state": "made {to} (was {from}) the role",
    "added_member": "added to a role",
    "removed_member": "removed from a role",
    "added_stage": "added the stage “{stage}”",
    "edited_stage": "edited the stage “{stage}”",
    "retired_stage": "retired the stage “{stage}”",
    "restored_stage": "took the stage “{stage}” back into use",
    "reordered_stages": "put the stages in another order in",
}.items():
    say(verb, words)
