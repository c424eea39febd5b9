"""Why we said no, why they did, and what declined offers were declined for."""

import rules
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hiring.pipeline.enums import Standing
from hiring.pipeline.models import ClosingReason
from insights.narrowing.forms import ScopeForm
from insights.narrowing.pages import answer
from insights.narrowing.scope import stages_of
from insights.narrowing.tables import Page
from insights.reasons import drawing
from insights.reasons.queries import endings, wishes
from workspace.web import needs, viewer

WEEKS = 52


@needs("insights.view_dashboards")
@require_safe
def reasons(request: HttpRequest) -> HttpResponse:
    """Reasons for no on both sides, and declined offers in the five motivations. Constant queries."""
    form = ScopeForm(request.GET, viewer=viewer(request), today=timezone.localdate(), weeks=WEEKS)
    scope, link = form.scope(), form.link()
    stages, known = stages_of(scope.roles), list(ClosingReason.objects.all())
    ours, theirs = (endings(scope, stages, way, known) for way in (Standing.REJECTED, Standing.WITHDRAWN))
    ours_before, theirs_before, before_link = None, None, link
    if form.before:
        earlier, before_link = scope.during(form.before), form.link(form.before)
        ours_before, theirs_before = (
            endings(earlier, stages, way, known) for way in (Standing.REJECTED, Standing.WITHDRAWN)
        )
    wanted = wishes(theirs)
    may_prove = rules.has_perm("candidates.edit_outreach_settings", viewer(request))
    ours_table = drawing.endings_table(
        "why-we-said-no", "Why we said no", ours, link, Standing.REJECTED, ours_before, before_link
    )
    theirs_table = drawing.endings_table(
        "why-they-said-no", "Why they said no", theirs, link, Standing.WITHDRAWN, theirs_before, before_link
    )
    chart = [drawing.wishes_chart(wanted, link)] if wanted and stages else []
    page = Page(
        "reasons",
        "Reasons",
        "Why applications ended in the period, by the reason that was chosen when they did.",
        [*chart, drawing.wishes_table(wanted, theirs, link, may_prove=may_prove), ours_table, theirs_table]
        if stages
        else [],
    )
    return answer(request, form, page)
