"""Writing and sending the letter of reasons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from candidates.outreach.limits import addresses_of
from hiring.pipeline.models import Application
from interviews.decisions.models import Decision
from interviews.decisions.queries import decisions_of
from interviews.plans.page import tabs_of
from interviews.plans.queries import find_application
from interviews.reasons.actions import LetterRefused, keep_letter, send_letter, why_no_letter
from interviews.reasons.forms import LetterForm
from interviews.reasons.models import ReasonsLetter
from interviews.reasons.queries import first_draft
from workspace.activity.actions import log_view
from workspace.web import needs, toast, viewer


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.tell_reasons", load=find_application)
def letter(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the draft, by rule or as it was kept; keep it, or send it."""
    decision = decisions_of(application).first()
    if decision is None:
        toast(request, "Nothing is decided yet, so there is nothing to explain.", level="error")
        return redirect("interviews:debrief", application=application.uuid)
    kept = ReasonsLetter.objects.filter(decision=decision).select_related("sent_by", "mail").first()
    if request.method != "POST":
        log_view(subject=application, by=viewer(request), candidate=application.candidate.uuid)
        return _page(request, application, decision, kept, _form(request, application, decision, kept))
    form = LetterForm(request.POST, candidate=application.candidate)
    if form.is_valid():
        try:
            kept = keep_letter(decision=decision, by=viewer(request), **form.cleaned_data)
            if request.POST.get("go") == "send":
                send_letter(letter=kept, by=viewer(request))
                toast(request, f"On its way to {kept.address}.")
                return redirect("interviews:debrief", application=application.uuid)
            toast(request, "Kept. Nothing was sent.")
            return redirect("interviews:reasons", application=application.uuid)
        except LetterRefused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, application, decision, kept, form, status=422)


def _form(request: HttpRequest, application: Application, decision: Decision, kept: ReasonsLetter | None) -> LetterForm:
    if kept is not None:
        words = {"address": kept.address, "subject": kept.subject, "body": kept.body}
    else:
        subject, body = first_draft(decision, by=viewer(request))
        words = {"address": next(iter(addresses_of(application.candidate)), ""), "subject": subject, "body": body}
    return LetterForm(initial=words, candidate=application.candidate)


def _page(
    request: HttpRequest,
    application: Application,
    decision: Decision,
    kept: ReasonsLetter | None,
    form: LetterForm,
    status: int = 200,
) -> HttpResponse:
    is_sent = kept is not None and kept.sent_at is not None
    context = {
        "application": application,
        "tabs": tabs_of(application, viewer(request), "interviews:debrief"),
        "decision": decision,
        "letter": kept if is_sent else None,
        "refusal": "" if is_sent else why_no_letter(decision),
        "form": form,
    }
    return render(request, "interviews/reasons/letter.html", context, status=status)
