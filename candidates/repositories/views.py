"""Reimplementations: find them, check them, judge them, meet who wrote them."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from candidates.papers.models import Paper
from candidates.people.models import Candidate
from candidates.people.refusals import CandidateError
from candidates.repositories import actions
from candidates.repositories.forms import (
    CodeJudgementForm,
    MeetForm,
    NumberForm,
    RepositoryForm,
    VerdictForm,
    WhichPaperForm,
)
from candidates.repositories.listing import CodeListing
from candidates.repositories.lookups import ask_for_code, ask_for_repository, fetch_again
from candidates.repositories.models import CodeSearch, FoundBy, Reimplementation
from candidates.repositories.queries import add_prospects, may_release, view_of_code
from candidates.repositories.refusals import CodeError
from candidates.sourcing.lookups import known_paper
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import needs, toast, viewer

NEWEST_FIRST = ("-created_at", "-pk")
UNKNOWN_PAPER = "We do not have this paper yet. Add it first with “Paste a link”, then name it here."


def load_code(_user: User, uuid: str) -> Reimplementation:
    rows = Reimplementation.objects.select_related("repository", "paper", "judged_by", "verdict_by", "set_aside_by")
    if (seen := rows.filter(uuid=uuid).first()) is None:
        raise Http404
    return seen


def load_paper(_user: User, uuid: str) -> Paper:
    if (paper := Paper.objects.defer("search").filter(uuid=uuid).first()) is None:
        raise Http404
    return paper


@needs("candidates.read_papers")
@require_safe
def code_list(request: HttpRequest) -> HttpResponse:
    """Every repository we looked at, the newest first."""
    listing, status, problem = CodeListing.from_query(request.GET), 200, ""
    cursor = request.GET.get("before") or request.GET.get("after") or ""
    try:
        page = keyset_page(listing.rows(), order=NEWEST_FIRST, cursor=cursor, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    add_prospects(page.rows, viewer=viewer(request))
    paper = listing.of_paper()
    context = {
        "listing": listing,
        "page": page,
        "problem": problem,
        "paper": paper,
        "search": CodeSearch.objects.filter(paper=paper).first() if paper else None,
        "form": RepositoryForm(),
    }
    return render(request, "candidates/repositories/list.html", context, status=status)


@needs("candidates.read_papers")
@require_POST
def add_code(request: HttpRequest) -> HttpResponse:
    """Take a link to a repository and have its facts fetched."""
    form = RepositoryForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "listing": CodeListing(), "page": KeysetPage([], "", ""), "problem": ""}
        return render(
            request, "candidates/repositories/list.html", context | {"paper": None, "search": None}, status=422
        )
    seen = ask_for_repository(name=form.cleaned_data["link"].identifier, found_by=FoundBy.PASTED, by=viewer(request))
    return redirect("candidates:code", uuid=seen.uuid)


@needs("candidates.read_papers", load=load_paper)
@require_POST
def find_code(request: HttpRequest, paper: Paper) -> HttpResponse:
    """Search for a paper's reimplementations; the list of them says how far the search is."""
    try:
        ask_for_code(paper=paper, by=viewer(request))
    except CodeError as error:
        toast(request, str(error), level="warning")
    return redirect(f"{reverse('candidates:code_list')}?paper={paper.uuid}&show=all")


@needs("candidates.read_papers", load=load_code)
@require_safe
def code(request: HttpRequest, seen: Reimplementation) -> HttpResponse:
    """What can be checked about a repository, and what is done with it."""
    return render_code(request, seen)


def render_code(request: HttpRequest, seen: Reimplementation, **given: forms.Form) -> HttpResponse:
    """Show the page; a refused form stands in its place on it, with what was typed."""
    user = viewer(request)
    channel = actions.channel_for_code()
    context: dict[str, Any] = {
        "view": view_of_code(seen, viewer=user, today=timezone.localdate()),
        "seen": seen,
        "may_meet": user.has_perm("candidates.add_candidate"),
        "may_release": may_release(seen, user),
        "paper_form": WhichPaperForm(),
        "verdict_form": VerdictForm(initial={"verdict": seen.verdict if seen.verdict_by_id else ""}),
        "number_form": NumberForm(initial={"metric": seen.metric, "value": seen.paper_number}),
        "judgement_form": CodeJudgementForm(initial={"judgement": seen.judgement, "execution": seen.execution}),
        "meet_form": MeetForm(initial={"channel": channel.slug if channel else ""}),
    }
    part = "#code-state" if request.headers.get("HX-Request") and not given else ""
    status = 422 if any(form.errors for form in given.values()) else 200
    return render(request, f"candidates/repositories/code.html{part}", context | given, status=status)


def answer(
    request: HttpRequest, seen: Reimplementation, name: str, form: forms.Form, act: Any, said: str
) -> HttpResponse:
    """Do what a form on the page asks and say so, or show the page with the refused form."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except (CodeError, CandidateError) as error:
            form.add_error(None, str(error))
    if form.errors:
        return render_code(request, seen, **{name: form})
    toast(request, said)
    return redirect("candidates:code", uuid=seen.uuid)


@needs("candidates.read_papers", load=load_code)
@require_POST
def refresh_code(request: HttpRequest, seen: Reimplementation) -> HttpResponse:
    fetch_again(repository=seen.repository)
    return redirect("candidates:code", uuid=seen.uuid)


@needs("candidates.read_papers", load=load_code)
@require_POST
def name_code_paper(request: HttpRequest, seen: Reimplementation) -> HttpResponse:
    """Say which paper a repository is of, among those we have."""
    form, user = WhichPaperForm(request.POST), viewer(request)

    def act(data: dict[str, Any]) -> None:
        if (paper := known_paper(data["link"])) is None:
            raise CodeError(UNKNOWN_PAPER)
        actions.name_paper(seen=seen, paper=paper, by=user)

    return answer(request, seen, "paper_form", form, act, "The paper is named.")


@needs("candidates.read_papers", load=load_code)
@require_POST
def code_verdict(request: HttpRequest, seen: Reimplementation) -> HttpResponse:
    user = viewer(request)
    return answer(
        request,
        seen,
        "verdict_form",
        VerdictForm(request.POST),
        lambda data: actions.set_verdict(seen=seen, **data, by=user),
        "Noted whose code it is.",
    )


@needs("candidates.read_papers", load=load_code)
@require_POST
def code_number(request: HttpRequest, seen: Reimplementation) -> HttpResponse:
    user = viewer(request)
    return answer(
        request,
        seen,
        "number_form",
        NumberForm(request.POST),
        lambda data: actions.set_number(seen=seen, **data, by=user),
        "Compared.",
    )


@needs("candidates.read_papers", load=load_code)
@require_POST
def judge_code(request: HttpRequest, seen: Reimplementation) -> HttpResponse:
    user = viewer(request)
    return answer(
        request,
        seen,
        "judgement_form",
        CodeJudgementForm(request.POST),
        lambda data: actions.judge_code(seen=seen, **data, by=user),
        "Judgement saved.",
    )


@needs("candidates.read_papers", load=load_code)
@require_POST
def set_code_aside(request: HttpRequest, seen: Reimplementation) -> HttpResponse:
    """Put a repository out of the way, or take it back; the toast undoes either."""
    aside = seen.set_aside_at is None
    actions.set_aside(seen=seen, aside=aside, by=viewer(request))
    undo = reverse("candidates:set_code_aside", args=[seen.uuid])
    toast(request, "Set aside." if aside else "Back on the list.", undo=undo)
    return redirect("candidates:code", uuid=seen.uuid)


@needs("candidates.add_candidate", load=load_code)
@require_POST
def meet(request: HttpRequest, seen: Reimplementation) -> HttpResponse:
    """Make the implementer a prospect, with the repository as evidence."""
    form, user = MeetForm(request.POST), viewer(request)
    known = None
    if form.is_valid() and (chosen := form.cleaned_data["who"]):
        known = Candidate.objects.visible_to(user).filter(uuid=chosen).first()
        if known is None:
            form.add_error("who", "Choose somebody from the list.")
    if not form.is_valid():
        return render_code(request, seen, meet_form=form)
    try:
        person = actions.meet_implementer(seen=seen, candidate=known, channel=form.cleaned_data["channel"], by=user)
    except (CodeError, CandidateError) as error:
        form.add_error(None, str(error))
        return render_code(request, seen, meet_form=form)
    undo = reverse("candidates:release_implementer", args=[seen.uuid])
    toast(request, f"{person.name} is a prospect now, with this repository as evidence.", undo=undo)
    return redirect("candidates:code", uuid=seen.uuid)


def load_linked_code(user: User, uuid: str) -> Reimplementation:
    seen = load_code(user, uuid)
    if not may_release(seen, user):
        raise Http404
    return seen


@needs("candidates.add_candidate", load=load_linked_code)
@require_POST
def release_implementer(request: HttpRequest, seen: Reimplementation) -> HttpResponse:
    """Undo `meet`."""
    try:
        gone = actions.release_implementer(seen=seen, by=viewer(request))
    except (CodeError, CandidateError) as error:
        toast(request, str(error), level="error")
    else:
        toast(request, "The link is undone." + ("" if gone else " Their file stays, since it holds more than this."))
    return redirect("candidates:code", uuid=seen.uuid)
