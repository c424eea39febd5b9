"""The candidate's page: the task, what it is judged by, and handing it in; by a signed link, without an account, without JavaScript."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from candidates.privacy.models import PrivacyWords
from interviews.take_homes.door import Door
from interviews.take_homes.enums import AI_WORDS, AiPolicy
from interviews.take_homes.forms import DeclineForm, HandInForm
from interviews.take_homes.giving import decline_take_home
from interviews.take_homes.handing_in import finish, hand_in
from interviews.take_homes.letters import deadline_in_words
from interviews.take_homes.links import take_home_of, token_of
from interviews.take_homes.models import TakeHome
from interviews.take_homes.queries import door_of, standing_of
from interviews.take_homes.refusals import HandInRefused, TakeHomeRefused
from workspace.staff.models import Organisation
from workspace.throttle import too_many
from workspace.web import open_to_all

BY_LINK = "a candidate hands work in by the signed link of a letter; it shows them their task and what is theirs alone"
View = Callable[[HttpRequest, TakeHome], HttpResponse]


def by_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the take-home of a link; a wrong, altered or foreign one all look the same. A link is not hammered on."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        take_home = take_home_of(token)
        if take_home is None:
            if too_many("take-home-guess", request.META.get("REMOTE_ADDR", ""), most=30):
                return render(request, "interviews/take_homes/no_link.html", {"is_hurried": True}, status=429)
            return render(request, "interviews/take_homes/no_link.html", status=404)
        if request.method == "POST" and too_many("take-home", str(take_home.uuid), most=20, seconds=600):
            return _page(request, take_home, problem="That was a lot at once. Please wait a few minutes.", status=429)
        response = view(request, take_home)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return open_to_all(BY_LINK)(guarded)


@by_link
@require_safe
def work(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Show the task and what has been handed in."""
    if request.method == "GET":
        TakeHome.objects.filter(pk=take_home.pk, opened_at=None).update(opened_at=timezone.now())
    return _page(request, take_home)


@by_link
@require_POST
def submit(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Hand in, or replace what was handed in."""
    form = HandInForm(request.POST, request.FILES, take_home=take_home)
    if not form.is_valid():
        return _page(request, take_home, refused=form, status=422)
    data = form.cleaned_data
    try:
        hand_in(
            take_home=take_home,
            text=data["text"],
            link=data["link"],
            upload=data["file"],
            statement=data.get("statement", ""),
            minutes_spent=data["minutes_spent"],
        )
    except HandInRefused as refusal:
        return _page(request, take_home, refused=form, problem=str(refusal), status=409)
    return _back(take_home, "came")


@by_link
@require_POST
def final(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Say that it is finished."""
    try:
        finish(take_home=take_home)
    except HandInRefused as refusal:
        return _page(request, take_home, problem=str(refusal), status=409)
    return _back(take_home, "came")


@by_link
@require_POST
def decline(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Rather not."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, take_home, refused=form, status=422)
    try:
        decline_take_home(take_home=take_home, why=form.cleaned_data["why"])
    except TakeHomeRefused as refusal:
        return _page(request, take_home, problem=str(refusal), status=409)
    return _back(take_home)


def _page(
    request: HttpRequest,
    take_home: TakeHome,
    *,
    refused: forms.Form | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the page as things stand now. A form that was refused comes back as it was; only a file has to be chosen again."""
    standing = standing_of(take_home)
    initial: dict[str, Any] = {}
    if standing is not None:
        names = ("text", "link", "statement", "minutes_spent")
        initial = {name: getattr(standing, name) for name in names}
    privacy = PrivacyWords.current()
    context = {
        "organisation": Organisation.current(),
        "privacy": privacy,
        "take_home": take_home,
        "kit": take_home.kit,
        "criteria": list(take_home.kit.competencies.select_related("competency")),
        "ai_words": AI_WORDS[AiPolicy(take_home.ai_policy)],
        "standing": standing,
        "door": door_of(take_home, standing, timezone.now()),
        "Door": Door,
        "deadline": deadline_in_words(take_home),
        "came": deadline_in_words(take_home, standing.handed_in_at) if standing else "",
        "token": token_of(take_home),
        "problem": problem,
        "form": refused if isinstance(refused, HandInForm) else HandInForm(initial=initial, take_home=take_home),
        "decline_form": refused if isinstance(refused, DeclineForm) else DeclineForm(),
    }
    return render(request, "interviews/take_homes/work.html", context, status=status)


def _back(take_home: TakeHome, anchor: str = "") -> HttpResponse:
    response = redirect("interviews:take-home-work", token=token_of(take_home))
    if anchor:
        response["Location"] += f"#{anchor}"
    return response
