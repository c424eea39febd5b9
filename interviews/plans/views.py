"""An application's plan: the strengths named for it, who checks what, and which interview to book next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hiring.pipeline.models import Application
from interviews.plans.actions import HypothesesRefused, write_hypotheses
from interviews.plans.coverage import derive_plan
from interviews.plans.forms import HypothesesForm
from interviews.plans.matrix import matrix_of
from interviews.plans.page import GainPanel, price_panel, tabs_of
from interviews.plans.queries import assessed_criteria, criteria_of, find_begun_or_not, plan_of
from interviews.plans.remarks import WarningKind, mix_of
from workspace.activity.actions import log_view
from workspace.web import needs, toast, viewer


@require_safe
@needs("interviews.view_plan", load=find_begun_or_not)
def plan(request: HttpRequest, application: Application) -> HttpResponse:
    """Show who checks what."""
    log_view(subject=application, by=viewer(request), candidate=application.candidate.uuid)
    return render(request, "interviews/plans/plan.html", _plan_page(request, application))


@require_POST
@needs("interviews.write_hypotheses", load=find_begun_or_not)
def hypotheses(request: HttpRequest, application: Application) -> HttpResponse:
    """Write down the strengths to validate."""
    standing = list(application.hypotheses.filter(withdrawn_at=None))
    form = HypothesesForm(request.POST, application=application, standing=standing)
    if form.is_valid():
        try:
            write_hypotheses(
                application=application, named=form.named(), seen=form.cleaned_data["seen"], by=viewer(request)
            )
        except HypothesesRefused as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return render(request, "interviews/plans/plan.html", _plan_page(request, application, form), status=422)
    toast(request, "Hypotheses saved.")
    return redirect("interviews:plan", application=application.uuid)


def _plan_page(request: HttpRequest, application: Application, form: HypothesesForm | None = None) -> dict[str, Any]:
    now, user = timezone.now(), viewer(request)
    criteria = criteria_of(application)
    found = plan_of(application, criteria, assessed=assessed_criteria(application, user), now=now)
    may_write = user.has_perm("interviews.write_hypotheses", application) and application.is_active
    if form is None and may_write:
        form = HypothesesForm(
            application=application, standing=list(criteria.hypotheses), possible=criteria.possible_strengths
        )
    derived = derive_plan(found.panel)
    proposed = found.next_interview() if application.is_active else None
    return {
        "application": application,
        "tabs": tabs_of(application, user, "interviews:plan"),
        "criteria": criteria,
        "plan": derived,
        # The missing side has a card of its own.
        "warnings": [one for one in derived.warnings if one.kind is not WarningKind.ONE_SIDED],
        "may_book": application.is_active and user.has_perm("interviews.book_interview", application),
        "matrix": matrix_of(found.panel, derived.criteria),
        "seats": found.seats,
        "mix": mix_of(found.panel),
        "price": price_panel(derived, found.panel),
        "gains": GainPanel(found.reliabilities[False], found.reliabilities[True], found.panel.interviews),
        "next": proposed,
        "next_from": found.opening_of(proposed) if proposed else None,
        "nobody": "" if proposed or not application.is_active else found.why_nobody(),
        "form": form if may_write else None,
        "has_begun": application.has_begun,  # type: ignore[attr-defined]
    }
