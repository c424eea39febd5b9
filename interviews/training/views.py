"""Taking people from shadowing to holding a type alone."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from interviews.kits.models import AssessmentType
from interviews.training.actions import (
    TrainingRefused,
    ask_for_training,
    grant,
    pause_training,
    resume_training,
    sign_off,
    start_training,
)
from interviews.training.forms import SignForm, StartForm
from interviews.training.models import Training
from interviews.training.page import training_page
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_training(user: User, uuid: uuid.UUID) -> Training:
    """Find somebody's training; how far colleagues are is no secret among staff."""
    rows = Training.objects.select_related("user", "assessment_type").filter(user__is_active=True)
    if training := rows.filter(uuid=uuid).first():
        return training
    raise Http404


@require_safe
@needs("interviews.view_training")
def training(request: HttpRequest) -> HttpResponse:
    """Show every assessment type with who is trained and who is on the way."""
    return _page(request, StartForm())


@require_POST
@needs("interviews.plan_training")
def start(request: HttpRequest) -> HttpResponse:
    """Take somebody into training, or grant the right with a reason."""
    form = StartForm(request.POST)
    if form.is_valid():
        data, by = form.cleaned_data, viewer(request)
        wanted = {"user": data["user"], "assessment_type": data["kind"], "by": by}
        try:
            if data["reason"].strip():
                grant(**wanted, reason=data["reason"], expires_on=data["expires_on"])
                toast(request, f"{data['user']} may hold {data['kind']} now.")
            else:
                start_training(**wanted)
                toast(request, f"{data['user']} is in training. Give them a shadow’s seat in the next two.")
        except TrainingRefused as error:
            form.add_error(None, str(error))
        else:
            return _back(data["kind"])
    return _page(request, form, status=422)


@require_POST
@needs("interviews.sign_training", load=load_training)
def sign(request: HttpRequest, training: Training) -> HttpResponse:
    """Say that a trainee may hold the type alone."""
    form = SignForm(request.POST)
    if not form.is_valid():
        toast(request, "The last day is not a date.", level="error")
        return _back(training.assessment_type)
    try:
        sign_off(training=training, **form.cleaned_data, by=viewer(request))
    except TrainingRefused as error:
        toast(request, str(error), level="error")
    else:
        toast(request, f"{training.user} may hold {training.assessment_type} from now on.")
    return _back(training.assessment_type)


@require_POST
@needs("interviews.pause_training", load=load_training)
def pause(request: HttpRequest, training: Training) -> HttpResponse:
    """Stop somebody from holding a type for a while."""
    pause_training(training=training, by=viewer(request))
    toast(request, f"Paused. {training.user} is not asked for {training.assessment_type}.")
    return _back(training.assessment_type)


@require_POST
@needs("interviews.sign_training", load=load_training)
def resume(request: HttpRequest, training: Training) -> HttpResponse:
    """Let somebody go on where they stood."""
    resume_training(training=training, by=viewer(request))
    toast(request, f"{training.user} goes on with {training.assessment_type}.")
    return _back(training.assessment_type)


def load_type(user: User, slug: str) -> AssessmentType:
    """Find an assessment type."""
    if kind := AssessmentType.objects.filter(slug=slug).first():
        return kind
    raise Http404


@require_POST
@needs("interviews.plan_training", load=load_type)
def require(request: HttpRequest, kind: AssessmentType) -> HttpResponse:
    """Say whether only trained people hold a type."""
    is_required = request.POST.get("is_required") == "1"
    ask_for_training(assessment_type=kind, is_required=is_required, by=viewer(request))
    toast(request, f"Only trained people’s scorecards of {kind} count." if is_required else f"Anybody may hold {kind}.")
    return _back(kind)


def _back(kind: AssessmentType) -> HttpResponse:
    return redirect(f"{reverse('interviews:training')}#{kind.slug}")


def _page(request: HttpRequest, form: StartForm, status: int = 200) -> HttpResponse:
    user = viewer(request)
    may_plan = user.has_perm("interviews.plan_training")
    context = {"kinds": training_page(user, timezone.now()), "form": form, "may_plan": may_plan}
    return render(request, "interviews/training/training.html", context, status=status)
