"""Each persona's first page: their work, not a menu."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from insights.home.queries import managers_roles, outbox_health, recruiters_day, set_up_steps
from workspace.staff.enums import Persona
from workspace.web import signed_in, viewer


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Open what this persona comes for."""
    user, now = viewer(request), timezone.now()
    if user.persona == Persona.INTERVIEWER:
        return redirect("interviews:week")
    if user.persona == Persona.HIRING_MANAGER:
        return render(request, "insights/home/hiring_manager.html", {"roles": managers_roles(user, now), "now": now})
    context = {"day": recruiters_day(user, now), "now": now}
    if user.persona == Persona.ADMIN:
        steps = set_up_steps()
        context |= {"steps": steps, "left": sum(not step.done for step in steps), "outbox": outbox_health(now)}
        return render(request, "insights/home/admin.html", context)
    return render(request, "insights/home/recruiter.html", context)
