"""Imports: upload, say what the columns hold, read the dry run, import, undo."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.connectors.bibtex import BibtexUnreadable
from candidates.imports import actions
from candidates.imports.csv_file import CsvUnreadable
from candidates.imports.enums import BatchKind, BatchState, Decision
from candidates.imports.forms import ColumnsForm, UploadForm
from candidates.imports.models import ImportBatch, ImportRow
from candidates.imports.queries import rows_shown, standing_of
from candidates.imports.refusals import ImportRefused
from candidates.people.models import walls_before_candidates
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import needs, toast, viewer

BY_LINE = ("line",)
URL_OF = {BatchKind.PEOPLE: "candidates:import", BatchKind.PAPERS: "candidates:bibtex"}


def load_batch(_user: User, uuid: str) -> ImportBatch:
    rows = ImportBatch.objects.select_related("channel", "started_by", "ran_by", "undone_by").defer("content")
    if (batch := rows.filter(uuid=uuid).first()) is None:
        raise Http404
    return batch


def load_row(user: User, uuid: str) -> ImportRow:
    shown = ImportRow.objects.exclude(walls_before_candidates.q(user, "candidate"))
    rows = shown.select_related("batch", "candidate").defer("batch__content")
    if (row := rows.filter(uuid=uuid).first()) is None:
        raise Http404
    return row


@needs("candidates.import_candidates")
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Import people from a CSV file."""
    return upload(request, BatchKind.PEOPLE)


@needs("candidates.import_candidates")
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """Import papers from a BibTeX file."""
    return upload(request, BatchKind.PAPERS)


def upload(request: HttpRequest, kind: BatchKind) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*sent, kind=kind)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = actions.start_import(kind=kind, name=file.name, content=file.read(), by=viewer(request))
        except (CsvUnreadable, BibtexUnreadable) as error:
            form.add_error("file", str(error))
        else:
            return redirect("candidates:import_batch", uuid=batch.uuid)
    batches = ImportBatch.objects.filter(kind=kind).select_related("started_by").defer("content").order_by("-pk")[:20]
    context = {"form": form, "batches": batches, "is_of_people": kind == BatchKind.PEOPLE}
    return render(request, "candidates/imports/upload.html", context, status=422 if form.errors else 200)


@needs("candidates.import_candidates", load=load_batch)
@require_safe
def batch(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Where an import stands; the page asks again by itself while it is at work."""
    if request.headers.get("HX-Request") and not batch.is_at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if batch.state == BatchState.MAPPING:
        return render_mapping(request, batch, ColumnsForm(batch=batch))
    cursor, status = request.GET.get("before") or request.GET.get("after") or "", 200
    show = request.GET.get("show", "")[:20]
    try:
        page = keyset_page(
            rows_shown(batch, show, viewer=viewer(request)),
            order=BY_LINE,
            cursor=cursor,
            backwards="before" in request.GET,
        )
    except BadCursor:
        page, status = KeysetPage([], "", ""), 400
    context = {"batch": batch, "standing": standing_of(batch), "page": page, "show": show, "back": _back(batch)}
    part = "#batch-progress" if request.headers.get("HX-Request") else ""
    return render(request, f"candidates/imports/batch.html{part}", context, status=status)


def render_mapping(request: HttpRequest, batch: ImportBatch, form: ColumnsForm) -> HttpResponse:
    again = ImportBatch.objects.filter(sha256=batch.sha256, state=BatchState.DONE).select_related("ran_by").first()
    context = {
        "batch": batch,
        "form": form,
        "columns": form.columns(batch.samples),
        "again": again,
        "back": _back(batch),
    }
    return render(request, "candidates/imports/mapping.html", context, status=422 if form.errors else 200)


@needs("candidates.import_candidates", load=load_batch)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Say what the columns hold, or say it anew after a dry run."""
    if not batch.is_of_people or batch.state not in {BatchState.MAPPING, BatchState.CHECKED}:
        return redirect("candidates:import_batch", uuid=batch.uuid)
    form = ColumnsForm(request.POST if request.method == "POST" else None, batch=batch)
    if form.is_valid():
        try:
            channel = form.cleaned_data["channel"]
            actions.start_check(batch=batch, fields=form.chosen, channel=channel, by=viewer(request))
        except ImportRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("candidates:import_batch", uuid=batch.uuid)
    return render_mapping(request, batch, form)


@needs("candidates.import_candidates", load=load_row)
@require_POST
def decide(request: HttpRequest, row: ImportRow) -> HttpResponse:
    """Say what becomes of one row."""
    decision = request.POST.get("decision", "")
    try:
        if decision not in Decision.values:
            raise ImportRefused("Choose what to do with the row.")
        row = actions.decide(row=row, decision=decision, by=viewer(request))
    except ImportRefused as error:
        toast(request, str(error), level="error")
    if request.headers.get("HX-Request"):
        return render(request, "candidates/imports/row.html", {"row": row, "batch": row.batch})
    return redirect(f"{reverse('candidates:import_batch', args=[row.batch.uuid])}?show={row.verdict}")


@needs("candidates.import_candidates", load=load_batch)
@require_POST
def run(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    return act(request, batch, actions.start_run)


@needs("candidates.import_candidates", load=load_batch)
@require_POST
def undo(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    return act(request, batch, actions.start_undo)


@needs("candidates.import_candidates", load=load_batch)
@require_POST
def discard(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    try:
        actions.discard(batch=batch, by=viewer(request))
    except ImportRefused as error:
        toast(request, str(error), level="error")
        return redirect("candidates:import_batch", uuid=batch.uuid)
    toast(request, "The import is thrown away. Nothing was written.")
    return redirect(_back(batch))


def act(request: HttpRequest, batch: ImportBatch, verb: Any) -> HttpResponse:
    """Start a long part and go to the page that shows how far it is."""
    try:
        verb(batch=batch, by=viewer(request))
    except ImportRefused as error:
        toast(request, str(error), level="error")
    return redirect("candidates:import_batch", uuid=batch.uuid)


def _back(batch: ImportBatch) -> str:
    return reverse(URL_OF[BatchKind(batch.kind)])
