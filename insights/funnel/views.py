"""Dashboards, per role and over all, and the rows behind each number."""

import dataclasses
import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hiring.pipeline.waiting import WaitingClock
from insights.funnel.drawing import channel_links, funnel_chart, stage_chart, time_chart
from insights.funnel.forms import RowsForm, RowsLink, ScopeForm
from insights.funnel.queries import ever_reached, people_per_stage, progress, stages_of, yield_by_channel
from insights.funnel.rows import matching_applications
from insights.inputs.queries import interviewer_load, letters_figures, scorecard_figures
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import Organisation
from workspace.web import needs, viewer


@needs("insights.view_dashboards")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where hiring stands: over all the viewer may see, or one role."""
    now = timezone.now()
    form = ScopeForm(request.GET, viewer=viewer(request), today=timezone.localdate())
    return render(request, "insights/funnel/overview.html", dashboard(form, now) | {"form": form, "now": now})


def dashboard(form: ScopeForm, now: dt.datetime) -> dict[str, Any]:
    """Return every figure of the page. The number of queries does not depend on how many roles, stages or people there are."""
    scope = form.scope()
    stages = stages_of(scope.roles)
    clock = WaitingClock(now, Organisation.current().zone)
    by_kind = len(scope.roles) != 1
    link = RowsLink(tuple((name, form.data[name]) for name in ("role", "since", "channel") if form.data.get(name)))
    rows = people_per_stage(scope, stages, clock, by_kind=by_kind)
    keys = rows if by_kind else [_with_uuid(row, stages) for row in rows]
    came = progress(scope, stages)
    ever = ever_reached(came, stages)
    channels = {channel.pk: channel for channel in form.channels.values()}
    return {
        "role": form.cleaned_data.get("role") if form.is_valid() else None,
        "active": sum(row.people for row in rows),
        "late": sum(row.late for row in rows),
        "active_url": link.to(standing="active"),
        "late_url": link.to(standing="active", late="on"),
        "stage_chart": stage_chart(keys, link, by_kind=by_kind),
        "time_chart": time_chart(rows),
        "funnel": ever,
        "funnel_chart": funnel_chart(ever, link),
        "hired": ever[-1].reached if ever else 0,
        "hired_url": link.to(reached="hired"),
        "channels": channel_links(
            yield_by_channel(came, channels), link, {key: channel.slug for key, channel in channels.items()}
        ),
        "scorecards": scorecard_figures(scope.roles, now, form.viewer),
        # Letters belong to no role, so only the view over all roles counts them.
        "letters": None if form.is_valid() and form.cleaned_data.get("role") else letters_figures(now, form.viewer),
        "load": interviewer_load(scope.roles, now, form.viewer),
    }


def _with_uuid(row: Any, stages: dict[int, Any]) -> Any:
    """Name a stage in addresses by its uuid, never by its key."""
    return dataclasses.replace(row, key=str(stages[int(row.key)].uuid))


@needs("insights.view_dashboards")
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """The rows behind a number."""
    now = timezone.now()
    form = RowsForm(request.GET, viewer=viewer(request), today=timezone.localdate())
    scope = form.scope()
    stages = stages_of(scope.roles)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = matching_applications(scope, wanted, stages, WaitingClock(now, Organisation.current().zone))
    rows = rows.select_related("candidate", "role", "stage", "channel")
    status, problem = 200, ""
    cursor = request.GET.get("before") or request.GET.get("after") or ""
    try:
        page = keyset_page(rows, order=("-applied_at", "-pk"), cursor=cursor, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    found = [(row, row.days_in_stage(now)) for row in page.rows]
    context = {"form": form, "page": page, "found": found, "problem": problem}
    return render(request, "insights/funnel/applications.html", context, status=status)
