"""What the debrief shows of other roles."""

from typing import Any

from django.dispatch import receiver

from hiring.pipeline.models import Application
from interviews.decisions.debrief import Debrief
from interviews.decisions.signals import late_debrief_panels_wanted
from interviews.elsewhere.queries import roles_elsewhere
from workspace.panels import Panel
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring


@receiver(late_debrief_panels_wanted, dispatch_uid="interviews.show_other_roles")
def show_other_roles(application: Application, debrief: Debrief, viewer: User, **_: Any) -> list[Panel]:
    """Other open roles for which the confirmed strengths of somebody we said no to speak."""
    if not plans_hiring(viewer) or not (fits := roles_elsewhere(application, debrief, viewer)):
        return []
    context = {"application": application, "fits": fits}
    return [Panel("interviews/elsewhere/panel.html", order=20, context=context)]
