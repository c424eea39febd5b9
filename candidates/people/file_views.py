"""Files of a candidate: taken in, and handed out only to who may have them."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from candidates.people import records
from candidates.people.forms import UploadForm
from candidates.people.models import Candidate, CandidateFile
from candidates.people.queries import readable_files
from candidates.people.refusals import CandidateError
from candidates.people.views import load_candidate, page_of, render_candidate
from workspace.activity.actions import log_view
from workspace.files.refusals import UploadRefused
from workspace.files.serving import handed_out
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


@needs("candidates.edit_candidate", load=load_candidate)
@require_POST
def upload(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        data, user = form.cleaned_data, viewer(request)
        try:
            attached = records.add_file(
                candidate=candidate, upload=data["file"], kind=data["kind"], audience=data["audience"], by=user
            )
        except (UploadRefused, CandidateError) as error:
            form.add_error("file", str(error))
        else:
            toast(request, f"Stored {attached.file.name}.")
            return redirect(page_of(candidate))
    return render_candidate(request, candidate, status=422, upload_form=form)


def load_file(user: User, uuid: str) -> CandidateFile:
    """Find a file among those this viewer may open; anything else does not exist."""
    attached = readable_files(user).select_related("candidate", "file").filter(uuid=uuid).first()
    if attached is None:
        raise Http404
    return attached


@needs("candidates.open_file", load=load_file)
@require_safe
def file(request: HttpRequest, attached: CandidateFile) -> FileResponse:
    """Hand out a file. Who took it is on record; a browser shows a PDF in a sandbox and downloads everything else."""
    log_view(subject=attached, by=viewer(request), candidate=attached.candidate.uuid)
    return handed_out(attached.file, attached.file.name)
