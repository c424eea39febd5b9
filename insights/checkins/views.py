"""How hires turned out: what is due, the short form, and what all of them say of our criteria."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hiring.pipeline.models import Application
from insights.checkins import drawing
from insights.checkins.actions import CheckInRefused, fill_check_in, set_start
from insights.checkins.enums import Side
from insights.checkins.forms import CheckInForm, StartForm
from insights.checkins.models import CheckIn, hires_of
from insights.checkins.queries import criteria_of, due, hires, outcomes
from insights.narrowing.forms import ScopeForm
from insights.narrowing.pages import answer
from insights.narrowing.tables import Page
from workspace.activity.actions import log_view
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer

AT_MOST = 100
WHAT_IT_IS_NOT = (
    "Check-ins change no score and no rating, are shown to nobody who only recruits or interviews, and say nothing about the people we did not hire: "
    "only of those who passed do we learn how they turned out."
)


@needs("insights.view_check_ins")
@require_safe
def check_ins(request: HttpRequest) -> HttpResponse:
    """What is due, who was hired, and how often the work showed what the interviews said. Constant queries."""
    user = viewer(request)
    form = ScopeForm(request.GET, viewer=user, today=timezone.localdate())
    for name in ("channel", "since", "until", "compare"):
        del form.fields[name]
    roles = form.chosen_roles()
    found = outcomes(user, roles)
    page = Page(
        "check_ins",
        "Check-ins",
        "Three, six and twelve months after the first day: does the work show what the interviews said?",
        [
            drawing.due_table(list(due(user, roles, form.today)[:AT_MOST])),
            drawing.outcomes_table(found, Side.STRENGTH),
            drawing.outcomes_table(found, Side.BAR),
            drawing.hires_table(list(hires(user, roles)[:AT_MOST]), form.today),
        ],
        remarks=[WHAT_IT_IS_NOT],
    )
    return answer(request, form, page)


def find_hire(user: User, application: uuid.UUID) -> Application:
    return get_object_or_404(hires_of(user).select_related("candidate", "role"), uuid=application)


def find_check_in(user: User, check_in: uuid.UUID) -> CheckIn:
    rows = CheckIn.objects.filter(application__in=hires_of(user).values("pk"))
    return get_object_or_404(rows.select_related("application__candidate", "application__role"), uuid=check_in)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("insights.set_start", load=find_hire)
def start(request: HttpRequest, application: Application) -> HttpResponse:
    """Say when somebody hired starts to work; their check-ins follow from it."""
    known = getattr(application, "start_day", None)
    form = StartForm(posted(request), initial={"on": known.starts_on if known else None})
    if request.method == "POST" and form.is_valid():
        try:
            set_start(application=application, on=form.cleaned_data["on"], by=viewer(request))
        except CheckInRefused as error:
            form.add_error("on", str(error))
        else:
            toast(request, "Set. You will be asked after three, six and twelve months.")
            return redirect("insights:check_ins")
    context = {"form": form, "application": application}
    return render(request, "insights/checkins/start.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("insights.fill_check_in", load=find_check_in)
def check_in(request: HttpRequest, check_in: CheckIn) -> HttpResponse:
    """The short form: what the work shows of each criterion they were hired on."""
    user, application = viewer(request), check_in.application
    form = CheckInForm(posted(request), check_in=check_in, criteria=criteria_of(application))
    if request.method != "POST":
        log_view(subject=check_in, by=user, candidate=application.candidate.uuid)
    elif form.is_valid():
        try:
            fill_check_in(
                check_in=check_in,
                marks=form.marks,
                still_here=form.cleaned_data["still_here"],
                words=form.cleaned_data["words"],
                by=user,
            )
        except CheckInRefused as error:
            form.add_error(None, str(error))
        else:
            toast(request, "Taken down. Thank you.")
            return redirect("insights:check_ins")
    context = {"form": form, "check_in": check_in, "application": application}
    return render(request, "insights/checkins/check_in.html", context, status=422 if form.is_bound else 200)
