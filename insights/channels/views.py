"""Each channel against the others: how far its people came, and what it took."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from insights.channels import drawing
from insights.channels.queries import channel_lines, logged_per_channel, spent_per_channel
from insights.channels.watches import watch_lines
from insights.funnel.queries import progress
from insights.narrowing.forms import ScopeForm
from insights.narrowing.pages import answer
from insights.narrowing.scope import stages_of
from insights.narrowing.tables import Page
from workspace.staff.models import Organisation
from workspace.web import needs, viewer


@needs("insights.view_dashboards")
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """How many of each channel reached each stage, and the hours and money spent. The number of queries is constant."""
    user = viewer(request)
    form = ScopeForm(request.GET, viewer=user, today=timezone.localdate())
    scope = form.scope()
    stages = stages_of(scope.roles)
    known = [one for one in form.channels.values() if scope.channel in (None, one.pk)]
    # Who is logged belongs to no role yet, so only the view over all roles counts them.
    logged = logged_per_channel(user, scope.period) if form.is_of_all_roles else {}
    spent = spent_per_channel(scope.period) if scope.roles else {}
    lines = channel_lines(progress(scope, stages), known, logged, spent)
    before, before_link = None, form.link()
    if form.before:
        earlier = scope.during(form.before)
        before = channel_lines(progress(earlier, stages), known, {}, spent_per_channel(form.before))
        before_link = form.link(form.before)
    may_list = user.has_perm("candidates.list_candidates")
    rows = [(line, drawing.cells(line, form, may_list=may_list)) for line in lines]
    page = Page(
        "channels",
        "Yield by channel",
        "Everybody counts who ever reached a stage or went beyond it, wherever they stand now.",
        [
            drawing.reached_table(rows, before, before_link),
            drawing.cost_table(lines, Organisation.current().currency),
        ],
        remarks=[drawing.MORE_AND_FEWER],
    )
    return answer(request, form, page, rows=rows)


@needs("insights.view_dashboards")
@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """What reading brought, watch by watch: from papers judged to people who came far. Constant queries."""
    form = ScopeForm(request.GET, viewer=viewer(request), today=timezone.localdate())
    for name in ("channel", "since", "until", "compare"):
        del form.fields[name]
    scope = form.scope()
    watches = watch_lines(viewer(request), scope, stages_of(scope.roles)) if scope.roles else []
    page = Page(
        "reading",
        "What reading brought",
        "Papers judged by each watch’s members, the people they flagged, and how far those came in these roles, ever.",
        [drawing.watch_table(watches)],
        remarks=["Somebody flagged by two watches counts in both."],
        act=("candidates:flagged", "Who was flagged"),
    )
    return answer(request, form, page, watches=watches)
