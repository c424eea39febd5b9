"""Your hours and calendars: one page, a form for each thing on it. And the feed that one's calendar program reads."""

import datetime as dt
import hashlib
import uuid
from typing import Any

from django import forms
from django.conf import settings as site
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews.availability.actions import (
    HoursRefused,
    add_day_off,
    hash_of,
    make_feed,
    remove_day_off,
    save_hours,
    shape_feed,
    stop_feed,
)
from interviews.availability.calendar_entry import calendar_text
from interviews.availability.forms import DayOffForm, FeedForm, HoursForm, SourceForm, hours_typed
from interviews.availability.models import BusySource, DayOff, InterviewerSettings, LoadPolicy
from interviews.availability.own_interviews import entries_of, seats_of, settings_of
from interviews.availability.queries import availability_of
from interviews.availability.sources import (
    SourceRefused,
    add_source,
    choose_calendar,
    pause_source,
    remove_source,
    resume_source,
    set_receiving,
)
from interviews.schedule.times import day_around
from workspace.sealing import Unsealable, unseal
from workspace.staff.models import User
from workspace.web import needs, open_to_all, toast, viewer


def load_own_source(user: User, uuid: uuid.UUID) -> BusySource:
    """Find one of this user's own calendars."""
    return _found(BusySource.objects.filter(user=user, uuid=uuid).select_related("user").first())


def load_own_day(user: User, uuid: uuid.UUID) -> DayOff:
    """Find one of this user's own days off."""
    return _found(DayOff.objects.filter(user=user, uuid=uuid).first())


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.set_own_hours")
def hours(request: HttpRequest) -> HttpResponse:
    """Show everything about one's own time, and keep the working hours."""
    user = viewer(request)
    if request.method != "POST":
        return _page(request)
    form = HoursForm(request.POST, policy=LoadPolicy.current())
    if form.is_valid():
        save_hours(user=user, **form.wanted())
        toast(request, "Saved. Whoever plans interviews goes by these hours.")
        return redirect("interviews:hours")
    return _page(request, hours=form)


@require_POST
@needs("interviews.set_own_hours")
def add_off(request: HttpRequest) -> HttpResponse:
    """Take days off."""
    form = DayOffForm(request.POST, prefix="off")
    if form.is_valid():
        try:
            add_day_off(user=viewer(request), **form.wanted(), by=viewer(request))
        except HoursRefused as error:
            form.add_error(None, str(error))
        else:
            toast(request, "Kept. Nobody will ask you on these days.")
            return _back("days-off")
    return _page(request, off=form)


@require_POST
@needs("interviews.change_own_calendar", load=load_own_day)
def remove_off(request: HttpRequest, day: DayOff) -> HttpResponse:
    """Let the weekly hours hold again."""
    remove_day_off(day=day, by=viewer(request))
    toast(request, "Removed. Your weekly hours hold on these days.")
    return _back("days-off")


@require_POST
@needs("interviews.set_own_hours")
def add_calendar(request: HttpRequest) -> HttpResponse:
    """Add a calendar that says when one is taken."""
    form = SourceForm(request.POST, prefix="source")
    if form.is_valid():
        try:
            add_source(user=viewer(request), **form.cleaned_data)
        except SourceRefused as error:
            form.add_error("address", str(error))
        else:
            toast(request, "Added. It is being read now; look again in a moment.")
            return _back("calendars")
    return _page(request, source=form)


@require_POST
@needs("interviews.change_own_calendar", load=load_own_source)
def change_calendar(request: HttpRequest, source: BusySource) -> HttpResponse:
    """Choose, pause, resume, read again or remove a calendar, or let our interviews be written into it."""
    act = request.POST.get("act", "")
    try:
        toast(request, _act(act, source, request))
    except SourceRefused as error:
        toast(request, str(error), level="error")
    return _back("calendars")


def _act(act: str, source: BusySource, request: HttpRequest) -> str:
    if act == "choose":
        choose_calendar(source=source, address=request.POST.get("calendar", ""))
        return "Chosen. It is being read now."
    if act == "pause":
        pause_source(source=source)
        return "Paused. Until you resume it, it does not make you busy."
    if act in {"resume", "read"}:
        resume_source(source=source)
        return "It is being read now; look again in a moment."
    if act in {"receive", "stop"}:
        set_receiving(source=source, receives=act == "receive")
        return "Your interviews are written into it from now on." if act == "receive" else "Our events are taken out."
    if act == "remove":
        remove_source(source=source, by=viewer(request))
        return "Removed, with its password and its times."
    raise SourceRefused("Choose what to do with this calendar.")


@require_POST
@needs("interviews.set_own_hours")
def change_feed(request: HttpRequest) -> HttpResponse:
    """Make, renew or stop one's feed, or say how much it tells."""
    user, act = viewer(request), request.POST.get("act", "")
    if act == "make":
        make_feed(user=user)
        toast(request, "Here is your address. An earlier one no longer works.")
    elif act == "stop":
        stop_feed(user=user)
        toast(request, "The address no longer works.")
    else:
        form = FeedForm(request.POST, prefix="feed")
        if not form.is_valid():
            return _page(request, feed=form)
        shape_feed(user=user, **form.cleaned_data)
        toast(request, "Saved. Calendars show it when they next read the feed.")
    return _back("feed")


@open_to_all("A calendar program carries no session; the address holds a secret.")
@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out the interviews of whoever owns this secret. Wrong, stopped and foreign secrets look alike."""
    rows = InterviewerSettings.objects.select_related("user").filter(feed_hash=hash_of(secret), user__is_active=True)
    own = rows.first()
    if own is None:
        raise Http404
    text = calendar_text(entries_of(seats_of(own.user, timezone.now()), own), name="Interviews")
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})


def _back(section: str) -> HttpResponse:
    return redirect(f"{reverse('interviews:hours')}#{section}")


def _page(request: HttpRequest, **typed: forms.Form) -> HttpResponse:
    """Show the page; forms in `typed` were refused, and keep what was typed."""
    user = viewer(request)
    own, policy = settings_of(user), LoadPolicy.current()
    start, _ = day_around(timezone.localtime(timezone=user.zone))
    context = {
        "hours": typed.get("hours") or HoursForm(initial=hours_typed(user, own), policy=policy),
        "off": typed.get("off") or DayOffForm(prefix="off"),
        "source": typed.get("source") or SourceForm(prefix="source"),
        "feed": typed.get("feed") or FeedForm(prefix="feed", initial=_feed_of(own)),
        "settings": own,
        "policy": policy,
        "days_off": DayOff.objects.filter(user=user, last__gte=start.date()),
        "holidays": DayOff.objects.filter(user=None, last__gte=start.date())[:20],
        "sources": BusySource.objects.filter(user=user),
        "feed_address": _feed_address(own),
        "zone": user.time_zone,
        "week": availability_of([user], start, start + dt.timedelta(days=7))[user.pk],
        "now": timezone.now(),
    }
    return render(request, "interviews/availability/hours.html", context, status=422 if typed else 200)


def _feed_of(own: InterviewerSettings) -> dict[str, Any]:
    return {"names_candidates": own.feed_names_candidates, "alarm_minutes": own.feed_alarm_minutes}


def _feed_address(own: InterviewerSettings) -> str:
    try:
        secret = unseal(own.feed_sealed)
    except Unsealable:
        return ""
    return f"{site.SITE_URL}{reverse('interviews:feed', args=[secret])}" if secret else ""
