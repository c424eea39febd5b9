"""The page of whoever closes the gap that a waived bar left."""

import uuid

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from candidates.conflicts.queries import recused_candidates
from hiring.pipeline.models import Application
from interviews.decisions.forms import GapClosedForm
from interviews.decisions.gaps import GapRefused, close_gap
from interviews.decisions.models import Decision
from interviews.scorecards.rules import blinded_applications
from workspace.activity.actions import log_view
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer


def find_gap(user: User, decision: uuid.UUID) -> Decision:
    """Find a decision with a gap to close, for its owner and for who decides there; 404 for others and for the blind."""
    theirs = Q(gap_plan__owner=user) | Q(gap_plan__isnull=False, application__in=Application.objects.visible_to(user))
    rows = Decision.objects.filter(theirs, undo=None).exclude(application__in=blinded_applications(user))
    rows = rows.exclude(application__candidate__in=recused_candidates(user))
    return get_object_or_404(
        rows.select_related("application__candidate", "application__role", "gap_plan__owner", "approval"), uuid=decision
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.close_gap", load=find_gap)
def gap(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Show what is to be done and until when; take down what came of it."""
    user = viewer(request)
    form = GapClosedForm(posted(request))
    if request.method != "POST":
        log_view(subject=decision, by=user, candidate=decision.application.candidate.uuid)
    elif form.is_valid():
        try:
            close_gap(decision=decision, note=form.cleaned_data["note"], by=user)
            toast(request, "Kept. Nobody is reminded of it any more.")
            return redirect("interviews:gap", decision=decision.uuid)
        except GapRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "decision": decision,
        "gap": decision.gap_plan,
        "application": decision.application,
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "interviews/decisions/gap.html", context, status=422 if form.errors else 200)
