"""The candidate's own page: by a signed link, without an account, on a phone first, without JavaScript too."""

import zoneinfo
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from interviews.booking.choosing import (
    ask_for_other_times,
    choose_zone,
    decline,
    say_adjustments,
    take_choice,
    why_not_move,
    why_not_take,
)
from interviews.booking.enums import BookingState
from interviews.booking.forms import DeclineForm, NeedsForm, OtherTimesForm, ZoneForm
from interviews.booking.links import booking_of, token_of
from interviews.booking.mailing import meeting_of
from interviews.booking.models import Booking
from interviews.booking.page import days_of
from interviews.booking.possible import booked_parts, choices_of, possible
from interviews.booking.reaching import address_of
from interviews.booking.taking import TimeGone
from interviews.schedule.invitations import Method, invitations
from workspace.staff.models import Organisation
from workspace.throttle import too_many
from workspace.web import open_to_all

BY_LINK = "a candidate answers by the signed link of a letter; it shows them what is theirs alone"
MOST_POSTS, WITHIN = 30, 600

View = Callable[[HttpRequest, Booking], HttpResponse]


def by_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the booking of a link; whatever is wrong with it, the answer is the same. A link is not hammered on."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        booking = booking_of(token)
        if booking is None:
            return render(request, "interviews/booking/no_link.html", status=404)
        if request.method == "POST" and too_many("booking", str(booking.uuid), most=MOST_POSTS, seconds=WITHIN):
            return page(request, booking, problem="That was a lot at once. Please wait a few minutes.", status=429)
        return view(request, booking)

    return open_to_all(BY_LINK)(never_cache(guarded))


@by_link
@require_safe
def times(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Show what is on offer, or what was chosen. `zone` shows it on another clock."""
    return page(request, booking, moving="move" in request.GET)


def page(
    request: HttpRequest,
    booking: Booking,
    *,
    moving: bool = False,
    problem: str = "",
    refused: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page as things stand now. A form that was refused comes back as it was."""
    booking = booking_of(token_of(booking)) or booking
    now, zone = timezone.now(), _zone(request, booking)
    is_open = not why_not_take(booking, now)
    is_choosing = booking.state == BookingState.OFFERED or moving
    choices = choices_of(booking) if is_open and is_choosing else []
    had = possible(booking, choices, now) - ({booking.chosen_id} if booking.chosen_id else set())
    parts = booked_parts(booking)
    context: dict[str, Any] = {
        "booking": booking,
        "application": booking.application,
        "organisation": Organisation.current().name,
        "token": token_of(booking),
        "zone": zone,
        "zones": ZoneForm(initial={"zone": zone.key}, also=zone.key),
        "days": days_of([choice for choice in choices if choice.pk in had], zone),
        "parts": [
            (part, part.interview.starts_at.astimezone(zone), part.interview.ends_at.astimezone(zone)) for part in parts
        ],
        "is_open": is_open,
        "is_over": bool(parts) and parts[-1].interview.is_over(now),
        "moving": moving and booking.state == BookingState.BOOKED,
        "why_not_move": why_not_move(booking, now) if booking.state == BookingState.BOOKED else "",
        "problem": problem,
        "until": booking.expires_at.astimezone(zone),
        "forms": _forms(booking, refused),
    }
    # Templates show moments on the clock that is active, which is nobody's before signing in.
    with timezone.override(zone):
        return render(request, "interviews/booking/times.html", context, status=status)


def _forms(booking: Booking, refused: forms.Form | None) -> dict[str, forms.Form]:
    known: dict[str, forms.Form] = {
        "needs": NeedsForm(initial={"adjustments": booking.adjustments, "adjustment_words": booking.adjustment_words}),
        "other": OtherTimesForm(),
        "decline": DeclineForm(),
    }
    if refused is not None:
        known |= {name: refused for name, form in known.items() if type(form) is type(refused)}
    return known


def _zone(request: HttpRequest, booking: Booking) -> zoneinfo.ZoneInfo:
    form = ZoneForm(request.GET)
    return zoneinfo.ZoneInfo(form.cleaned_data["zone"]) if form.is_valid() else booking.clock


def _back(booking: Booking, said: str = "") -> HttpResponse:
    response = redirect("interviews:times", token=token_of(booking))
    if said:
        response["Location"] += f"#{said}"
    return response


@by_link
@require_POST
def choose(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Book what was chosen, or move to it."""
    moving = "move" in request.POST
    choice = next((one for one in booking.choices.all() if str(one.uuid) == request.POST.get("choice", "")), None)
    if choice is None:
        return page(request, booking, moving=moving, problem="Choose one of the times first.", status=422)
    if (zone := ZoneForm(request.POST)).is_valid():
        choose_zone(booking=booking, zone=zone.cleaned_data["zone"])
    try:
        take_choice(booking=booking, choice=choice, may_move=moving)
    except TimeGone as error:
        return page(request, booking, moving=moving, problem=str(error), status=409)
    return _back(booking, "booked")


@by_link
@require_POST
def refuse(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Decline, or call off what was booked."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return page(request, booking, refused=form, status=422)
    try:
        decline(booking=booking, why=form.cleaned_data["why"])
    except TimeGone as error:
        return page(request, booking, problem=str(error), status=409)
    return _back(booking)


@by_link
@require_POST
def ask(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask for other times."""
    form = OtherTimesForm(request.POST)
    if not form.is_valid():
        return page(request, booking, refused=form, status=422)
    try:
        ask_for_other_times(booking=booking, words=form.cleaned_data["words"])
    except TimeGone as error:
        return page(request, booking, problem=str(error), status=409)
    return _back(booking, "asked")


@by_link
@require_POST
def adjust(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Say what would help."""
    form = NeedsForm(request.POST)
    if not form.is_valid():
        return page(request, booking, refused=form, status=422)
    data = form.cleaned_data
    say_adjustments(booking=booking, adjustments=data["adjustments"], words=data["adjustment_words"])
    return _back(booking, "needs")


@by_link
@require_safe
def calendar(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Hand out what is booked as a file that a calendar program opens."""
    address = address_of(booking.application.candidate)
    text = invitations([meeting_of(part, address) for part in booked_parts(booking)], Method.PUBLISH)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="interviews.ics"'
    return response
