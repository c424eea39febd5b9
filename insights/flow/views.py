"""The funnel as a cohort and as activity, time in stage, and the stage changes behind a number."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hiring.pipeline.clock import waiting_clock
from hiring.pipeline.models import Application, ClosingReason
from hiring.roles.models import Stage
from insights.aggregates.models import Recount
from insights.flow import drawing
from insights.flow.forms import MovesForm
from insights.flow.queries import activity, groups_of, stays
from insights.funnel.queries import ever_reached, late_per_stage, people_now, people_per_stage, progress
from insights.narrowing.forms import ScopeForm
from insights.narrowing.pages import answer
from insights.narrowing.scope import EVER, stages_of
from insights.narrowing.tables import Page
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.web import needs, viewer

WEEKS = 12


@needs("insights.view_dashboards")
@require_safe
def funnel(request: HttpRequest) -> HttpResponse:
    """Who applied in the period and how far they came; and, beside it, what happened in the period. Constant queries."""
    form = ScopeForm(request.GET, viewer=viewer(request), today=timezone.localdate(), weeks=WEEKS)
    scope, link = form.scope(), form.link()
    stages = stages_of(scope.roles)
    groups = groups_of(stages, by_kind=len(scope.roles) != 1)
    rows, done = ever_reached(progress(scope, stages), stages), activity(scope, groups)
    rows_before, done_before, before_link = None, None, link
    if form.before:
        earlier, before_link = scope.during(form.before), form.link(form.before)
        rows_before, done_before = ever_reached(progress(earlier, stages), stages), activity(earlier, groups)
    page = Page(
        "funnel",
        "Funnel",
        "The cohort: who applied then, and how far they ever came. The activity: what happened then, whoever it happened to.",
        [
            drawing.cohort_chart(rows, link),
            drawing.activity_chart(groups, done, link),
            drawing.cohort_table(rows, link, rows_before, before_link),
            drawing.activity_table(groups, done, link, done_before, before_link),
        ]
        if stages
        else [],
    )
    return answer(request, form, page, recount=Recount.objects.first())


@needs("insights.view_dashboards")
@require_safe
def time(request: HttpRequest) -> HttpResponse:
    """How long people stayed in each stage, and who waits now against its aim. Constant queries."""
    form = ScopeForm(request.GET, viewer=viewer(request), today=timezone.localdate(), weeks=WEEKS)
    scope, link = form.scope(), form.link()
    stages, by_kind = stages_of(scope.roles), len(scope.roles) != 1
    groups = groups_of(stages, by_kind=by_kind)
    clock = waiting_clock(timezone.now())
    # Who waits now is looked at whenever they applied.
    now, everyone = scope.during(EVER), form.link(EVER)
    people = people_now(now)
    rows = people_per_stage(now, stages, clock, people, by_kind=by_kind)
    twice_by_stage = late_per_stage(now, stages, clock, people, times=2)
    twice = {
        row.key: sum(twice_by_stage[pk] for pk in group.stages)
        for row in rows
        for group in groups
        if group.key == row.key
    }
    earlier = stays(scope.during(form.before), by_kind=by_kind) if form.before else None
    page = Page(
        "time",
        "Time in stage",
        "How long people stayed in each stage before they left it, and how long those wait who are in it now.",
        [
            drawing.ageing_chart(rows, twice, everyone, by_kind=by_kind),
            drawing.stays_table(groups, stays(scope, by_kind=by_kind), link, earlier),
            drawing.ageing_table(rows, twice, everyone, by_kind=by_kind),
        ]
        if stages
        else [],
    )
    return answer(request, form, page)


@needs("insights.view_dashboards")
@require_safe
def moves(request: HttpRequest) -> HttpResponse:
    """The stage changes behind a number, latest first."""
    form = MovesForm(request.GET, viewer=viewer(request), today=timezone.localdate())
    scope = form.scope()
    stages = stages_of(scope.roles)
    reasons = list(ClosingReason.objects.all())
    rows = scope.passages().filter(form.condition(stages, reasons))
    cursor = request.GET.get("before") or request.GET.get("after") or ""
    status, problem = 200, ""
    try:
        page = keyset_page(rows, order=("-day", "-pk"), cursor=cursor, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    context: dict[str, Any] = {"form": form, "page": page, "found": described(page.rows, reasons), "problem": problem}
    return render(request, "insights/flow/moves.html", context, status=status)


def described(rows: list[Any], reasons: list[ClosingReason]) -> list[dict[str, Any]]:
    """Return passages with the application, stages and reason they name. Two queries."""
    applications = Application.objects.select_related("candidate", "role").in_bulk([row.application_id for row in rows])
    stages = Stage.objects.in_bulk({key for row in rows for key in (row.before_id, row.after_id) if key})
    said = {reason.pk: reason for reason in reasons}
    return [
        {
            "row": row,
            "application": applications[row.application_id],
            "before": stages.get(row.before_id),
            "after": stages.get(row.after_id),
            "reason": said.get(row.reason_id),
        }
        for row in rows
    ]
