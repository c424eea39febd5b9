"""Holding a text found outside against what was asked. Each time is noted, with what it showed and to whom."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from interviews.sittings.models import Attempt
from interviews.traces.forms import FoundTextForm
from interviews.traces.queries import MOST_NAMED, Trace, trace_text
from workspace.activity.actions import log_activity, log_view
from workspace.staff.models import User
from workspace.web import needs, viewer


@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.trace_texts")
def trace(request: HttpRequest) -> HttpResponse:
    """Ask for a text, and say which questions, variants and attempts it fits. It is sent in a form, so that it stands in no address."""
    form = FoundTextForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        found = trace_text(form.cleaned_data["text"], viewer(request))
        _note(found, viewer(request))
    context = {"form": form, "found": found, "most_named": MOST_NAMED}
    status = 422 if form.is_bound and found is None else 200
    return render(request, "interviews/traces/trace.html", context, status=status)


@transaction.atomic
def _note(found: Trace, by: User) -> None:
    """Note that somebody looked, and at whom. On no candidate's own timeline: that would say what nobody knows."""
    facts = {"questions": len(found.questions), "variants": found.variants, "attempts": len(found.shown)}
    log_activity(verb="traced_text", subject=by, facts=facts, by=by)
    rows = Attempt.objects.filter(uuid__in=found.shown).select_related("invitation__application__candidate")
    for attempt in rows.order_by("pk"):
        log_view(subject=attempt, by=by, candidate=attempt.invitation.application.candidate.uuid)
