"""Encounters: logged in seconds, with or without a connection; then somebody says who it was."""

import uuid as uuids
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.conferences import actions
from candidates.conferences.forms import EncounterForm
from candidates.conferences.models import Encounter
from candidates.conferences.queries import lookalikes_of
from candidates.conferences.refusals import ConferenceError, EncounterTaken
from candidates.people.models import Candidate
from candidates.people.refusals import CandidateError
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import needs, posted, toast, viewer

LATEST = ("-met_at", "-pk")
SHOWS = (("", "All"), ("sort", "Who was it?"), ("mine", "Mine"))


def load_encounter(user: User, uuid: str) -> Encounter:
    rows = Encounter.objects.visible_to(user).select_related("conference", "met_by", "candidate")
    if (found := rows.filter(uuid=uuid).first()) is None:
        raise Http404
    return found


@needs("candidates.log_encounter")
@require_http_methods(["GET", "HEAD", "POST"])
def meet(request: HttpRequest) -> HttpResponse:
    """The page that works without a connection: it holds no data of anybody but who is signed in, by a number."""
    user = viewer(request)
    form = EncounterForm(posted(request), viewer=user, today=timezone.localdate())
    by_script = request.headers.get("X-Requested-With") == "autosave"
    if form.is_valid():
        data: dict[str, Any] = dict(form.cleaned_data)
        try:
            encounter, is_new = actions.log_encounter(**data, by=user)
        except EncounterTaken as error:
            form.add_error(None, str(error))
            if by_script:
                return JsonResponse({"problems": [str(error)]}, status=409)
        except CandidateError as error:
            form.add_error("name", str(error))
        else:
            url = reverse("candidates:encounter", args=[encounter.uuid])
            if by_script:
                return JsonResponse({"url": url, "name": encounter.name}, status=201 if is_new else 200)
            toast(request, f"Logged {encounter.name}.")
            return redirect(url)
    if by_script and request.method == "POST":
        return JsonResponse({"problems": [text for errors in form.errors.values() for text in errors]}, status=422)
    status = 422 if form.errors else 200
    return render(request, "candidates/conferences/meet.html", {"form": form}, status=status)


@needs("candidates.log_encounter")
@require_safe
@never_cache
def meet_state(request: HttpRequest) -> JsonResponse:
    """Tell a page that was kept on a device who is signed in now, and with what to send."""
    return JsonResponse({"viewer": str(viewer(request).uuid), "csrf": get_token(request)})


@needs("candidates.log_encounter")
@require_safe
@never_cache
def meet_worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served from here so that it can reach this page and no other."""
    path = finders.find("js/meet-worker.js")
    if path is None:
        raise Http404
    with open(path, encoding="utf-8") as script:
        return HttpResponse(script.read(), content_type="text/javascript")


@needs("candidates.log_encounter")
@require_safe
def encounters(request: HttpRequest) -> HttpResponse:
    """Who was met, the latest first, as far as this viewer may know."""
    user, show = viewer(request), request.GET.get("show", "")
    rows = Encounter.objects.visible_to(user).select_related("conference", "met_by", "candidate")
    if show == "sort":
        rows = rows.filter(candidate=None)
    elif show == "mine":
        rows = rows.filter(met_by=user)
    cursor, status, problem = request.GET.get("before") or request.GET.get("after") or "", 200, ""
    try:
        page = keyset_page(rows, order=LATEST, cursor=cursor, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    context = {"page": page, "problem": problem, "show": show, "shows": SHOWS}
    return render(request, "candidates/conferences/encounters.html", context, status=status)


@needs("candidates.log_encounter", load=load_encounter)
@require_safe
def encounter(request: HttpRequest, encounter: Encounter) -> HttpResponse:
    return render_encounter(request, encounter)


def render_encounter(request: HttpRequest, encounter: Encounter, problem: str = "") -> HttpResponse:
    """One encounter, and whom of those we know it may have been."""
    user = viewer(request)
    may_attach = user.has_perm("candidates.add_candidate")
    sees = (
        bool(encounter.candidate_id) and Candidate.objects.visible_to(user).filter(pk=encounter.candidate_id).exists()
    )
    context = {
        "encounter": encounter,
        "may_attach": may_attach,
        "sees_candidate": sees,
        "lookalikes": lookalikes_of(encounter, viewer=user) if may_attach and not encounter.candidate_id else [],
        "problem": problem,
        "is_mine": encounter.met_by_id == user.pk,
    }
    return render(request, "candidates/conferences/encounter.html", context, status=422 if problem else 200)


@needs("candidates.add_candidate", load=load_encounter)
@require_POST
def attach(request: HttpRequest, encounter: Encounter) -> HttpResponse:
    """Say who it was: somebody we know, or somebody new."""
    user, who = viewer(request), request.POST.get("who", "")
    known = None
    if who != "new":
        try:
            known = Candidate.objects.visible_to(user).filter(uuid=uuids.UUID(who)).first()
        except ValueError:
            known = None
        if known is None:
            return render_encounter(request, encounter, "Choose who it was, or “somebody new”.")
    try:
        person = actions.attach_encounter(encounter=encounter, candidate=known, by=user)
    except (ConferenceError, CandidateError) as error:
        return render_encounter(request, encounter, str(error))
    undo = reverse("candidates:detach_encounter", args=[encounter.uuid])
    toast(request, f"The encounter stands in the file of {person.name}.", undo=undo)
    return redirect("candidates:encounter", uuid=encounter.uuid)


@needs("candidates.add_candidate", load=load_encounter)
@require_POST
def detach(request: HttpRequest, encounter: Encounter) -> HttpResponse:
    """Undo `attach`."""
    try:
        actions.detach_encounter(encounter=encounter, by=viewer(request))
    except (ConferenceError, CandidateError) as error:
        toast(request, str(error), level="warning")
    else:
        toast(request, "Undone. Say who it was once you know.")
    return redirect("candidates:encounter", uuid=encounter.uuid)


@needs("candidates.log_encounter", load=load_encounter)
@require_POST
def followed_up(request: HttpRequest, encounter: Encounter) -> HttpResponse:
    """Say that the promise was kept; the toast takes it back."""
    done = encounter.followed_up_at is None
    actions.settle_follow_up(encounter=encounter, done=done)
    undo = reverse("candidates:followed_up", args=[encounter.uuid])
    toast(request, "The promise is kept." if done else "The promise stands again.", undo=undo)
    return redirect("candidates:encounter", uuid=encounter.uuid)


@needs("candidates.log_encounter", load=load_encounter)
@require_POST
def remove(request: HttpRequest, encounter: Encounter) -> HttpResponse:
    """Delete an encounter that is in nobody's file."""
    try:
        actions.remove_encounter(encounter=encounter, by=viewer(request))
    except ConferenceError as error:
        return render_encounter(request, encounter, str(error))
    toast(request, "The encounter is deleted.")
    return redirect("candidates:encounters")
