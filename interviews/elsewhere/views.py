"""One click: start somebody in another role that asks for the strength they have."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hiring.pipeline.models import Application
from hiring.pipeline.refusals import AddRefused
from hiring.roles.models import Role
from interviews.elsewhere.actions import start_elsewhere
from interviews.plans.queries import find_application
from interviews.refusals import InterviewsError
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


@require_POST
@needs("interviews.look_elsewhere", load=find_application)
def start(request: HttpRequest, application: Application) -> HttpResponse:
    """Start the person in the role that was chosen, if this user may add people to it."""
    user = viewer(request)
    role = _role(user, request.POST.get("role", ""))
    if role is None:
        toast(request, "Choose a role that you may add people to.", level="error")
        return redirect("interviews:debrief", application=application.uuid)
    try:
        made = start_elsewhere(origin=application, role=role, by=user)
    except (InterviewsError, AddRefused) as refusal:
        toast(request, str(refusal), level="error")
        return redirect("interviews:debrief", application=application.uuid)
    toast(request, f"{made.candidate} is in {made.stage} of {role}. What was seen of them counts there too.")
    return redirect("hiring:application", made.uuid)


def _role(user: User, slug: str) -> Role | None:
    role = Role.objects.visible_to(user).filter(slug=slug[:200]).first()
    return role if role is not None and user.has_perm("hiring.add_application", role) else None
