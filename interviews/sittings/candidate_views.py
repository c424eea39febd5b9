"""Sitting an exam, without an account: the signed link is the proof, so no page here asks for a cookie."""

import datetime as dt
import functools
import math
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews.exams.enums import AiPolicy
from interviews.questions.marking import mark
from interviews.questions.responses import Response, concerns, read_response
from interviews.questions.sheets import Sheet
from interviews.questions.variants import vary
from interviews.sittings.actions import (
    ask_for_adjustment,
    begin,
    close_if_due,
    given_for,
    hand_in,
    note_event,
    open_invitation,
    save_answer,
)
from interviews.sittings.candidate_pages import face, neighbours, running, welcome
from interviews.sittings.clock import GRACE
from interviews.sittings.door import Door
from interviews.sittings.enums import EventKind
from interviews.sittings.links import invitation_of, token_of
from interviews.sittings.models import Attempt, AttemptItem, ExamInvitation
from interviews.sittings.practice import PRACTICE, SEED
from interviews.sittings.queries import attempt_of, door_of
from interviews.sittings.refusals import SittingRefused
from workspace.staff.models import Organisation
from workspace.throttle import too_many
from workspace.web import open_to_all

LONGEST_AGE = 7 * 24 * 3600
View = Callable[..., HttpResponse]
REASON = "a candidate sits an exam, with the signed link of their letter; it shows them nobody's name and no mark"


def by_link(view: View) -> View:
    """Let a view run with the invitation its link leads to. A wrong, renewed or foreign link all look the same."""

    @open_to_all(REASON)
    @csrf_exempt  # the token in the address is the proof, and no cookie is asked for
    @never_cache
    @functools.wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        if too_many("exam", token[:80], most=300):
            return _plain(request, "A moment, please", "That was many requests at once. Wait a minute and go on.", 429)
        invitation = invitation_of(token)
        if invitation is None:
            if too_many("exam-guess", request.META.get("REMOTE_ADDR", ""), most=30):
                return _plain(request, "A moment, please", "Wait a minute and open the link of your letter again.", 429)
            return _plain(
                request,
                "This link does not work",
                "It was cut short, or a newer one was sent. Open the link of the latest letter, or answer that letter.",
                404,
            )
        attempt = attempt_of(invitation)
        # What the next minute's task would do anyway; nobody is locked out of their own page meanwhile.
        if attempt is not None and attempt.is_running and timezone.now() > attempt.deadline + GRACE:
            close_if_due(attempt=attempt)
            attempt.refresh_from_db()
        response = view(request, invitation, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@by_link
@require_safe
def sit(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """The first page: how it works, or where somebody stands who has begun."""
    open_invitation(invitation=invitation)
    return _first_page(request, invitation)


@by_link
@require_POST
def adjust(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """Ask for extra time or another way, before the clock starts."""
    try:
        ask_for_adjustment(invitation=invitation, words=request.POST.get("words", ""))
    except SittingRefused as refusal:
        return _first_page(request, invitation, problem=str(refusal), status=422)
    return redirect(f"{_url('sit', invitation)}#adjust")


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """One question to try, marked at once. Nothing of it is kept."""
    variant = vary(PRACTICE, SEED)
    response, found = Response(), None
    if request.method == "POST":
        response = read_response(variant.asked, dict(request.POST.lists()))
        found = mark(variant, response)
    context = {
        "sheet": Sheet(variant.asked, response),
        "mark": found,
        "explanation": variant.explanation,
        "start_url": _url("sit", invitation),
        "exam": invitation.exam,
    }
    return render(request, "interviews/sittings/practice.html", context)


@by_link
@require_POST
def start(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """Start the clock; started already, go on."""
    try:
        begin(invitation=invitation)
    except SittingRefused as refusal:
        return _first_page(request, invitation, problem=str(refusal), status=409)
    return redirect(_url("sit-question", invitation, 1))


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, invitation: ExamInvitation, position: int) -> HttpResponse:
    """One question, with a form that works by itself."""
    attempt = attempt_of(invitation)
    if attempt is None:
        return redirect(_url("sit", invitation))
    item = _item(attempt, position)
    variant = item.asked_variant
    now = timezone.now()
    if request.method == "POST":
        saved = save_answer(
            item=item, variant=variant, posted=dict(request.POST.lists()), save_id=uuid.uuid4(), now=now
        )
        if saved.counts:
            return redirect(_wanted(request, invitation, position))
    if not door_of(invitation, now).may_answer:
        return redirect(_url("sit", invitation))
    AttemptItem.objects.filter(pk=item.pk).update(shown_at=now)
    given = given_for(item)
    context = running(invitation, attempt, now)
    context |= neighbours(item, context["token"], context["total"])
    context |= {
        "item": item,
        "sheet": Sheet(variant.asked, given),
        "concerns": concerns(variant.asked, given),
        "save_url": _url("sit-save", invitation, position),
    }
    return render(request, "interviews/sittings/question.html", context)


@by_link
@require_POST
def save(request: HttpRequest, invitation: ExamInvitation, position: int) -> HttpResponse:
    """Take one save of a script, early, late or for the second time; the answer says what became of it."""
    attempt = attempt_of(invitation)
    if attempt is None:
        return JsonResponse({"problem": "Not begun."}, status=409)
    item = _item(attempt, position)
    try:
        save_id = uuid.UUID(request.POST.get("save-id", ""))
    except ValueError:
        return JsonResponse({"problem": "A save without a name of its own."}, status=400)
    try:
        saved = save_answer(
            item=item,
            variant=item.asked_variant,
            posted=dict(request.POST.lists()),
            save_id=save_id,
            age=dt.timedelta(seconds=_number(request.POST, "age", LONGEST_AGE)),
            spent=int(_number(request.POST, "spent", LONGEST_AGE)),
            device=request.POST.get("device", ""),
        )
    except SittingRefused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=410)
    return JsonResponse(
        {
            "came": saved.came,
            "counts": saved.counts,
            "now": int(saved.received_at.timestamp() * 1000),
            "deadline": int(attempt.deadline.timestamp() * 1000),
        }
    )


@by_link
@require_POST
def seen(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """Count that somebody looked away or opened a page again."""
    attempt, kind = attempt_of(invitation), request.POST.get("kind", "")
    if attempt is None or kind not in {EventKind.LEFT, EventKind.RELOADED}:
        return JsonResponse({"problem": "Nothing to count."}, status=400)
    note_event(attempt=attempt, kind=EventKind(kind), seconds=int(_number(request.POST, "seconds", 86_400)))
    return JsonResponse({"now": int(timezone.now().timestamp() * 1000)})


@by_link
@require_safe
def review(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """What is answered and what is not, before handing in."""
    attempt, now = attempt_of(invitation), timezone.now()
    if attempt is None or not door_of(invitation, now).may_answer:
        return redirect(_url("sit", invitation))
    context = running(invitation, attempt, now)
    context["missing"] = [place.position for place, _ in context["places"] if not place.is_answered]
    context["asks_statement"] = invitation.exam.ai_policy == AiPolicy.DECLARED
    return render(request, "interviews/sittings/review.html", context)


@by_link
@require_POST
def submit(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """Hand in what is there."""
    attempt = attempt_of(invitation)
    if attempt is not None:
        hand_in(attempt=attempt, statement=request.POST.get("statement", ""))
    return redirect(_url("sit", invitation))


@by_link
@require_safe
def worker(request: HttpRequest, invitation: ExamInvitation) -> HttpResponse:
    """The service worker; served from here so that it reaches this exam's pages and no other."""
    path = finders.find("js/exam-worker.js")
    if path is None:
        raise Http404
    with open(path, encoding="utf-8") as script:
        return HttpResponse(script.read(), content_type="text/javascript")


def _first_page(request: HttpRequest, invitation: ExamInvitation, problem: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    where = door_of(invitation, now)
    context: dict[str, Any] = {
        "organisation": Organisation.current(),
        "invitation": invitation,
        "door": where,
        "problem": problem,
        "token": token_of(invitation),
    }
    if where is Door.OPEN or (where is Door.TOO_EARLY and not problem):
        context |= welcome(invitation)
        return render(request, "interviews/sittings/welcome.html", context, status=status)
    if where is Door.RUNNING:
        attempt = attempt_of(invitation)
        assert attempt is not None
        context |= running(invitation, attempt, now)
        first = next((page for place, page in context["places"] if not place.is_answered), context["review_url"])
        return render(request, "interviews/sittings/go_on.html", context | {"go_on_url": first}, status=status)
    context |= face(invitation, where, now)
    return render(request, "interviews/sittings/face.html", context, status=status)


def _item(attempt: Attempt, position: int) -> AttemptItem:
    rows = AttemptItem.objects.select_related("question__question")
    return get_object_or_404(rows, attempt=attempt, position=position)


def _wanted(request: HttpRequest, invitation: ExamInvitation, position: int) -> str:
    """Where the pressed button leads."""
    wanted = request.POST.get("go", "next")
    last = AttemptItem.objects.filter(attempt=invitation.attempt).count()
    if wanted == "back" and position > 1:
        return _url("sit-question", invitation, position - 1)
    if wanted == "review" or position >= last:
        return _url("sit-review", invitation)
    return _url("sit-question", invitation, position + 1)


def _url(name: str, invitation: ExamInvitation, *more: int) -> str:
    return reverse(f"interviews:{name}", args=[token_of(invitation), *more])


def _number(posted: QueryDict, name: str, most: float) -> float:
    """A number from 0 up to `most`; 0 where there is none."""
    try:
        value = float(posted.get(name, "") or 0)
    except ValueError:
        return 0.0
    return min(max(value, 0.0), most) if math.isfinite(value) else 0.0


def _plain(request: HttpRequest, title: str, words: str, status: int) -> HttpResponse:
    context = {"title": title, "words": words, "door": "", "organisation": Organisation.current()}
    return render(request, "interviews/sittings/face.html", context, status=status)
