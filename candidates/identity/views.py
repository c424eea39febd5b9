"""The identity desk: proposals side by side, decided with one key each, and undone with one."""

import dataclasses
from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from candidates.identity.actions import accept_link, keep_apart, undo_last_change
from candidates.identity.models import MentionLink
from candidates.identity.queries import proposals_for, put_side_by_side
from candidates.identity.refusals import LinkRefused
from candidates.papers.models import Authorship
from candidates.people.models import Candidate
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import back_to, needs, toast, viewer

LIKELIEST_FIRST = ("-strength", "-pk")
SIZE = 10


@dataclasses.dataclass(frozen=True)
class Linked:
    """A mention and the candidate it is linked to."""

    candidate: Candidate
    authorship: Authorship


def load_link(user: User, uuid: str) -> MentionLink:
    visible = Candidate.objects.visible_to(user)
    rows = MentionLink.objects.select_related("authorship__paper", "candidate").filter(candidate__in=visible)
    if (found := rows.filter(uuid=uuid).first()) is None:
        raise Http404
    return found


def load_mention(user: User, uuid: str, mention: str) -> Linked:
    candidate = Candidate.objects.visible_to(user).filter(uuid=uuid).first()
    found = candidate and candidate.authorships.filter(uuid=mention).first()
    if not candidate or not found:
        raise Http404
    return Linked(candidate, found)


@needs("candidates.decide_identity")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The proposals, the likeliest first; those about one candidate with ?candidate=."""
    status, problem = 200, ""
    cursor = request.GET.get("before") or request.GET.get("after") or ""
    rows = proposals_for(viewer(request))
    about = _candidate_asked_for(request)
    if about:
        rows = rows.filter(candidate=about)
    try:
        page = keyset_page(rows, order=LIKELIEST_FIRST, cursor=cursor, backwards="before" in request.GET, size=SIZE)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    put_side_by_side(page.rows)
    context = {"page": page, "problem": problem, "about": about, "tab": "identity"}
    return render(request, "candidates/identity/desk.html", context, status=status)


def _candidate_asked_for(request: HttpRequest) -> Candidate | None:
    try:
        wanted = UUID(request.GET.get("candidate", ""))
    except ValueError:
        return None
    return Candidate.objects.visible_to(viewer(request)).filter(uuid=wanted).first()


@needs("candidates.decide_identity", load=load_link)
@require_POST
def accept(request: HttpRequest, link: MentionLink) -> HttpResponse:
    """Yes, this author is the candidate."""
    said = f"Linked: “{link.authorship.paper.title}” is by {link.candidate.name}."
    return _decide(request, link, lambda user: accept_link(link=link, by=user), said)


@needs("candidates.decide_identity", load=load_link)
@require_POST
def apart(request: HttpRequest, link: MentionLink) -> HttpResponse:
    """No, somebody else; remembered."""
    said = "Noted: somebody else. The two are not proposed again."
    return _decide(
        request,
        link,
        lambda user: keep_apart(authorship=link.authorship, candidate=link.candidate, by=user),
        said,
    )


@needs("candidates.decide_identity", load=load_link)
@require_POST
def undo(request: HttpRequest, link: MentionLink) -> HttpResponse:
    """Put a link back to what it was before its last change."""
    try:
        undo_last_change(link=link, by=viewer(request))
    except LinkRefused as error:
        toast(request, str(error), level="error")
    else:
        toast(request, "Taken back.")
    return redirect(back_to(request, reverse("candidates:identity_desk")))


@needs("candidates.decide_identity", load=load_mention)
@require_POST
def split(request: HttpRequest, linked: Linked) -> HttpResponse:
    """This mention is not the candidate after all: cut it off, and remember it."""
    link = keep_apart(authorship=linked.authorship, candidate=linked.candidate, by=viewer(request))
    undo_url = reverse("candidates:undo_link", args=[link.uuid])
    toast(request, "Split off. The two are not proposed again.", undo=undo_url)
    return redirect("candidates:candidate", uuid=linked.candidate.uuid)


def _decide(request: HttpRequest, link: MentionLink, act: Callable[[User], object], said: str) -> HttpResponse:
    try:
        act(viewer(request))
    except LinkRefused as error:
        toast(request, str(error), level="error")
    else:
        toast(request, said, undo=reverse("candidates:undo_link", args=[link.uuid]))
    return redirect(back_to(request, reverse("candidates:identity_desk")))
