"""A person's data: a copy of it for them, and forgetting it."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from candidates.people.models import Candidate
from candidates.people.refusals import CandidateError
from candidates.people.views import load_candidate
from candidates.privacy.actions import erase_candidate
from candidates.privacy.enums import Way
from candidates.privacy.forms import EraseForm
from candidates.privacy.objecting import object_to_contact
from candidates.privacy.own_data import own_data, packed
from workspace.activity.actions import log_activity
from workspace.web import needs, toast, viewer


@needs("candidates.erase_candidate", load=load_candidate)
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Show what would go and what would stay; erase once the name was typed."""
    form = EraseForm(request.POST if request.method == "POST" else None, candidate=candidate)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["keep_out"]:
                object_to_contact(candidate=candidate, way=Way.ERASURE, by=viewer(request))
            erase_candidate(candidate=candidate, by=viewer(request))
        except CandidateError as error:
            form.add_error(None, str(error))
        else:
            toast(request, "Erased. Counts of past months stay as they were.")
            return redirect("candidates:list")
    held = [(name, len(rows)) for name, rows in own_data(candidate, viewer(request)).items() if rows]
    context = {"candidate": candidate, "form": form, "held": held}
    return render(request, "candidates/privacy/erase.html", context, status=422 if form.errors else 200)


@needs("candidates.copy_candidate", load=load_candidate)
@require_safe
def copy(request: HttpRequest, candidate: Candidate) -> FileResponse:
    """Everything we hold about this person, to send to them. That it was taken is on record before it leaves."""
    log_activity(verb="copied_candidate", subject=candidate, by=viewer(request), candidate=candidate.uuid)
    name = f"candidate-data-{timezone.localdate()}.zip"  # no name of a person in a download's name
    response = FileResponse(
        packed(candidate, viewer(request)), as_attachment=True, filename=name, content_type="application/zip"
    )
    response["Cache-Control"] = "private, no-store"
    return response
