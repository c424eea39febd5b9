"""Dashboards, per role and over all, and the rows behind each number."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hiring.pipeline.clock import waiting_clock
from insights.funnel.drawing import channel_links, funnel_chart, stage_chart, time_chart
from insights.funnel.forms import RowsForm
from insights.funnel.queries import ever_reached, people_now, people_per_stage, progress, yield_by_channel
from insights.funnel.rows import matching_applications
from insights.inputs.queries import letters_figures, scorecard_figures
from insights.narrowing.forms import ScopeForm
from insights.narrowing.pages import frame
from insights.narrowing.scope import stages_of
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.web import needs, viewer


@needs("insights.view_dashboards")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where hiring stands: over all the viewer may see, or one role."""
    now = timezone.now()
    form = ScopeForm(request.GET, viewer=viewer(request), today=timezone.localdate())
    del form.fields["compare"]  # where people stand now has no period before
    context = frame(request, form, "overview") | dashboard(form, now) | {"now": now}
    return render(request, "insights/funnel/overview.html", context)


def dashboard(form: ScopeForm, now: dt.datetime) -> dict[str, Any]:
    """Return every figure of the page. The number of queries does not depend on how many roles, stages or people there are."""
    scope = form.scope()
    stages = stages_of(scope.roles)
    clock = waiting_clock(now)
    by_kind = len(scope.roles) != 1
    link = form.link()
    rows = people_per_stage(scope, stages, clock, people_now(scope), by_kind=by_kind)
    came = progress(scope, stages)
    ever = ever_reached(came, stages)
    channels = {channel.pk: channel for channel in form.channels.values()}
    return {
        "role": form.wanted.get("role"),
        "active": sum(row.people for row in rows),
        "late": sum(row.late for row in rows),
        "active_url": link.to(standing="active"),
        "late_url": link.to(standing="active", late="on"),
        "stage_chart": stage_chart(rows, link, by_kind=by_kind),
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
        "letters": letters_figures(now, form.viewer) if form.is_of_all_roles else None,
    }


@needs("insights.view_dashboards")
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """The rows behind a number."""
    now = timezone.now()
    form = RowsForm(request.GET, viewer=viewer(request), today=timezone.localdate())
    scope = form.scope()
    stages = stages_of(scope.roles)
    rows = matching_applications(scope, form.wanted, stages, waiting_clock(now))
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
