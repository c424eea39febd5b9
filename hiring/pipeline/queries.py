"""Reading applications."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from hiring.pipeline.models import Application, StageChange
from hiring.roles.models import Role
from workspace.staff.models import User
from workspace.written import written_once

SHOWN = ("channel", "closing_reason", "role__team", "role__hiring_manager", "role__recruiter")


def load_application(user: User, application: uuid.UUID) -> Application:
    """Return the application of this uuid if this user may know of it, or raise Http404; with it, whether they may see its role. One query."""
    return let_in(user, _shown.first(user, application))


def load_to_move(user: User, application: uuid.UUID) -> Application:
    """The same, with no more than moving it asks for."""
    return let_in(user, _visible.first(user, application))


@written_once
def _visible(user: User, application: uuid.UUID) -> "QuerySet[Application]":
    sees_role = Exists(Role.objects.visible_to(user).filter(pk=OuterRef("role")))
    rows = Application.objects.visible_to(user).filter(uuid=application).annotate(sees_role=sees_role)
    return rows.select_related("candidate", "stage", "role").defer("candidate__search", "candidate__search_text")


@written_once
def _shown(user: User, application: uuid.UUID) -> "QuerySet[Application]":
    return _visible.ask(user, application).select_related(*SHOWN)


def let_in(user: User, found: Application | None) -> Application:
    """Note for whom an application was found, and that they may see its role where they do; 404 where there is none."""
    if found is None:
        raise Http404("There is no such application.")
    found.loaded_for = user.pk
    if found.sees_role:  # type: ignore[attr-defined]
        found.role.loaded_for = user.pk
    return found


def load_change(user: User, change: uuid.UUID) -> StageChange:
    """Return a change of an application this user may know of, or raise Http404. One query."""
    visible = Application.objects.visible_to(user).values("pk")
    found = (
        StageChange.objects.filter(uuid=change, application__in=visible)
        .select_related("application__role", "application__candidate")
        .first()
    )
    if found is None:
        raise Http404("There is no such change.")
    return found
