"""Conferences: who goes, whom to meet, who was met."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.conferences import actions
from candidates.conferences.forms import ConferenceForm
from candidates.conferences.models import Conference, Encounter
from candidates.conferences.queries import (
    conferences_shown,
    meetings_of,
    papers_of,
    people_to_meet,
    with_reasons,
)
from candidates.conferences.refusals import ConferenceError
from candidates.people.models import Candidate
from candidates.people.refusals import CandidateError
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer

BY_NAME = ("folded_name", "pk")
LATEST = ("-starts_on", "-pk")
MOST_SHOWN = 30


def load_conference(_user: User, uuid: str) -> Conference:
    if (found := Conference.objects.select_related("channel").filter(uuid=uuid).first()) is None:
        raise Http404
    return found


@needs("candidates.list_conferences")
@require_safe
def conferences(request: HttpRequest) -> HttpResponse:
    """Every conference, the latest first."""
    cursor, status, problem = request.GET.get("before") or request.GET.get("after") or "", 200, ""
    try:
        page = keyset_page(
            conferences_shown(viewer(request)), order=LATEST, cursor=cursor, backwards="before" in request.GET
        )
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    context = {
        "page": page,
        "problem": problem,
        "today": timezone.localdate(),
        "may_plan": viewer(request).has_perm("candidates.plan_conference"),
    }
    return render(request, "candidates/conferences/list.html", context, status=status)


@needs("candidates.plan_conference")
@require_http_methods(["GET", "HEAD", "POST"])
def new_conference(request: HttpRequest) -> HttpResponse:
    form = ConferenceForm(posted(request), initial={"year": timezone.localdate().year})
    if form.is_valid():
        try:
            added = actions.add_conference(**form.cleaned_data, by=viewer(request))
        except ConferenceError as error:
            form.add_error("name", str(error))
        else:
            return redirect("candidates:conference", uuid=added.uuid)
    return _form(request, form, None)


@needs("candidates.plan_conference", load=load_conference)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_conference(request: HttpRequest, conference: Conference) -> HttpResponse:
    initial = {name: getattr(conference, name) for name in actions.FIELDS}
    initial["channel"] = conference.channel.slug if conference.channel else ""
    form = ConferenceForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            actions.edit_conference(conference=conference, changes=form.cleaned_data, by=viewer(request))
        except ConferenceError as error:
            form.add_error("name", str(error))
        else:
            toast(request, "Saved.")
            return redirect("candidates:conference", uuid=conference.uuid)
    return _form(request, form, conference)


def _form(request: HttpRequest, form: ConferenceForm, conference: Conference | None) -> HttpResponse:
    context = {"form": form, "conference": conference}
    return render(request, "candidates/conferences/form.html", context, status=422 if form.errors else 200)


@needs("candidates.list_conferences", load=load_conference)
@require_safe
def conference(request: HttpRequest, conference: Conference) -> HttpResponse:
    """One conference as this viewer may see it: travellers, whom to meet, who was met."""
    user, status, problem = viewer(request), 200, ""
    may_plan = user.has_perm("candidates.plan_conference")
    cursor = request.GET.get("before") or request.GET.get("after") or ""
    page = KeysetPage([], "", "")
    if may_plan:
        try:
            people = people_to_meet(conference, viewer=user).select_related("channel")
            page = keyset_page(people, order=BY_NAME, cursor=cursor, size=40, backwards="before" in request.GET)
        except BadCursor as error:
            status, problem = 400, str(error)
    trips = list(conference.trips.select_related("traveller").order_by("traveller__name"))
    met = Encounter.objects.visible_to(user).filter(conference=conference)
    context: dict[str, Any] = {
        "conference": conference,
        "may_plan": may_plan,
        "trips": trips,
        "goes": any(trip.traveller_id == user.pk for trip in trips),
        "page": page,
        "to_meet": with_reasons(page.rows, conference) if may_plan else [],
        "mine": meetings_of(conference, user),
        "papers": papers_of(conference).count() if may_plan else None,
        "encounters": met.select_related("met_by", "candidate", "conference").order_by("-met_at", "-pk")[:MOST_SHOWN],
        "problem": problem,
    }
    return render(request, "candidates/conferences/conference.html", context, status=status)


@needs("candidates.log_encounter", load=load_conference)
@require_POST
def trip(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Say that one goes, or does not. Everybody answers for themselves."""
    goes = request.POST.get("goes") == "1"
    actions.set_trip(conference=conference, traveller=viewer(request), goes=goes)
    toast(request, f"You go to {conference}." if goes else f"You do not go to {conference}.")
    return redirect("candidates:conference", uuid=conference.uuid)


def load_meeting(user: User, uuid: str, candidate: str) -> tuple[Conference, Candidate]:
    conference = load_conference(user, uuid)
    found = Candidate.objects.visible_to(user).filter(uuid=candidate).first()
    if found is None:
        raise Http404
    return conference, found


@needs("candidates.plan_conference", load=load_meeting)
@require_POST
def claim(request: HttpRequest, meeting: tuple[Conference, Candidate]) -> HttpResponse:
    """Say who of the travellers meets somebody: oneself, a colleague, or nobody."""
    conference, candidate = meeting
    wanted = request.POST.get("traveller", "")
    traveller = None
    if wanted:
        going = conference.trips.select_related("traveller")
        found = next((one.traveller for one in going if str(one.traveller.uuid) == wanted), None)
        traveller = found or viewer(request)
    try:
        actions.set_claim(conference=conference, candidate=candidate, traveller=traveller)
    except (ConferenceError, CandidateError) as error:
        toast(request, str(error), level="warning")
    else:
        toast(
            request,
            f"{traveller.name} meets {candidate.name}." if traveller else f"{candidate.name} is free to be met.",
        )
    return redirect("candidates:conference", uuid=conference.uuid)
