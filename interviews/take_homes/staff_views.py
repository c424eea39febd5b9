"""Giving a take-home and looking after it: time, raters, and what raters get of what was handed in."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring.pipeline.models import Application
from hiring.pipeline.queries import load_application
from hiring.roles.models import Role
from hiring.roles.queries import load_role
from interviews.booking.reaching import address_of
from interviews.refusals import InterviewsError, acted
from interviews.take_homes.choosing import possible_raters
from interviews.take_homes.door import Door
from interviews.take_homes.forms import CoverForm, ExtendForm, GiveForm, RatersForm, ReplaceForm, RuleForm
from interviews.take_homes.giving import (
    extend_take_home,
    give_take_home,
    set_take_home_rule,
    withdraw_take_home,
)
from interviews.take_homes.handing_in import confirm, replace_raters_file
from interviews.take_homes.links import link_of
from interviews.take_homes.models import TakeHome, TakeHomeRating
from interviews.take_homes.queries import door_of, rated_blind, standing_of
from interviews.take_homes.raters import ask_raters, ask_the_least_asked, release_rater
from interviews.take_homes.showing import shown
from workspace.activity.actions import log_view
from workspace.files.serving import handed_out
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_take_home(user: User, take_home: uuid.UUID) -> TakeHome:
    """Find a take-home of a role this user may see, but none they are yet to rate; 404 otherwise."""
    rows = TakeHome.objects.visible_to(user).select_related(
        "kit__assessment_type", "application__candidate", "application__role", "given_by"
    )
    if found := rows.filter(uuid=take_home).first():
        return found
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.give_take_home", load=load_application)
def give(request: HttpRequest, application: Application) -> HttpResponse:
    """Give a candidate a task."""
    user = viewer(request)
    form = GiveForm(request.POST if request.method == "POST" else None, zone=user.zone)
    if request.method == "POST" and form.is_valid():
        try:
            take_home = give_take_home(application=application, by=user, **form.cleaned_data)
            asked = ask_the_least_asked(take_home=take_home, by=user)
        except InterviewsError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, f"Given. {len(asked)} will rate it once it is handed in.")
            return redirect("interviews:take-home", take_home.uuid)
    context = {
        "form": form,
        "application": application,
        "address": address_of(application.candidate),
        "zone": user.zone,
        "is_blind": rated_blind(application.role),
    }
    return render(request, "interviews/take_homes/give.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("interviews.manage_take_home", load=load_take_home)
def take_home_page(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Show a take-home as whoever looks after it sees it."""
    log_view(subject=take_home, by=viewer(request), candidate=take_home.application.candidate.uuid)
    return _page(request, take_home)


@require_POST
@needs("interviews.manage_take_home", load=load_take_home)
def extend(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Give more time."""
    user = viewer(request)
    form = ExtendForm(request.POST, zone=user.zone)
    if form.is_valid() and acted(form, extend_take_home, take_home=take_home, by=user, **form.cleaned_data):
        toast(request, "They have more time, and are told.")
        return redirect("interviews:take-home", take_home.uuid)
    return _page(request, take_home, extending=form)


@require_POST
@needs("interviews.manage_take_home", load=load_take_home)
def withdraw(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Take it back."""
    return _plainly(
        request,
        take_home,
        lambda: withdraw_take_home(take_home=take_home, by=viewer(request)),
        "Taken back; they are told.",
    )


@require_POST
@needs("interviews.manage_take_home", load=load_take_home)
def ask(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Ask more people to rate it."""
    form = RatersForm(request.POST, possible=_possible(take_home))
    if form.is_valid() and acted(form, ask_raters, take_home=take_home, users=form.wanted(), by=viewer(request)):
        toast(request, "Asked. They hear of it once there is something to read.")
        return redirect("interviews:take-home", take_home.uuid)
    return _page(request, take_home, asking=form)


@require_POST
@needs("interviews.manage_take_home", load=load_take_home)
def release(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Ask somebody no longer."""
    rating = _rating(take_home, request.POST.get("rating", ""))
    return _plainly(
        request, take_home, lambda: release_rater(rating=rating, by=viewer(request)), "They are no longer asked."
    )


@require_POST
@needs("interviews.manage_take_home", load=load_take_home)
def cover(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Name more words that raters must not read."""
    form = CoverForm(request.POST)
    if form.is_valid():
        take_home.also_cover = form.cleaned_data["also_cover"]
        take_home.save(update_fields=["also_cover", "updated_at"])
        toast(request, "Covered from now on.")
        return redirect("interviews:take-home", take_home.uuid)
    return _page(request, take_home, covering=form)


@require_POST
@needs("interviews.manage_take_home", load=load_take_home)
def replace(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Give raters a file that was cleaned by hand."""
    form = ReplaceForm(request.POST, request.FILES)
    done = form.is_valid() and acted(
        form, replace_raters_file, take_home=take_home, upload=form.cleaned_data["file"], by=viewer(request)
    )
    if done:
        toast(request, "Raters get this file instead; it is read for names first.")
        return redirect("interviews:take-home", take_home.uuid)
    return _page(request, take_home, replacing=form)


@require_POST
@needs("interviews.manage_take_home", load=load_take_home)
def say_clean(request: HttpRequest, take_home: TakeHome) -> HttpResponse:
    """Confirm that raters may have the file or the link."""
    what = "link" if request.POST.get("what") == "link" else "file"
    return _plainly(
        request, take_home, lambda: confirm(take_home=take_home, what=what, by=viewer(request)), "Raters have it now."
    )


@require_safe
@needs("interviews.manage_take_home", load=load_take_home)
def original(request: HttpRequest, take_home: TakeHome) -> FileResponse:
    """Hand out the file as the candidate handed it in. Who took it is on record."""
    standing = standing_of(take_home)
    if standing is None or standing.file is None:
        raise Http404
    log_view(subject=take_home, by=viewer(request), candidate=take_home.application.candidate.uuid)
    return handed_out(standing.file, standing.file.name)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.set_take_home_rule", load=load_role)
def rule(request: HttpRequest, role: Role) -> HttpResponse:
    """Say whether take-homes of a role are rated blind."""
    form = RuleForm(request.POST if request.method == "POST" else None, initial={"is_blind": rated_blind(role)})
    if request.method == "POST" and form.is_valid():
        set_take_home_rule(role=role, is_blind=form.cleaned_data["is_blind"], by=viewer(request))
        toast(request, "Saved. It holds for what is given from now on.")
        return redirect("interviews:take-home-rule", slug=role.slug)
    return render(request, "interviews/take_homes/rule.html", {"form": form, "role": role})


def _page(request: HttpRequest, take_home: TakeHome, **refused: forms.Form) -> HttpResponse:
    user, now = viewer(request), timezone.now()
    standing = standing_of(take_home)
    where = door_of(take_home, standing, now)
    possible = _possible(take_home)
    context: dict[str, Any] = {
        "take_home": take_home,
        "application": take_home.application,
        "standing": standing,
        "shown": shown(take_home, standing) if standing else None,
        "door": where,
        "link": link_of(take_home) if where in {Door.OPEN, Door.OVER} else "",
        "ratings": list(take_home.ratings.select_related("rater", "scorecard").order_by("pk")),
        "extensions": list(take_home.extensions.select_related("by")),
        "may_extend": where in {Door.OPEN, Door.OVER},
        "may_withdraw": where is not Door.WITHDRAWN,
        "extending": refused.get("extending")
        or ExtendForm(zone=user.zone, initial={"closes_at": take_home.closes_at.astimezone(user.zone)}),
        "asking": refused.get("asking") or (RatersForm(possible=possible) if possible else None),
        "covering": refused.get("covering") or CoverForm(initial={"also_cover": take_home.also_cover}),
        "replacing": refused.get("replacing") or ReplaceForm(),
        "zone": user.zone,
    }
    return render(request, "interviews/take_homes/take_home.html", context, status=422 if refused else 200)


def _possible(take_home: TakeHome) -> list[Any]:
    return possible_raters(take_home.application, take_home.kit, is_blind=take_home.is_blind, apart_from=take_home)


def _rating(take_home: TakeHome, text: str) -> TakeHomeRating:
    try:
        return take_home.ratings.get(uuid=uuid.UUID(text))
    except (ValueError, TakeHomeRating.DoesNotExist) as error:
        raise Http404 from error


def _plainly(request: HttpRequest, take_home: TakeHome, act: Callable[[], Any], said: str) -> HttpResponse:
    """Act and go back to the page, which says what came of it."""
    try:
        act()
    except InterviewsError as refusal:
        toast(request, str(refusal), level="error")
    else:
        toast(request, said)
    return redirect("interviews:take-home", take_home.uuid)
