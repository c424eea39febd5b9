"""What we did each week beside what we meant to, and the rows behind each number."""

import datetime as dt

import rules
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from insights.inputs import drawing
from insights.inputs.actions import plan_inputs
from insights.inputs.enums import OF_NO_ROLE, Measure, Now
from insights.inputs.forms import DoneForm, PlanForm
from insights.inputs.listing import AT_MOST, done
from insights.inputs.models import InputPlan
from insights.inputs.now import rows_now
from insights.inputs.weekly import Looking, of_person, rows_of, weekly
from insights.narrowing.forms import ScopeForm
from insights.narrowing.pages import answer
from insights.narrowing.periods import DAY, Period, midnight
from insights.narrowing.tables import Page
from workspace.web import needs, posted, toast, viewer

WEEKS, MOST_WEEKS = 12, 53
BEGINNING = dt.date(2000, 1, 1)
TITLES = {**dict(Measure.choices), **dict(Now.choices)}


def looking(form: ScopeForm, period: Period) -> Looking:
    """Return who looks at what, over whole days of UTC; up to today where no last day is named."""
    return Looking(
        viewer=form.viewer,
        scope=form.scope(),
        since=midnight(period.first or BEGINNING),
        until=midnight((period.last or form.today) + DAY),
        now=timezone.now(),
        # A channel belongs to applications, as a role does.
        of_all=form.is_of_all_roles and not form.wanted.get("channel"),
    )


@needs("insights.view_dashboards")
@require_safe
def inputs(request: HttpRequest) -> HttpResponse:
    """Papers read, authors contacted, code reviewed, interviews held and scorecards in time, week by week. Constant queries."""
    form = ScopeForm(request.GET, viewer=viewer(request), today=timezone.localdate(), weeks=WEEKS)
    mondays = form.period.weeks(form.today, MOST_WEEKS) if form.is_valid() else []
    # As many whole weeks before, counted along with these.
    before = [monday - len(mondays) * 7 * DAY for monday in mondays] if form.before else []
    found = weekly(looking(form, Period((before or mondays)[0], mondays[-1] + 6 * DAY))) if mondays else []
    plans = dict(InputPlan.objects.values_list("measure", "per_week"))
    page = Page(
        "inputs",
        "Inputs",
        "What we do each week, whatever comes of it. Whole weeks, from Monday.",
        [
            drawing.weekly_chart(found, mondays, form),
            drawing.plan_table(found, mondays, before, plans, form),
            drawing.weekly_table(found, mondays, form),
        ]
        if found
        else [],
        act=("insights:input_plan", "Set the plan")
        if rules.has_perm("insights.plan_inputs", viewer(request))
        else ("", ""),
    )
    return answer(request, form, page)


@needs("insights.view_dashboards")
@require_safe
def input_rows(request: HttpRequest, measure: str) -> HttpResponse:
    """What was done, one by one, or is owed: the rows behind a number."""
    if measure not in TITLES:
        raise Http404
    form = DoneForm(request.GET, measure=measure, viewer=viewer(request), today=timezone.localdate(), weeks=1)
    asked = looking(form, form.period)
    found = None
    if form.is_valid() and asked.may_count(measure):
        found = rows_of(measure, asked) if measure in Measure.values else rows_now(measure, asked)
        if who := form.wanted.get("who"):
            found = found.filter(of_person(measure, who))
    rows = done(measure, found) if found is not None else []
    context = {
        "form": form,
        "rows": rows,
        "title": TITLES[measure],
        "at_most": AT_MOST,
        "of_no_role": measure in OF_NO_ROLE and not asked.of_all,
    }
    return render(request, "insights/inputs/rows.html", context)


@needs("insights.plan_inputs")
@require_http_methods(["GET", "HEAD", "POST"])
def input_plan(request: HttpRequest) -> HttpResponse:
    """Set what a week should bring."""
    form = PlanForm(posted(request))
    if request.method == "POST" and form.is_valid():
        plan_inputs(per_week=form.cleaned_data, by=viewer(request))
        toast(request, "The weekly plan is set.")
        return redirect("insights:inputs")
    status = 422 if form.is_bound else 200
    return render(request, "insights/inputs/plan.html", {"form": form}, status=status)
