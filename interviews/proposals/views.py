"""Asking for loops. What was found is shown by `booking`, where it is booked and offered."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hiring.pipeline.models import Application
from interviews.proposals.actions import SearchRefused, start_search
from interviews.proposals.forms import LoopForm
from interviews.proposals.models import LoopSearch
from interviews.schedule.views import load_application
from workspace.staff.models import User
from workspace.web import needs, posted, viewer


def load_search(user: User, search: uuid.UUID) -> LoopSearch:
    """Find a search among those of applications this user may see."""
    rows = LoopSearch.objects.select_related("application__candidate", "application__role", "application__stage", "by")
    found = rows.filter(uuid=search, application__in=Application.objects.visible_to(user).values("pk")).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.search_loop", load=load_application)
def loop(request: HttpRequest, application: Application) -> HttpResponse:
    """Say what the loop shall be like; a post starts the search."""
    by = viewer(request)
    form = LoopForm(posted(request), application=application, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            search = start_search(application=application, **form.wanted(), by=by)
        except SearchRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("interviews:loop-search", search=search.uuid)
    context = {
        "form": form,
        "application": application,
        "zone": application.candidate.time_zone or by.time_zone,
        "knows_zone": bool(application.candidate.time_zone),
        "searches": list(LoopSearch.objects.filter(application=application).select_related("by").order_by("-pk")[:5]),
    }
    return render(request, "interviews/proposals/loop.html", context, status=422 if form.errors else 200)
