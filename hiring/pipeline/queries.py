"""Reading applications."""

import uuid

from django.http import Http404

from hiring.pipeline.models import Application, StageChange
from workspace.staff.models import User


def load_application(user: User, application: uuid.UUID) -> Application:
    """Return the application of this uuid if this user may know of it, or raise Http404. One query."""
    rows = Application.objects.visible_to(user).select_related(
        "candidate", "channel", "stage", "closing_reason", "role__team", "role__hiring_manager", "role__recruiter"
    )
    found = rows.filter(uuid=application).first()
    if found is None:
        raise Http404("There is no such application.")
    found.loaded_for = user.pk
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
