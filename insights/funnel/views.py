"""Dashboards, per role and over all, and the rows behind each number."""

import datetime as dt
from typing import Any

import rules
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hiring.pipeline.clock import waiting_clock
from insights.funnel.drawing import channel_links, funnel_chart, stage_chart, time_chart
from insights.funnel.forms import RowsForm
from insights.funnel.queries import (
    ever_reached,
    people_now,
    people_per_stage,
    progress,
    progress_beside,
    yield_by_channel,
)
from insights.funnel.rows import matching_applications
from insights.inputs.drawing import rows_url
from insights.inputs.enums import Now
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
    # The rule alone is asked: it costs a query only for those who may have been named.
    may_read = rules.has_perm("insights.view_fairness", viewer(request))
    context = frame(request, form, "overview") | dashboard(form, now) | {"now": now, "may_read_fairness": may_read}
    return render(request, "insights/funnel/overview.html", context)


def dashboard(form: ScopeForm, now: dt.datetime) -> dict[str, Any]:
    """Return every figure of the page. The number of queries does not depend on how many roles, stages or people there are."""
    scope = form.scope()
    stages = stages_of(scope.roles)
    clock = waiting_clock(now)
    by_kind = len(scope.roles) != 1
    link = form.link()
    rows = people_per_stage(scope, stages, clock, people_now(scope), by_kind=by_kind)
    channels = {channel.pk: channel for channel in form.channels.values()}
    # Where people stand now has no period before it; who came, and how far, has.
    came, before = progress_beside(scope, form.before, stages) if form.before else (progress(scope, stages), None)
    before_link = form.link(form.before) if form.before else None
    ever, ever_before = ever_reached(came, stages), ever_reached(before, stages) if before is not None else None
    brought_before = yield_by_channel(before, channels) if before is not None else None
    return {
        "role": form.wanted.get("role"),
        "active": sum(row.people for row in rows),
        "late": sum(row.late for row in rows),
        "active_url": link.to(standing="active"),
        "late_url": link.to(standing="active", late="on"),
        "stage_chart": stage_chart(rows, link, by_kind=by_kind),
        "time_chart": time_chart(rows, link, by_kind=by_kind),
        "funnel": ever,
        "funnel_chart": funnel_chart(ever, link, ever_before, before_link),
        "hired": ever[-1].reached if ever else 0,
        "hired_url": link.to(reached="hired"),
        "before": form.before.in_words() if form.before else "",
        "hired_before": ever_before[-1].reached if ever_before else 0,
        "channels": channel_links(
            yield_by_channel(came, channels, before),
            link,
            {key: channel.slug for key, channel in channels.items()},
            brought_before,
            before_link,
        ),
        "scorecards": scorecard_figures(scope.roles, now, form.viewer),
        **{f"{which}_url": rows_url(form, which, None) for which in Now.values},
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
