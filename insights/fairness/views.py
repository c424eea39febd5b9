"""How groups fare, stage by stage, for those who may read it; and who they are."""

import uuid as uuids
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from insights.fairness.export import csv_lines
from insights.fairness.forms import ReaderForm, ReadingForm, TableForm
from insights.fairness.models import FairnessReader, WaitingCount
from insights.fairness.periods import next_period
from insights.fairness.reading import ReaderRefused, dismiss_reader, name_reader
from insights.fairness.wording import (
    STAGE_NAMES,
    group_words,
    pool_name,
    pooled_words,
    ratio_words,
    share,
    short_words,
    stage_words,
    table_words,
)
from workspace.activity.actions import log_activity
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer


@needs("insights.view_fairness")
@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """One question of one half-year. Whatever is asked for beyond what was counted, the newest is shown."""
    if "named" not in request.session:
        request.session["named"] = ["insights:fairness"]  # named since they signed in
    form = TableForm(request.GET)
    begins, ends, counted_on = next_period(timezone.localdate())
    context: dict[str, Any] = {
        "form": form,
        "report": form.report,
        "table": form.table,
        "next": {"begins": begins, "ends": ends, "counted_on": counted_on},
        "waiting": WaitingCount.objects.all(),
        "tabs": _tabs("insights:fairness"),
    }
    if form.table:
        said = [_stage(one) for one in form.table.stages if one["total"]]
        silent = [STAGE_NAMES[one["stage"]] for one in form.table.stages if not one["total"]]
        context |= {"words": table_words(form.table.stages), "stages": said, "silent": silent}
    return render(request, "insights/fairness/fairness.html", context)


def _stage(stage: dict[str, Any]) -> dict[str, Any]:
    """One stage as the template shows it."""
    return stage | {
        "name": STAGE_NAMES[stage["stage"]],
        "words": stage_words(stage),
        "rate": share(stage["total"]),
        "pool_rate": share(stage["pool"]),
        "pool_name": pool_name(stage),
        "rows": [
            row
            | {
                "rate": share([row["passed"], row["decided"]]),
                "ratio_words": ratio_words(row),
                "word_short": short_words(row),
                "words": group_words(row),
            }
            for row in stage["groups"]
        ],
    }


def _tabs(shown: str) -> list[dict[str, Any]]:
    pages = (("By half-year", "insights:fairness"), ("Half-years together", "insights:fairness_together"))
    return [{"label": label, "url": reverse(name), "active": name == shown} for label, name in pages]


@needs("insights.view_fairness")
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """One question over several half-years."""
    form = ReadingForm(request.GET)
    reading = form.chosen
    context: dict[str, Any] = {"form": form, "reading": reading, "tabs": _tabs("insights:fairness_together")}
    if reading:
        stages = [stage for stage in reading.stages if stage["groups"]]
        context |= {
            "words": table_words(stages),
            "stages": [stage | {"name": STAGE_NAMES[stage["stage"]], "rows": _pooled_rows(stage)} for stage in stages],
            "silent": [STAGE_NAMES[stage["stage"]] for stage in reading.stages if not stage["groups"]],
        }
    return render(request, "insights/fairness/together.html", context)


def _pooled_rows(stage: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        row
        | {
            "rate": share([row["passed"], row["decided"]]),
            "of_rate": share([row["of_passed"], row["of_decided"]]),
            "ratio_words": ratio_words(row),
            "words": pooled_words(row),
        }
        for row in stage["groups"]
    ]


@needs("insights.view_fairness")
@require_safe
def flow(request: HttpRequest) -> HttpResponseBase:
    """Everything one half-year's pages show, as a file; never another half-year's in place of the one asked for."""
    form = TableForm(request.GET)
    wanted = request.GET.get("period", "")
    if form.report is None or (wanted and wanted not in form.reports):
        raise Http404("Nothing of that half-year can be shown.")
    log_activity(verb="exported_applicant_flow", subject=form.report, by=viewer(request))
    lines = csv_lines(form.report, form.tables, form.report.readings.order_by("country", "pk"))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="applicant-flow-{form.report.begins_on}.csv"'
    return response


@needs("insights.name_fairness_readers")
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: HttpRequest) -> HttpResponse:
    """Who may read the counts."""
    form = ReaderForm(posted(request))
    if form.is_valid():
        try:
            reader = name_reader(user=form.cleaned_data["user"], by=viewer(request))
        except ReaderRefused as error:
            form.add_error("user", str(error))
        else:
            toast(request, f"{reader.user.name} can read the counts.")
            return redirect("insights:fairness_readers")
    rows = FairnessReader.objects.select_related("user", "named_by")
    context = {"form": form, "readers": rows}
    return render(request, "insights/fairness/readers.html", context, status=422 if form.errors else 200)


def load_reader(_user: User, uuid: uuids.UUID) -> FairnessReader:
    if (reader := FairnessReader.objects.select_related("user").filter(uuid=uuid).first()) is None:
        raise Http404
    return reader


@needs("insights.name_fairness_readers", load=load_reader)
@require_POST
def dismiss(request: HttpRequest, reader: FairnessReader) -> HttpResponse:
    """Let somebody read the counts no longer."""
    dismiss_reader(reader=reader, by=viewer(request))
    toast(request, f"{reader.user.name} reads the counts no longer.")
    return redirect("insights:fairness_readers")
