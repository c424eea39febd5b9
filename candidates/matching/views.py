"""Duplicates: while somebody types, on a page of their own, side by side, merged, and parted again."""

import dataclasses
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.matching.actions import say_not_same, take_back_not_same
from candidates.matching.duplicates import Likeness, Resemblance, resemblance
from candidates.matching.merging import merge_candidates, undo_merge
from candidates.matching.models import Merge, Proposal
from candidates.matching.queries import lookalikes, profile_of_typed, profiles_of, twins_of
from candidates.matching.signals import MergeRefused
from candidates.people.handles import handles_in
from candidates.people.models import Candidate, walls_before_candidates
from candidates.people.signals import candidates_listed
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import needs, toast, viewer

SURE_OF = (("", "Likely"), ("name", "Same name only"))
LIKELIEST_FIRST = ("-likeness", "-pk")


@dataclasses.dataclass(frozen=True)
class Pair:
    """Two records that this viewer may see."""

    one: Candidate
    other: Candidate


def load_pair(user: User, uuid: str, other: str) -> Pair:
    rows = Candidate.objects.visible_to(user).select_related("channel", "owner").filter(uuid__in=[uuid, other])
    found = {row.uuid: row for row in rows}
    if len(found) < 2:
        raise Http404
    return Pair(found[uuid], found[other])  # type: ignore[index]


def load_candidate(user: User, uuid: str) -> Candidate:
    if (found := Candidate.objects.visible_to(user).filter(uuid=uuid).first()) is None:
        raise Http404
    return found


def load_merge(user: User, uuid: str) -> Merge:
    found = Merge.objects.select_related("kept", "absorbed").filter(uuid=uuid).first()
    if found is None or not Candidate.objects.visible_to(user).filter(pk=found.kept_id).exists():
        raise Http404
    return found


@needs("candidates.add_candidate")
@require_safe
def while_typing(request: HttpRequest) -> HttpResponse:
    """Who among those the viewer may see resembles the person being typed in."""
    name, handles = request.GET.get("name", "")[:200], handles_in(request.GET.get("handles", "")[:2000])
    near = []
    if len(name.strip()) > 2 or handles:
        within = Candidate.objects.visible_to(viewer(request))
        near = lookalikes({0: profile_of_typed(name, handles)}, within=within)[0]
    return render(request, "candidates/matching/while_typing.html", {"near": near})


@needs("candidates.merge_candidates")
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs that may be one person, the likeliest first."""
    show, status, problem = request.GET.get("show", ""), 200, ""
    cursor = request.GET.get("before") or request.GET.get("after") or ""
    # Who may merge may see everybody but those they are recused from.
    rows = Proposal.objects.both_present().select_related("first__channel", "second__channel")
    for side in ("first", "second"):
        rows = rows.exclude(walls_before_candidates.q(viewer(request), side))
    likeness = Q(likeness=Likeness.POSSIBLE) if show == "name" else Q(likeness__gt=Likeness.POSSIBLE)
    try:
        found = rows.filter(likeness)
        page = keyset_page(found, order=LIKELIEST_FIRST, cursor=cursor, backwards="before" in request.GET, size=30)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    shows = [(value, label, f"?show={value}" if value else "?") for value, label in SURE_OF]
    context = {"page": page, "show": show, "shows": shows, "problem": problem, "likely": Likeness.LIKELY}
    return render(request, "candidates/matching/duplicates.html", context, status=status)


@needs("candidates.merge_candidates", load=load_candidate)
@require_safe
def find_other(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Choose the record that is the same person."""
    user, words = viewer(request), request.GET.get("q", "")[:200].strip()
    near = [(one.candidate, one.resemblance) for one in twins_of(candidate, viewer=user)]
    found = Candidate.objects.visible_to(user).matching(words).exclude(pk=candidate.pk)
    rows = list(found.select_related("channel").order_by("folded_name", "pk")[:20]) if words else []
    context = {"candidate": candidate, "near": near, "rows": rows, "q": words}
    return render(request, "candidates/matching/find_other.html", context)


@needs("candidates.merge_candidates", load=load_pair)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Two records side by side; a post makes them one and keeps the chosen one."""
    problem = ""
    if request.method == "POST":
        keep_other = request.POST.get("keep") == str(pair.other.uuid)
        kept, absorbed = (pair.other, pair.one) if keep_other else (pair.one, pair.other)
        try:
            merge = merge_candidates(kept=kept, absorbed=absorbed, by=viewer(request))
        except MergeRefused as error:
            problem = str(error)
        else:
            toast(
                request,
                f"The records are one now: {kept.name}.",
                undo=reverse("candidates:undo_merge", args=[merge.uuid]),
            )
            return redirect("candidates:candidate", uuid=kept.uuid)
    return render_pair(request, pair, problem)


def render_pair(request: HttpRequest, pair: Pair, problem: str) -> HttpResponse:
    sides: list[Any] = [pair.one, pair.other]
    known = profiles_of(sides)
    found = resemblance(known[pair.one.pk], known[pair.other.pk])
    candidates_listed.send(Candidate, rows=sides, viewer=viewer(request))
    for side in sides:
        side.handles = sorted(known[side.pk].identities)
        side.works = len(known[side.pk].papers)
    context = {"pair": pair, "sides": sides, "found": found or Resemblance(Likeness.POSSIBLE, ()), "problem": problem}
    context["resembles"] = found is not None
    # The older record is the one that links and memories point at.
    context["keep"] = min(sides, key=lambda side: side.pk).uuid
    return render(request, "candidates/matching/compare.html", context, status=422 if problem else 200)


@needs("candidates.merge_candidates", load=load_pair)
@require_POST
def not_same(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Say that these are two people."""
    say_not_same(one=pair.one, other=pair.other, by=viewer(request))
    undo = reverse("candidates:same_again", args=[pair.one.uuid, pair.other.uuid])
    toast(request, "Noted: two different people. They are not proposed again.", undo=undo)
    return redirect("candidates:duplicates")


@needs("candidates.merge_candidates", load=load_pair)
@require_POST
def same_again(request: HttpRequest, pair: Pair) -> HttpResponse:
    take_back_not_same(one=pair.one, other=pair.other, by=viewer(request))
    toast(request, "Taken back. The two are compared again.")
    return redirect("candidates:duplicates")


@needs("candidates.merge_candidates", load=load_merge)
@require_POST
def part(request: HttpRequest, merge: Merge) -> HttpResponse:
    """Undo a merge."""
    try:
        undo_merge(merge=merge, by=viewer(request))
    except MergeRefused as error:
        toast(request, str(error), level="error")
        return redirect("candidates:candidate", uuid=merge.kept.uuid)
    toast(request, "The merge is undone: there are two records again.")
    return redirect("candidates:candidate", uuid=merge.kept.uuid)
