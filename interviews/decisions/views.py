"""The debrief: read what everybody saw, then decide and sign."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hiring.pipeline.models import Application
from interviews.decisions.actions import (
    ApprovalRefused,
    DecisionRefused,
    answer_decision,
    sign_decision,
    undo_decision,
)
from interviews.decisions.debrief import Debrief, debrief_for
from interviews.decisions.forms import ApprovalForm, DecisionForm
from interviews.decisions.models import Decision, Verdict
from interviews.decisions.queries import find_judged, fingerprint
from interviews.decisions.signals import debrief_panels_wanted, late_debrief_panels_wanted
from interviews.plans.page import price_panel, tabs_of
from interviews.scorecards.models import Scorecard
from workspace.activity.actions import log_view
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def find_decision(user: User, decision: uuid.UUID) -> Decision:
    """Find a decision on an application `user` may see; 404 otherwise."""
    rows = Decision.objects.filter(application__in=Application.objects.visible_to(user))
    return get_object_or_404(rows.select_related("application", "approver"), uuid=decision)


@require_safe
@needs("interviews.open_debrief", load=find_judged)
def debrief(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the debrief, or to whoever owes a scorecard here that it opens once theirs is in."""
    user = viewer(request)
    log_view(subject=application, by=user, candidate=application.candidate.uuid)
    return _page(request, application, _found(application, user))


@require_safe
@needs("interviews.open_debrief", load=find_judged)
def more(request: HttpRequest, application: Application) -> HttpResponse:
    """Who could take the next step, what exams say, which other roles there are: it comes after the debrief, and is a page of its own
    without JavaScript."""
    user, is_part = viewer(request), bool(request.headers.get("HX-Request"))
    if not is_part:  # as a part of the debrief it was noted already
        log_view(subject=application, by=user, candidate=application.candidate.uuid)
    found = debrief_for(application, viewer=user, now=timezone.now())
    if found is None:
        # They came to owe a scorecard since the page was shown.
        return HttpResponse(headers={"HX-Refresh": "true"}) if is_part else _page(request, application, None)
    context = {
        "application": application,
        "tabs": tabs_of(application, user, "interviews:debrief"),
        "move": found.next_move,
        "may_book": _may_book(application, user),
        "panels": gather_panels(
            late_debrief_panels_wanted, Application, application=application, debrief=found, viewer=user
        ),
    }
    return render(request, f"interviews/decisions/more.html{'#debrief-rest' if is_part else ''}", context)


@require_POST
@needs("interviews.sign_decision", load=find_judged)
def decide(request: HttpRequest, application: Application) -> HttpResponse:
    """Sign a decision."""
    user = viewer(request)
    found = _found(application, user)
    if found is None:
        return _page(request, application, None, status=403)
    form = _decision_form(application, found, user, request.POST)
    if form.is_valid():
        try:
            decision = sign_decision(application=application, by=user, **form.cleaned_data)
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        form.show_again(_seen(found))
        return _page(request, application, found, form, status=422)
    text = f"Waits for {decision.approver}." if decision.waives_bar else "Decision signed."
    toast(request, text, undo=reverse("interviews:undo_decision", args=[decision.uuid]))
    return redirect("interviews:debrief", application=application.uuid)


@require_POST
@needs("interviews.approve_decision", load=find_decision)
def answer(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Approve a decision that goes against a bar, or turn it down."""
    user = viewer(request)
    form = ApprovalForm(request.POST)
    if form.is_valid():
        approved = form.cleaned_data["answer"] == "approve"
        try:
            answer_decision(decision=decision, approved=approved, reasons=form.cleaned_data["reasons"], by=user)
        except ApprovalRefused as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        application = find_judged(user, decision.application.uuid)
        return _page(request, application, _found(application, user), approval_form=form, status=422)
    toast(request, "Approved." if approved else "Not approved.")
    return redirect("interviews:debrief", application=decision.application.uuid)


@require_POST
@needs("interviews.undo_decision", load=find_decision)
def undo(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Take back a decision one signed, while nothing followed from it."""
    try:
        undo_decision(decision=decision, by=viewer(request))
        toast(request, "Undone. What stood before stands again.")
    except DecisionRefused as refusal:
        toast(request, str(refusal), level="error")
    return redirect("interviews:debrief", application=decision.application.uuid)


def _found(application: Application, user: User) -> Debrief | None:
    """The debrief without who could take its next step: that comes after the page."""
    return debrief_for(application, viewer=user, now=timezone.now(), propose=False)


def _may_book(application: Application, user: User) -> bool:
    """Whoever reads a debrief owes nothing there, so who may book may ask for a second rating too."""
    return application.is_active and user.has_perm("interviews.book_interview", application)


def _has_more(application: Application, found: Debrief) -> bool:
    """Whether anything comes after the page."""
    is_refused = found.latest is not None and found.latest.verdict == Verdict.NO
    is_open = found.next_move is not None and found.next_move.is_open
    return is_open or is_refused or getattr(application, "has_exams", True)


def _decision_form(application: Application, found: Debrief, user: User, data: Any = None) -> DecisionForm:
    needs_waiver = bool(found.outcome.bars_not_met)
    return DecisionForm(data, application=application, by=user, needs_waiver=needs_waiver, initial=_seen(found))


def _seen(found: Debrief) -> dict[str, str]:
    latest = found.latest
    return {"seen_outcome": fingerprint(found.outcome), "seen_decision": str(latest.uuid) if latest else ""}


def _page(
    request: HttpRequest,
    application: Application,
    found: Debrief | None,
    form: DecisionForm | None = None,
    approval_form: ApprovalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = viewer(request)
    if found is None:
        own = (
            Scorecard.objects.owed().filter(author=user, application=application).select_related("seat__interview__kit")
        )
        context = {"application": application, "tabs": tabs_of(application, user, "interviews:debrief"), "owed": own}
        return render(request, "interviews/decisions/blind.html", context, status=status)
    may_sign = application.is_active and user.has_perm("interviews.sign_decision", application)
    latest = found.latest
    is_asked = latest is not None and latest.is_waiting and latest.approver_id == user.pk and application.is_active
    context = {
        "application": application,
        "tabs": tabs_of(application, user, "interviews:debrief"),
        "debrief": found,
        "has_more": _has_more(application, found),
        "may_book": _may_book(application, user),
        "panels": gather_panels(
            debrief_panels_wanted, Application, application=application, debrief=found, viewer=user
        ),
        "price": price_panel(found.coverage),
        "form": (form or _decision_form(application, found, user)) if may_sign else None,
        "approval_form": (approval_form or ApprovalForm()) if is_asked else None,
        "refused": approval_form.non_field_errors() if approval_form and not is_asked else None,
    }
    return render(request, "interviews/decisions/debrief.html", context, status=status)
