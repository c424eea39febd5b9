"""Conflicts of interest: what people say of themselves, what is declared or found about one candidate, and the administrator's list."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from candidates.conflicts import actions, statements
from candidates.conflicts.enums import ConflictState
from candidates.conflicts.forms import DeclareForm, OwnHandleForm, ReasonForm, RulesForm, TieForm
from candidates.conflicts.models import Conflict, ConflictRules, OwnHandle, Tie
from candidates.conflicts.page import add_consequences, conflicts_shown, decides_about
from candidates.people.models import Candidate
from candidates.people.refusals import CandidateError
from candidates.people.views import load_candidate
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import back_to, needs, posted, toast, viewer

SHOWS = (("proposed", "Waiting"), ("recused", "Recused"), ("cleared", "Cleared"))


@needs("candidates.state_own_ties")
@require_http_methods(["GET", "HEAD", "POST"])
def own_ties(request: HttpRequest) -> HttpResponse:
    """One's own names on papers, handles, employers, labs and advisors."""
    user, what = viewer(request), request.POST.get("what", "")
    handle_form = OwnHandleForm(posted(request) if what == "handle" else None, prefix="handle")
    tie_form = TieForm(posted(request) if what == "tie" else None, prefix="tie")
    for form, act in ((handle_form, statements.state_handle), (tie_form, statements.state_tie)):
        if form.is_valid():
            try:
                act(**form.cleaned_data, by=user)  # type: ignore[operator]
            except CandidateError as error:
                form.add_error(None, str(error))
            else:
                toast(request, "Added. Conflicts it shows are proposed to whoever decides them.")
                return redirect("candidates:own_ties")
    context = {
        "handle_form": handle_form,
        "tie_form": tie_form,
        "handles": user.own_handles.all(),
        "ties": user.ties.all(),
    }
    status = 422 if handle_form.errors or tie_form.errors else 200
    return render(request, "candidates/conflicts/own_ties.html", context, status=status)


def load_statement(user: User, uuid: uuid.UUID) -> OwnHandle | Tie:
    """Find a statement among the user's own."""
    found = user.own_handles.filter(uuid=uuid).first() or user.ties.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@needs("candidates.state_own_ties", load=load_statement)
@require_POST
def take_back_tie(request: HttpRequest, row: OwnHandle | Tie) -> HttpResponse:
    statements.take_back(row=row.uuid, by=viewer(request))
    toast(request, f"{row} is taken away. What was found by it stays until somebody decides it.")
    return redirect("candidates:own_ties")


@needs("candidates.declare_conflict", load=load_candidate)
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts_with(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Who stands close to one candidate, as far as the viewer may know, and a form to declare more."""
    user = viewer(request)
    decides = decides_about(user, candidate)
    form = DeclareForm(posted(request), viewer=user, declares_for_others=decides)
    if form.is_valid():
        try:
            conflict = actions.declare_conflict(candidate=candidate, **form.wanted(), by=user)
        except CandidateError as error:
            form.add_error(None, str(error))
        else:
            return _declared(request, candidate, conflict)
    rows = list(conflicts_shown(user).filter(candidate=candidate).order_by("state", "user__name", "pk"))
    add_consequences(rows)
    context: dict[str, Any] = {
        "candidate": candidate,
        "conflicts": rows,
        "form": form,
        "decides": decides,
        "here": request.path,
    }
    return render(request, "candidates/conflicts/candidate.html", context, status=422 if form.errors else 200)


def _declared(request: HttpRequest, candidate: Candidate, conflict: Conflict) -> HttpResponse:
    if conflict.user_id == viewer(request).pk and conflict.state == ConflictState.RECUSED:
        # They may not be told the name any more.
        toast(request, "You stepped aside. This person is hidden from you from now on.")
        return redirect("insights:home")
    toast(request, "Declared. Whoever decides is told.")
    return redirect("candidates:conflicts", uuid=candidate.uuid)


def load_conflict(user: User, uuid: uuid.UUID) -> Conflict:
    """Find a conflict among those this user may read."""
    if (found := conflicts_shown(user).filter(uuid=uuid).first()) is None:
        raise Http404
    return found


@needs("candidates.decide_conflict", load=load_conflict)
@require_POST
def recuse(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """Hide a candidate from a colleague; what that leaves to be done is said at once."""
    form = ReasonForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.ConflictRefused("The reason is too long. Keep it to a few lines.")
        decided = actions.recuse(conflict=conflict, reason=form.cleaned_data["reason"], by=viewer(request))
    except CandidateError as error:
        toast(request, str(error), level="error")
    else:
        toast(request, f"{conflict.user} is recused: this person is hidden from them everywhere.")
        add_consequences([decided])
        for words, _ in decided.consequences:  # type: ignore[attr-defined]
            toast(request, words, level="warning")
    return redirect(back_to(request, reverse("candidates:conflicts", args=[conflict.candidate.uuid])))


@needs("candidates.decide_conflict", load=load_conflict)
@require_POST
def clear(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """Say why it is none; a recusal is lifted by that."""
    form = ReasonForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.ConflictRefused("The reason is too long. Keep it to a few lines.")
        actions.clear(conflict=conflict, reason=form.cleaned_data["reason"], by=viewer(request))
    except CandidateError as error:
        toast(request, str(error), level="error")
    else:
        toast(request, "Cleared. The reason is kept.")
    return redirect(back_to(request, reverse("candidates:conflicts", args=[conflict.candidate.uuid])))


@needs("candidates.list_conflicts")
@require_http_methods(["GET", "HEAD", "POST"])
def all_conflicts(request: HttpRequest) -> HttpResponse:
    """Every conflict, the newest first, for administrators, but for those with people they are recused from; and how long things count."""
    show = request.GET.get("show", "")
    show = show if show in ConflictState.values else ConflictState.PROPOSED.value
    form = RulesForm(posted(request), instance=ConflictRules.current())
    if request.method == "POST" and form.is_valid():
        form.save()
        toast(request, "Saved. It holds for what is looked for from now on.")
        return redirect("candidates:all_conflicts")
    cursor, status, problem = request.GET.get("before") or request.GET.get("after") or "", 200, ""
    rows = conflicts_shown(viewer(request)).filter(state=show)
    try:
        page = keyset_page(rows, order=("-pk",), cursor=cursor, backwards="before" in request.GET, size=30)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    add_consequences(page.rows)
    context: dict[str, Any] = {
        "page": page,
        "form": form,
        "problem": problem,
        "tabs": [{"label": label, "url": f"?show={value}", "active": value == show} for value, label in SHOWS],
        "here": f"{request.path}?show={show}",
    }
    return render(
        request, "candidates/conflicts/list.html", context, status=422 if form.is_bound and form.errors else status
    )
