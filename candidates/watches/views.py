"""Watches and their feeds: read, judge, flag."""

import dataclasses
import uuid as uuids
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.papers.models import Paper
from candidates.people.refusals import CandidateError
from candidates.sourcing.refusals import SourcingError
from candidates.watches.actions import (
    flag_leads,
    keep_watch,
    say_of_paper,
    seed_with,
    strike_term,
    teach,
    unflag_leads,
)
from candidates.watches.enums import Act
from candidates.watches.forms import NoteForm, SayForm, WatchForm
from candidates.watches.models import Reading, Watch
from candidates.watches.queries import (
    BEST_FIRST,
    PAGE,
    SHOWS,
    card_of,
    cards_of,
    flags_shown,
    hidden_by,
    outcome_of,
    places_shown,
    venues_known,
    watches_shown,
)
from candidates.watches.refusals import WatchError
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import back_to, needs, posted, toast, viewer

TOASTS = {
    Act.LIKE: "Liked. The ranking learns.",
    Act.DISLIKE: "Not for us. The ranking learns.",
    Act.CLEAR: "The verdict is taken back.",
    Act.SAVE: "Saved for later.",
    Act.UNSAVE: "No longer saved.",
    Act.NOTE: "Noted, for everybody who reads this watch.",
}
UNDONE_BY = {Act.LIKE: Act.CLEAR, Act.DISLIKE: Act.CLEAR, Act.SAVE: Act.UNSAVE, Act.UNSAVE: Act.SAVE}


@dataclasses.dataclass(frozen=True)
class Item:
    """A paper as one watch reads it."""

    watch: Watch
    paper: Paper


def load_watch(user: User, uuid: uuids.UUID) -> Watch:
    if (watch := Watch.objects.visible_to(user).filter(uuid=uuid).first()) is None:
        raise Http404
    return watch


def load_item(user: User, uuid: uuids.UUID, paper: uuids.UUID) -> Item:
    watch = load_watch(user, uuid)
    if (found := Paper.objects.defer("search").filter(uuid=paper).first()) is None:
        raise Http404
    return Item(watch, found)


@needs("candidates.read_papers")
@require_safe
def watches(request: HttpRequest) -> HttpResponse:
    return render(request, "candidates/watches/watches.html", {"watches": watches_shown(viewer(request))})


@needs("candidates.read_papers")
@require_http_methods(["GET", "HEAD", "POST"])
def add_watch(request: HttpRequest) -> HttpResponse:
    return edit(request, Watch(), "The watch is made. Its papers are being ranked.")


@needs("candidates.read_papers", load=load_watch)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_watch(request: HttpRequest, watch: Watch) -> HttpResponse:
    return edit(request, watch, "Saved. The ranking follows.")


def edit(request: HttpRequest, watch: Watch, said: str) -> HttpResponse:
    form = WatchForm(posted(request), instance=watch)
    if not form.is_valid():
        context = {"form": form, "watch": watch if watch.pk else None}
        return render(request, "candidates/watches/form.html", context, status=422 if form.is_bound else 200)
    kept = keep_watch(watch=form.instance, by=viewer(request))
    kept.members.set({*form.cleaned_data["members"], kept.added_by})
    kept.seeds.set(form.cleaned_data["seed_links"])
    teach(kept)
    toast(request, said)
    return redirect("candidates:feed", uuid=kept.uuid)


@needs("candidates.read_papers", load=load_watch)
@require_safe
def feed(request: HttpRequest, watch: Watch) -> HttpResponse:
    """The papers of a watch, best first."""
    if request.headers.get("HX-Request") and "learning" in request.GET:
        return render(request, "candidates/watches/feed.html#learning", {"watch": watch})
    show, user = request.GET.get("show", ""), viewer(request)
    cursor, status, problem = request.GET.get("before") or request.GET.get("after") or "", 200, ""
    try:
        found = places_shown(watch, viewer=user, show=show)
        page = keyset_page(found, order=BEST_FIRST, cursor=cursor, size=PAGE, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    hidden = hidden_by(watch)
    context = {
        "watch": watch,
        "page": page,
        "cards": cards_of(watch, [place.paper for place in page.rows], viewer=user, places=page.rows),
        "show": show,
        "shows": [(value, label, f"?{urlencode({'show': value})}") for value, label in SHOWS],
        "hidden": hidden,
        "hidden_total": sum(papers for _, papers in hidden),
        "outcome": outcome_of(watch, viewer(request)),
        "venues": venues_known(watch),
        "problem": problem,
        "may_flag": user.has_perm("candidates.add_candidate"),
        "back": request.get_full_path(),
    }
    return render(request, "candidates/watches/feed.html", context, status=status)


def answer(request: HttpRequest, item: Item, act: Callable[[], object], said: str, undo: str = "") -> HttpResponse:
    """Do something with a paper, and answer with its card, or with the page it came from."""
    status = 200
    try:
        act()
    except (WatchError, SourcingError, CandidateError) as error:
        toast(request, str(error), level="error")
        status = 422
    else:
        toast(request, said, undo=undo)
    back = back_to(request, reverse("candidates:feed", args=[item.watch.uuid]))
    if request.headers.get("HX-Request"):
        user = viewer(request)
        context = {"card": card_of(item.watch, item.paper, viewer=user), "watch": item.watch, "back": back}
        context["may_flag"] = user.has_perm("candidates.add_candidate")
        return render(request, "candidates/watches/card.html", context, status=status)
    return redirect(back)


@needs("candidates.read_papers", load=load_item)
@require_POST
def say(request: HttpRequest, item: Item) -> HttpResponse:
    """Like, dislike, save, note, or take it back."""
    form = SayForm({"act": request.POST.get("act") or request.GET.get("act"), "note": request.POST.get("note", "")})
    if not form.is_valid():
        return answer(
            request, item, _refused(" ".join(error for errors in form.errors.values() for error in errors)), ""
        )
    act = Act(form.cleaned_data["act"])
    undo = ""
    if act in UNDONE_BY:
        undo = f"{reverse('candidates:say', args=[item.watch.uuid, item.paper.uuid])}?act={UNDONE_BY[act]}"
    given: dict[str, Any] = {"act": act, "note": form.cleaned_data["note"], "by": viewer(request)}
    return answer(request, item, lambda: say_of_paper(watch=item.watch, paper=item.paper, **given), TOASTS[act], undo)


def _refused(words: str) -> Callable[[], object]:
    def refuse() -> object:
        raise WatchError(words)

    return refuse


@needs("candidates.add_candidate", load=load_item)
@require_POST
def flag_from_feed(request: HttpRequest, item: Item) -> HttpResponse:
    """Make who led the paper prospects, with what was noted of it."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return answer(request, item, _refused("A note holds 2,000 characters at most."), "")
    note = form.cleaned_data["note"].strip()
    if not note:
        notes = Reading.objects.filter(watch=item.watch, paper=item.paper, act=Act.NOTE).select_related("person")
        note = "\n\n".join(f"{one.person.name}: {one.note}" for one in notes.order_by("pk"))[:5_000]
    undo = reverse("candidates:unflag_from_feed", args=[item.watch.uuid, item.paper.uuid])
    by = viewer(request)
    return answer(
        request,
        item,
        lambda: flag_leads(watch=item.watch, paper=item.paper, note=note, by=by),
        "Flagged. They are among the flagged authors now.",
        undo,
    )


@needs("candidates.add_candidate", load=load_item)
@require_POST
def unflag_from_feed(request: HttpRequest, item: Item) -> HttpResponse:
    by = viewer(request)
    return answer(
        request, item, lambda: unflag_leads(watch=item.watch, paper=item.paper, by=by), "The flag is taken back."
    )


@needs("candidates.read_papers", load=load_item)
@require_POST
def more_like_this(request: HttpRequest, item: Item) -> HttpResponse:
    """Rank more like this paper, or no longer."""
    back = bool(request.GET.get("back"))
    undo = "" if back else f"{request.path}?back=1"
    said = "No longer a paper to start from." if back else "More like this: the ranking learns."
    return answer(request, item, lambda: seed_with(watch=item.watch, paper=item.paper, back=back), said, undo)


@needs("candidates.read_papers", load=load_watch)
@require_POST
def strike(request: HttpRequest, watch: Watch) -> HttpResponse:
    """Let a term no longer count, or count again."""
    term = request.POST.get("term") or request.GET.get("term", "")
    back = bool(request.POST.get("back") or request.GET.get("back"))
    try:
        strike_term(watch=watch, term=term, back=back)
    except WatchError as error:
        toast(request, str(error), level="error")
    else:
        undo = f"{request.path}?{urlencode({'term': term} if back else {'term': term, 'back': '1'})}"
        toast(request, f"“{term}” {'counts again' if back else 'no longer counts'}. The ranking learns.", undo=undo)
    url = back_to(request, reverse("candidates:feed", args=[watch.uuid]))
    return HttpResponse(headers={"HX-Redirect": url}) if request.headers.get("HX-Request") else redirect(url)


@needs("candidates.read_papers")
@require_safe
def flagged(request: HttpRequest) -> HttpResponse:
    """Authors who were flagged from a feed, the newest first."""
    cursor, status, problem = request.GET.get("before") or request.GET.get("after") or "", 200, ""
    try:
        found = flags_shown(viewer(request))
        page = keyset_page(found, order=("-created_at", "-pk"), cursor=cursor, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    context = {"page": page, "problem": problem}
    return render(request, "candidates/watches/flagged.html", context, status=status)
