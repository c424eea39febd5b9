"""Who interviews how much, and whether it is shared fairly."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from insights.inputs.views import looking
from insights.load import drawing
from insights.load.queries import carried
from insights.narrowing.forms import ScopeForm
from insights.narrowing.pages import answer
from insights.narrowing.tables import Page
from workspace.web import needs, viewer

WEEKS = 12


@needs("insights.view_dashboards")
@require_safe
def interviewers(request: HttpRequest) -> HttpResponse:
    """Load and fairness, interviewer by interviewer. Constant queries."""
    form = ScopeForm(request.GET, viewer=viewer(request), today=timezone.localdate(), weeks=WEEKS)
    rows = []
    if form.is_valid() and form.chosen_roles():
        asked = looking(form, form.period)
        rows = carried(asked, asked.during(form.before) if form.before else None)
    page = Page(
        "interviewers",
        "Interviewers",
        "Who carried how much of the interviewing in these roles, beside what each takes a week at most.",
        [*([drawing.load_chart(rows, form)] if rows else []), drawing.load_table(rows, form)],
        figures=drawing.figures(rows) if rows else (),
    )
    return answer(request, form, page)
