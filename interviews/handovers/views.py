"""Later, not at all, or somebody else."""

import uuid
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from interviews.handovers.actions import HandoverRefused, decline_scorecard, hand_over, snooze_scorecard
from interviews.handovers.queries import could_take_over
from interviews.refusals import InterviewsError
from interviews.schedule.models import Interview
from interviews.schedule.queries import Colleague
from interviews.scorecards.models import Scorecard
from interviews.scorecards.views import load_scorecard
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer


def find_card(user: User, scorecard: uuid.UUID) -> Scorecard:
    """Find a scorecard of an interview this user may see, to hand it over; nothing of its content is shown."""
    rows = Scorecard.objects.filter(seat__interview__in=Interview.objects.visible_to(user)).defer("draft")
    found = (
        rows.select_related(
            "author",
            "seat__interview",
            "application__candidate",
            "application__role",
            "kit__assessment_type",
            "decline",
        )
        .filter(uuid=scorecard)
        .first()
    )
    if found is None:
        raise Http404("There is no such scorecard.")
    return found


class DeclineForm(forms.Form):
    """Why somebody cannot."""

    reason = forms.CharField(label="Why", max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}))


@require_POST
@needs("interviews.write_scorecard", load=load_scorecard)
def later(request: HttpRequest, card: Scorecard) -> HttpResponse:
    """Remind me tomorrow."""
    try:
        snooze_scorecard(scorecard=card, by=viewer(request))
        toast(request, "You hear of it again at nine on the next working day.")
    except HandoverRefused as refusal:
        toast(request, str(refusal), level="error")
        return redirect("interviews:decline_scorecard", card.uuid)
    return redirect("interviews:week")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.write_scorecard", load=load_scorecard)
def decline(request: HttpRequest, card: Scorecard) -> HttpResponse:
    """I cannot: somebody else is found at once."""
    form = DeclineForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            decline_scorecard(scorecard=card, reason=form.cleaned_data["reason"], by=viewer(request))
            toast(request, "Thank you for saying so. Whoever books is told and finds somebody else.")
            return redirect("interviews:week")
        except HandoverRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"card": card, "application": card.application, "form": form}
    return render(request, "interviews/handovers/decline.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.hand_over_scorecard", load=find_card)
def give(request: HttpRequest, card: Scorecard) -> HttpResponse:
    """Choose who takes it over: the seat of an interview to come, or a new interview in place of one that is over."""
    people = could_take_over(card)
    if request.method != "POST":
        return _page(request, card, people)
    chosen = next((one.user for one in people if str(one.user.uuid) == request.POST.get("to")), None)
    if chosen is None:
        return _page(request, card, people, "Choose one of those listed.")
    if card.seat.interview.is_over():
        known = urlencode({"kit": card.kit.slug, "interviewers": str(chosen.uuid)})
        return redirect(f"{reverse('interviews:book', args=[card.application.uuid])}?{known}")
    try:
        hand_over(scorecard=card, to=chosen, by=viewer(request))
    except InterviewsError as refusal:
        return _page(request, card, people, str(refusal))
    toast(request, f"{chosen} holds it now. Whoever came or went is told.")
    return redirect("interviews:interview", card.seat.interview.uuid)


def _page(request: HttpRequest, card: Scorecard, people: list[Colleague], refusal: str = "") -> HttpResponse:
    context = {
        "card": card,
        "application": card.application,
        "people": people,
        "refusal": refusal,
        "is_over": card.seat.interview.is_over(),
        "decline": getattr(card, "decline", None),
    }
    return render(request, "interviews/handovers/give.html", context, status=422 if refusal else 200)
