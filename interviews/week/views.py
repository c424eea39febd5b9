"""The interviewer's own week."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from interviews.week.queries import week_of
from interviews.week.signals import week_panels_wanted
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.web import needs, viewer


@require_safe
@needs("interviews.see_own_week")
def week(request: HttpRequest) -> HttpResponse:
    """Show the viewer's next interview, the scorecards they owe, and what comes."""
    user, now = viewer(request), timezone.now()
    context = {
        "week": week_of(user, now),
        "panels": gather_panels(week_panels_wanted, User, viewer=user, now=now),
        "now": now,
    }
    return render(request, "interviews/week/week.html", context)
