"""Reading applications."""

import uuid

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from hiring.pipeline.models import Application, StageChange
from hiring.roles.models import Role
from workspace.staff.models import User

SHOWN = ("channel", "closing_reason", "role__team", "role__hiring_manager", "role__recruiter")


def load_application(user: User, application: uuid.UUID, *, shown: tuple[str, ...] = SHOWN) -> Application:
    """Return the application of this uuid if this user may know of it, or raise Http404; with it, whether they may see its role. One query."""
    sees_role = Exists(Role.objects.visible_to(user).filter(pk=OuterRef("role")))
    rows = Application.objects.visible_to(user).annotate(sees_role=sees_role)
    rows = rows.select_related("candidate", "stage", "role", *shown)
    found = get_object_or_404(rows.defer("candidate__search", "candidate__search_text"), uuid=application)
    found.loaded_for = user.pk
    if found.sees_role:  # type: ignore[attr-defined]
        found.role.loaded_for = user.pk
    return found


def load_to_move(user: User, application: uuid.UUID) -> Application:
    """The same, with no more than moving it asks for."""
    return load_application(user, application, shown=())


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
