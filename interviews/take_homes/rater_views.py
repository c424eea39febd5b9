"""Rating a take-home. Nothing here, in an address, a title, a file name or a toast, names its author before the rating is submitted."""

import secrets
import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from candidates.people.models import walls_before_candidates
from interviews.kits.queries import in_full
from interviews.kits.views import kit_context
from interviews.scorecards.draft import BadDraft, Draft
from interviews.scorecards.drafting import names_of
from interviews.scorecards.form import scorecard_form
from interviews.scorecards.refusals import ScorecardError
from interviews.scorecards.views import Attempt, attempt_of, keep_typing, revision_of
from interviews.take_homes.models import RATE_WITHIN, TakeHomeRating
from interviews.take_homes.queries import readable_since, standing_of
from interviews.take_homes.raters import recognise
from interviews.take_homes.rating import asked_of, save_rating, submit_rating
from interviews.take_homes.refusals import TakeHomeRefused
from interviews.take_homes.showing import shown
from workspace.activity.actions import log_view
from workspace.files.actions import ENDINGS
from workspace.files.serving import handed_out
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_rating(user: User, rating: uuid.UUID) -> TakeHomeRating:
    """Find one's own rating of something that can be read, or was rated; 404 otherwise, and to everybody else."""
    hidden = walls_before_candidates.q(user, "take_home__application__candidate")
    rows = TakeHomeRating.objects.select_related(
        "rater",
        "scorecard",
        "take_home__kit__assessment_type",
        "take_home__application__role",
        "take_home__application__candidate",
    )
    found = rows.filter(uuid=rating, rater=user, take_home__withdrawn_at=None).exclude(hidden).first()
    if found is None or found.released_at is not None or readable_since(found, timezone.now()) is None:
        raise Http404("There is nothing to rate here.")
    return found


@require_safe
@needs("interviews.rate_take_home", load=load_rating)
def rate(request: HttpRequest, rating: TakeHomeRating) -> HttpResponse:
    """Show the work and the form. Once it is submitted, the scorecard is the place to read and amend it."""
    if rating.scorecard_id and rating.scorecard:
        return redirect("interviews:scorecard", rating.scorecard.uuid)
    # Without the candidate: what a rater looked at must lead nowhere.
    log_view(subject=rating, by=viewer(request))
    return _page(request, rating)


@require_POST
@needs("interviews.rate_take_home", load=load_rating)
def submit(request: HttpRequest, rating: TakeHomeRating) -> HttpResponse:
    """Save or submit the form as a whole; what cannot be taken comes back with everything that was typed."""
    typed = request.POST.dict()
    try:
        draft = Draft.from_form(typed)
    except BadDraft as error:
        return _page(request, rating, Attempt(Draft.salvage(typed), refusal=str(error)))
    revision = revision_of(request)
    try:
        if request.POST.get("go") == "save":
            save_rating(rating=rating, draft=draft, revision=revision, by=viewer(request))
            toast(request, "Saved. Only you can see it until you submit.")
            return redirect("interviews:rate-take-home", rating.uuid)
        card = submit_rating(rating=rating, draft=draft, revision=revision, by=viewer(request))
    except ScorecardError as error:
        return _page(request, rating, attempt_of(rating, draft, error))
    toast(request, "Submitted. It stands in the debrief as your scorecard, and you now see whose work it is.")
    return redirect("interviews:scorecard", card.uuid)


@require_POST
@needs("interviews.rate_take_home", load=load_rating)
def autosave(request: HttpRequest, rating: TakeHomeRating) -> HttpResponse:
    """Keep what is being typed, sent as a form or as JSON; say which revision that makes."""

    def save(draft: Draft, revision: int) -> TakeHomeRating:
        return save_rating(rating=rating, draft=draft, revision=revision, by=viewer(request))

    return keep_typing(request, rating, save)


@require_POST
@needs("interviews.rate_take_home", load=load_rating)
def know(request: HttpRequest, rating: TakeHomeRating) -> HttpResponse:
    """Say that one knows whose it is; step aside, or go on and have the rating say so."""
    steps_aside = request.POST.get("go") == "aside"
    try:
        recognise(rating=rating, steps_aside=steps_aside, by=viewer(request))
    except TakeHomeRefused as refusal:
        toast(request, str(refusal), level="error")
        return redirect("interviews:rate-take-home", rating.uuid)
    if steps_aside:
        toast(request, "Thank you. Somebody else is asked.")
        return redirect("interviews:week")
    toast(request, "Noted. Your rating says that it is not blind.")
    return redirect("interviews:rate-take-home", rating.uuid)


@require_safe
@needs("interviews.rate_take_home", load=load_rating)
def file(request: HttpRequest, rating: TakeHomeRating) -> FileResponse:
    """Hand out the raters' copy under a name that says nothing; 404 where there is none that may be had."""
    take_home = rating.take_home
    standing = standing_of(take_home)
    given = shown(take_home, standing).file if standing else None
    if given is None:
        raise Http404("There is no file to take.")
    log_view(subject=rating, by=viewer(request))
    return handed_out(given, f"{take_home.code}{ENDINGS.get(given.content_type, '')}")


def _page(request: HttpRequest, rating: TakeHomeRating, attempt: Attempt | None = None) -> HttpResponse:
    take_home = rating.take_home
    standing = standing_of(take_home)
    since = readable_since(rating, timezone.now())
    if standing is None or since is None:
        raise Http404("There is nothing to rate here.")
    draft = attempt.draft if attempt else Draft.from_json(rating.draft)
    kit = in_full(type(take_home.kit).objects.filter(pk=take_home.kit_id)).get()
    context: dict[str, Any] = {
        # Neither the take-home nor its application: a template cannot show what it is not given.
        "rating": rating,
        "code": take_home.code,
        "is_blind": take_home.is_blind,
        "candidate": None if take_home.is_blind else take_home.application.candidate,
        "hours": take_home.hours,
        "minutes_spent": standing.minutes_spent,
        "handed_in": shown(take_home, standing),
        "due_at": since + RATE_WITHIN,
        "is_overdue": since + RATE_WITHIN < timezone.now(),
        "form": scorecard_form(asked_of(rating), draft, attempt.problems if attempt else {}, names_of(draft)),
        "attempt": attempt,
        "action": reverse("interviews:submit-take-home-rating", args=[rating.uuid]),
        "is_amendment": False,
        "tab": secrets.token_urlsafe(9),
        **kit_context(kit),
    }
    return render(request, "interviews/take_homes/rate.html", context, status=attempt.status if attempt else 200)
