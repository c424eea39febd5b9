"""The team's week: who is free, who carries much, and what holds for everybody."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from interviews.availability.actions import HoursRefused, add_day_off, remove_day_off, set_load_policy
from interviews.availability.forms import HolidayForm, PolicyForm
from interviews.availability.models import DayOff, LoadPolicy
from interviews.availability.team import team_week
from interviews.schedule.times import week_around, week_name, week_named
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_holiday(user: User, uuid: uuid.UUID) -> DayOff:
    """Find days on which everybody is off; they are no secret."""
    if day := DayOff.objects.filter(user=None, uuid=uuid).first():
        return day
    raise Http404


@require_safe
@needs("interviews.view_team_load")
def team(request: HttpRequest) -> HttpResponse:
    """Show a week of everybody who interviews."""
    return _page(request)


@require_POST
@needs("interviews.set_load_policy")
def policy(request: HttpRequest) -> HttpResponse:
    """Set the caps that hold for everybody."""
    form = PolicyForm(request.POST, prefix="policy")
    if form.is_valid():
        set_load_policy(**form.cleaned_data, by=viewer(request))
        toast(request, "Saved. It holds for everybody who set nothing else.")
        return redirect("interviews:team-load")
    return _page(request, policy=form)


@require_POST
@needs("interviews.set_load_policy")
def add_holiday(request: HttpRequest) -> HttpResponse:
    """Take days on which nobody interviews."""
    form = HolidayForm(request.POST, prefix="holiday")
    if form.is_valid():
        try:
            add_day_off(user=None, **form.cleaned_data, by=viewer(request))
        except HoursRefused as error:
            form.add_error("last", str(error))
        else:
            toast(request, "Kept. Nobody is free on these days.")
            return redirect("interviews:team-load")
    return _page(request, holiday=form)


@require_POST
@needs("interviews.set_load_policy", load=load_holiday)
def remove_holiday(request: HttpRequest, day: DayOff) -> HttpResponse:
    """Let everybody's weekly hours hold again."""
    remove_day_off(day=day, by=viewer(request))
    toast(request, "Removed.")
    return redirect("interviews:team-load")


def _page(request: HttpRequest, **typed: forms.Form) -> HttpResponse:
    user, now = viewer(request), timezone.now()
    this_week = week_around(timezone.localtime(timezone=user.zone))[0]
    start = week_named(request.GET.get("week", ""), user.zone) or this_week
    current = LoadPolicy.current()
    limits = {name: getattr(current, name) for name in ("per_day", "per_week", "hold_minutes")}
    context: dict[str, Any] = {
        "team": team_week(start, now),
        "start": start,
        "last_day": start + dt.timedelta(days=6),
        "before": week_name(start - dt.timedelta(days=7)),
        "after": week_name(start + dt.timedelta(days=7)),
        "is_this_week": start == this_week,
        "policy": current,
        "may_set": user.has_perm("interviews.set_load_policy"),
        "limits": typed.get("policy") or PolicyForm(prefix="policy", initial=limits),
        "holiday": typed.get("holiday") or HolidayForm(prefix="holiday"),
        "holidays": DayOff.objects.filter(user=None, last__gte=now.date())[:30],
    }
    return render(request, "interviews/availability/team.html", context, status=422 if typed else 200)
