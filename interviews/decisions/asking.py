"""One click on the debrief: ask somebody else for a second rating of a borderline bar, and take that back."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hiring.pipeline.models import Application
from interviews.decisions.queries import Judgement, judgement_for
from interviews.kits.models import Kit
from interviews.plans.queries import Criteria, criteria_of, find_application, plan_of
from interviews.rule.bars import BarFinding, BarState
from interviews.second_ratings.actions import SecondRatingRefused, ask_second_rating, withdraw_second_rating
from interviews.second_ratings.choosing import second_rater
from interviews.second_ratings.models import SecondRating
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def find_wish(user: User, wish: uuid.UUID) -> SecondRating:
    """Find a second rating on an application `user` may see; 404 otherwise."""
    rows = SecondRating.objects.filter(application__in=Application.objects.visible_to(user))
    return get_object_or_404(rows.select_related("application__role", "application__candidate"), uuid=wish)


@require_POST
@needs("interviews.ask_second_rating", load=find_application)
def ask(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask whoever is best placed for one more independent rating of a bar."""
    user = viewer(request)
    criteria = criteria_of(application)
    judged = judgement_for(application, criteria, viewer=user)
    finding = _finding(judged, request.POST.get("competency", ""), criteria)
    try:
        if judged is None or finding is None:
            raise SecondRatingRefused("This role has no such bar any more. Look again.")
        wish = _ask(application, criteria, judged, finding, user)
    except SecondRatingRefused as refusal:
        toast(request, str(refusal), level="error")
    else:
        undo = reverse("interviews:withdraw_second_rating", args=[wish.uuid])
        toast(request, f"{wish.rater} is proposed, with {wish.kit}. Whoever books is told.", undo=undo)
    return redirect("interviews:debrief", application=application.uuid)


@require_POST
@needs("interviews.withdraw_second_rating", load=find_wish)
def withdraw(request: HttpRequest, wish: SecondRating) -> HttpResponse:
    """Ask no longer."""
    try:
        withdraw_second_rating(wish=wish, by=viewer(request))
        toast(request, "No second rating is asked for any more.")
    except SecondRatingRefused as refusal:
        toast(request, str(refusal), level="error")
    return redirect("interviews:debrief", application=wish.application.uuid)


def _finding(judged: Judgement | None, slug: str, criteria: Criteria) -> BarFinding | None:
    key = next((bar.competency_id for bar in criteria.bars if bar.competency.slug == slug), None)
    bars = judged.outcome.bars if judged else ()
    return next((one for one in bars if one.bar.criterion == key), None)


def _ask(
    application: Application, criteria: Criteria, judged: Judgement, finding: BarFinding, by: User
) -> SecondRating:
    if finding.state is not BarState.BORDERLINE:
        raise SecondRatingRefused(f"{finding.bar.name} is {finding.state.value}: no second rating is needed.")
    plan = plan_of(application, criteria, assessed=judged.assessed, now=timezone.now())
    criterion = finding.bar.criterion
    found = second_rater(plan, criterion, judged.types_that_saw(criterion), finding.raters)
    if found is None:
        raise SecondRatingRefused(
            f"Nobody is left who could rate {finding.bar.name} independently. Book somebody by hand, or decide without."
        )
    bar = next(one for one in criteria.bars if one.competency_id == finding.bar.criterion)
    return ask_second_rating(
        application=application,
        competency=bar.competency,
        # Of a kit's versions the newest is held.
        kit=Kit.objects.filter(slug=found.kit.key, retired_at=None).order_by("-version")[0],
        rater=User.objects.get(uuid=found.interviewer.key),
        by=by,
    )
