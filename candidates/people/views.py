"""A candidate's page, and what is done on it."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.people import actions, records
from candidates.people.forms import (
    CandidateForm,
    EditForm,
    EvidenceForm,
    FollowUpForm,
    IdentityForm,
    JudgementForm,
    NoteForm,
    UploadForm,
)
from candidates.people.models import Candidate, Evidence
from candidates.people.page import page_links
from candidates.people.queries import files_of_visible, ladder, particulars, readable_notes, timeline
from candidates.people.refusals import CandidateError
from candidates.people.signals import candidate_panels_wanted, late_panels_wanted
from workspace.activity.actions import log_view
from workspace.form_rendering import Blank, blank
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.web import back_to, needs, toast, viewer
from workspace.written import written_once

MOST_MERGES = 10


def load_candidate(user: User, uuid: UUID) -> Candidate:
    found = _visible.first(user, uuid)
    if found is None:
        raise Http404("There is nobody here.")
    found.loaded_for = user.pk
    return found


@written_once
def _visible(user: User, uuid: UUID) -> "QuerySet[Candidate]":
    rows = Candidate.objects.visible_to(user).filter(uuid=uuid).select_related("channel", "owner", "follow_up_by")
    # What the text index is made of is written by the database, and may be long.
    return rows.defer("search", "search_text")


def page_of(candidate: Candidate) -> str:
    return reverse("candidates:candidate", args=[candidate.uuid])


def load_merged(user: User, uuid: UUID) -> Candidate:
    """Find a candidate, or who a record of this uuid was merged into."""
    for _ in range(MOST_MERGES):
        into = Candidate.objects.filter(uuid=uuid, erased_at=None).values_list("merged_into__uuid", flat=True).first()
        if into is None:
            break
        uuid = into
    return load_candidate(user, uuid)


def load_candidate_or_kept(user: User, uuid: UUID) -> Candidate:
    """Find a candidate; where there is none to be seen, who they were merged into."""
    try:
        return load_candidate(user, uuid)
    except Http404:
        return load_merged(user, uuid)


@needs("candidates.view_candidate", load=load_candidate_or_kept)
@require_safe
def candidate_page(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Everything we know about one person that this viewer may know. The address of a record merged into theirs leads here."""
    if request.path != page_of(candidate):
        return redirect(page_of(candidate))
    log_view(subject=candidate, by=viewer(request), candidate=candidate.uuid)
    return render_candidate(request, candidate)


def render_candidate(
    request: HttpRequest, candidate: Candidate, *, status: int = 200, **forms_given: forms.Form
) -> HttpResponse:
    """Show the page; a refused form stands in its place on it, with what was typed."""
    user = viewer(request)
    panels = gather_panels(candidate_panels_wanted, Candidate, candidate=candidate, viewer=user)
    may_edit = user.has_perm("candidates.edit_candidate", candidate)
    known = particulars(candidate)
    context = {
        "candidate": candidate,
        "may_edit": may_edit,
        "may_note": user.has_perm("candidates.note_on_candidate", candidate),
        "identities": known.identities,
        "rungs": ladder(candidate),
        "notes": readable_notes(candidate, user),
        "files": files_of_visible(candidate.pk, user),
        "tags": known.tags,
        "motivations": known.motivations,
        "more_links": page_links(candidate, user),
        "panels": [panel for panel in panels if not panel.side],
        "side_panels": [panel for panel in panels if panel.side],
        "today": timezone.localdate(),
    }
    return render(request, "candidates/people/candidate.html", context | _forms(user) | forms_given, status=status)


@needs("candidates.view_candidate", load=load_candidate)
@require_safe
def more(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """The rest of a candidate's page: it comes after the page itself, and is a page of its own without JavaScript."""
    user = viewer(request)
    context = {
        "candidate": candidate,
        "panels": gather_panels(late_panels_wanted, Candidate, candidate=candidate, viewer=user),
        "lines": timeline(candidate, user, absorbed=particulars(candidate).absorbed),
    }
    part = "#candidate-rest" if request.headers.get("HX-Request") else ""
    return render(request, f"candidates/people/more.html{part}", context)


def _forms(user: User) -> dict[str, Blank]:
    return {
        "note_form": blank(NoteForm, user.is_recruiting, viewer=user),
        "identity_form": blank(IdentityForm),
        "evidence_form": blank(EvidenceForm),
        "follow_up_form": blank(FollowUpForm, today=timezone.localdate()),
        "upload_form": blank(UploadForm),
    }


@needs("candidates.add_candidate")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody by hand, in seconds."""
    given: dict[str, Any] = {
        "name": request.GET.get("name", "")[:200],
        "handles": request.GET.get("handles", "")[:2000],
    }
    form = CandidateForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        note = given.pop("note")
        try:
            candidate = actions.add_candidate(
                **given, owner=viewer(request) if viewer(request).is_recruiting else None, by=viewer(request)
            )
        except CandidateError as error:
            form.add_error("handles", str(error))
            return render(request, "candidates/people/add.html", {"form": form}, status=422)
        if note.strip():
            records.write_note(candidate=candidate, text=note, by=viewer(request))
        toast(request, f"Added {candidate.name}.")
        return redirect(page_of(candidate) if candidate_is_visible(candidate, viewer(request)) else "candidates:list")
    return render(request, "candidates/people/add.html", {"form": form}, status=422 if form.errors else 200)


def candidate_is_visible(candidate: Candidate, user: User) -> bool:
    """A hiring manager who adds somebody sees them once they are in one of their roles."""
    return Candidate.objects.visible_to(user).filter(pk=candidate.pk).exists()


@needs("candidates.edit_candidate", load=load_candidate)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    form = EditForm(request.POST if request.method == "POST" else None, candidate=candidate)
    if request.method == "POST" and form.is_valid():
        user = viewer(request)
        try:
            actions.edit_candidate(candidate=candidate, changes=form.plain, by=user)
            actions.set_tags(candidate=candidate, names=form.cleaned_data["tags"].split(","), by=user)
            actions.set_motivations(candidate=candidate, motivations=form.cleaned_data["motivations"], by=user)
        except CandidateError as error:
            form.add_error(None, str(error))
        else:
            toast(request, "Saved.")
            return redirect(page_of(candidate))
    return render(
        request,
        "candidates/people/edit.html",
        {"candidate": candidate, "form": form},
        status=422 if form.errors else 200,
    )


def answer(
    request: HttpRequest, candidate: Candidate, name: str, form: forms.Form, act: Any, said: str
) -> HttpResponse:
    """Do what a form on the page asks, say so, and show the page again; a refused form keeps its place and its words."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except CandidateError as error:
            form.add_error(None, str(error))
    if form.errors:
        return render_candidate(request, candidate, status=422, **{name: form})
    toast(request, said)
    return redirect(back_to(request, page_of(candidate)))


@needs("candidates.note_on_candidate", load=load_candidate)
@require_POST
def note(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    user = viewer(request)
    form = NoteForm(request.POST, viewer=user)
    return answer(
        request,
        candidate,
        "note_form",
        form,
        lambda data: records.write_note(candidate=candidate, **data, by=user),
        "Noted.",
    )


@needs("candidates.edit_candidate", load=load_candidate)
@require_POST
def identity(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    form = IdentityForm(request.POST)

    def act(data: dict[str, Any]) -> None:
        actions.add_identity(candidate=candidate, handle=data["handle"], by=viewer(request))

    return answer(request, candidate, "identity_form", form, act, "Added.")


@needs("candidates.edit_candidate", load=load_candidate)
@require_POST
def evidence(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    form = EvidenceForm(request.POST)

    def act(data: dict[str, Any]) -> None:
        records.add_evidence(candidate=candidate, **data, by=viewer(request))

    return answer(request, candidate, "evidence_form", form, act, "Added to the ladder.")


@needs("candidates.edit_candidate", load=load_candidate)
@require_POST
def follow_up(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Promise to write on a day, or take the promise back."""
    user = viewer(request)
    if "clear" in request.POST:
        actions.set_follow_up(candidate=candidate, on=None, by=user)
        toast(request, "Follow-up cleared.")
        return redirect(back_to(request, page_of(candidate)))
    form = FollowUpForm(request.POST, today=timezone.localdate())
    return answer(
        request,
        candidate,
        "follow_up_form",
        form,
        lambda data: actions.set_follow_up(candidate=candidate, **data, by=user),
        "You will be reminded.",
    )


@needs("candidates.edit_candidate", load=load_candidate)
@require_POST
def do_not_contact(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    value = request.POST.get("value") == "1"
    try:
        actions.set_do_not_contact(candidate=candidate, value=value, by=viewer(request))
    except CandidateError as error:
        toast(request, str(error), level="error")
    else:
        toast(request, "Nobody will be asked to write to them." if value else "They may be contacted again.")
    return redirect(page_of(candidate))


def load_evidence(user: User, uuid: UUID, row: UUID) -> Evidence:
    work = Evidence.objects.select_related("candidate").filter(uuid=row, candidate=load_candidate(user, uuid)).first()
    if work is None:
        raise Http404
    return work


@needs("candidates.judge_evidence", load=load_evidence)
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, work: Evidence) -> HttpResponse:
    """Judge one piece of work: originality, execution, importance."""
    initial = {name: getattr(work, name) for name in ("originality", "execution", "importance", "note")}
    form = JudgementForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        records.judge_evidence(evidence=work, **form.cleaned_data, by=viewer(request))
        toast(request, "Judgement saved.")
        return redirect(page_of(work.candidate))
    return render(
        request,
        "candidates/people/judge.html",
        {"work": work, "candidate": work.candidate, "form": form},
        status=422 if form.errors else 200,
    )


def load_row(user: User, uuid: UUID, kind: str, row: UUID) -> Any:
    """Find a row of a candidate's file, taken away or not, among those this viewer may see."""
    candidate = load_candidate(user, uuid)
    model: Any = records.REMOVABLE.get(kind)
    found = model.with_deleted.filter(uuid=row, candidate=candidate).first() if model else None
    if found is None or (getattr(found, "audience", "everyone") != "everyone" and not user.is_recruiting):
        raise Http404
    return found


@needs("candidates.remove_row", load=load_row)
@require_POST
def remove(request: HttpRequest, row: Any) -> HttpResponse:
    """Take a note, a work, a handle or a file away; the toast can put it back."""
    kind = next(kind for kind, model in records.REMOVABLE.items() if isinstance(row, model))
    try:
        records.take_away(row=row, by=viewer(request))
    except CandidateError as error:
        toast(request, str(error), level="warning")
    else:
        undo = reverse("candidates:restore", args=[row.candidate.uuid, kind, row.uuid])
        toast(request, f"Removed the {kind}.", undo=undo)
    return redirect(page_of(row.candidate))


@needs("candidates.remove_row", load=load_row)
@require_POST
def restore(request: HttpRequest, row: Any) -> HttpResponse:
    try:
        records.put_back(row=row, by=viewer(request))
        toast(request, "Put back.")
    except CandidateError as error:
        toast(request, str(error), level="warning")
    return redirect(page_of(row.candidate))
