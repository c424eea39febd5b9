"""The interviewer's own week."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from interviews.week.queries import week_of
from workspace.web import needs, viewer


@require_safe
@needs("interviews.see_own_week")
def week(request: HttpRequest) -> HttpResponse:
    """Show the viewer's next interview, the scorecards they owe, and what comes."""
    now = timezone.now()
    return render(request, "interviews/week/week.html", {"week": week_of(viewer(request), now), "now": now})
