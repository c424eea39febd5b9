"""The page of the work an interview is about."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from interviews.schedule.models import Interview, Seat
from interviews.schedule.views import load_interview
from interviews.works.actions import WorkRefused, choose_work, judge_work
from interviews.works.forms import WorkJudgementForm
from interviews.works.models import WorkJudgement
from interviews.works.queries import work_of
from workspace.activity.actions import log_view
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_about_work(user: User, interview: uuid.UUID) -> Interview:
    """Find an interview that is held about a work, among those this user may see."""
    found = load_interview(user, interview)
    if not found.kit.about_work:
        raise Http404("This interview is not about one work.")
    return found


@require_safe
@needs("interviews.view_work", load=load_about_work)
def work(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Show the work, the others there are, and what this interviewer said of it so far."""
    log_view(subject=interview, by=viewer(request), candidate=interview.application.candidate.uuid)
    return _page(request, interview)


@require_POST
@needs("interviews.choose_work", load=load_about_work)
def choose(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Hold the interview about one of the works."""
    try:
        choose_work(interview=interview, key=request.POST.get("work", ""), by=viewer(request))
    except WorkRefused as error:
        return _page(request, interview, problem=str(error))
    toast(request, "The kit speaks of this work now.")
    return redirect("interviews:work", interview.uuid)


@require_POST
@needs("interviews.judge_work", load=load_about_work)
def judge(request: HttpRequest, interview: Interview) -> HttpResponse:
    """Keep what this interviewer says of the work."""
    seat = _seat(interview, viewer(request))
    form = _form(interview, seat, request)
    if form.is_valid() and seat is not None:
        try:
            judge_work(seat=seat, fields=form.cleaned_data, by=viewer(request))
        except WorkRefused as error:
            form.add_error(None, str(error))
        else:
            toast(request, "Saved. Others read it with your scorecard, once they may.")
            return redirect("interviews:work", interview.uuid)
    return _page(request, interview, form=form)


def _seat(interview: Interview, user: User) -> Seat | None:
    return Seat.objects.filter(interview=interview, user=user, is_live=True).first()


def _form(interview: Interview, seat: Seat | None, request: HttpRequest | None = None) -> WorkJudgementForm:
    before = WorkJudgement.objects.filter(seat=seat).first() if seat else None
    return WorkJudgementForm(request.POST if request else None, instance=before, kind=interview.kit.about_work)


def _page(
    request: HttpRequest, interview: Interview, *, form: WorkJudgementForm | None = None, problem: str = ""
) -> HttpResponse:
    user = viewer(request)
    seat = _seat(interview, user)
    context = {
        "interview": interview,
        "application": interview.application,
        "at_hand": work_of(interview, interview.kit),
        "may_choose": user.has_perm("interviews.choose_work", interview),
        "form": form or (_form(interview, seat) if seat else None),
        "problem": problem,
    }
    return render(request, "interviews/works/work.html", context, status=422 if form or problem else 200)
