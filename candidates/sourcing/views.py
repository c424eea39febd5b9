"""Papers: paste a link, read, flag an author."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates.connectors.links import Link
from candidates.papers.actions import store_paper
from candidates.papers.models import Paper
from candidates.people.handles import handles_in
from candidates.people.models import Candidate, walls_before_candidates
from candidates.people.refusals import CandidateError
from candidates.sourcing.actions import channel_for_papers, flag_author, unflag_author
from candidates.sourcing.destinations import DESTINATIONS
from candidates.sourcing.forms import FlagForm, PaperForm, PasteForm
from candidates.sourcing.lookups import ask_for_paper, known_paper
from candidates.sourcing.models import LookupState, PaperLookup
from candidates.sourcing.queries import add_authors, papers_shown, view_of
from candidates.sourcing.refusals import SourcingError
from workspace.paging import BadCursor, KeysetPage, keyset_page
from workspace.staff.models import User
from workspace.web import needs, toast, viewer

SHOWS = (("", "All"), ("flagged", "With a prospect"), ("unread", "Nobody flagged yet"))
NEWEST_FIRST = ("-created_at", "-pk")


def load_paper(_user: User, uuid: str) -> Paper:
    if (paper := Paper.objects.defer("search").filter(uuid=uuid).first()) is None:
        raise Http404
    return paper


def load_lookup(_user: User, uuid: str) -> PaperLookup:
    if (lookup := PaperLookup.objects.select_related("paper").filter(uuid=uuid).first()) is None:
        raise Http404
    return lookup


@needs("candidates.read_papers")
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Everything that was pasted or imported, the newest first."""
    words, show = request.GET.get("q", "")[:200].strip(), request.GET.get("show", "")
    cursor, status, problem = request.GET.get("before") or request.GET.get("after") or "", 200, ""
    try:
        found = papers_shown(viewer=viewer(request), words=words, show=show)
        page = keyset_page(found, order=NEWEST_FIRST, cursor=cursor, backwards="before" in request.GET)
    except BadCursor as error:
        page, status, problem = KeysetPage([], "", ""), 400, str(error)
    add_authors(page.rows, viewer=viewer(request))
    shows = [(value, label, f"?{urlencode({'show': value, 'q': words})}") for value, label in SHOWS]
    context = {"page": page, "q": words, "show": show, "shows": shows, "problem": problem}
    return render(request, "candidates/sourcing/papers.html", context, status=status)


@needs("candidates.read_papers")
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    """Take any link and go where it leads."""
    pasted = request.POST if request.method == "POST" else None
    form = PasteForm(pasted, initial={"link": request.GET.get("link", "")[:2000]})
    if form.is_valid():
        return follow(request, form.cleaned_data["link"])
    waiting = PaperLookup.objects.filter(requested_by=viewer(request)).exclude(state=LookupState.FOUND)
    context = {"form": form, "waiting": waiting.order_by("-asked_at")[:10]}
    return render(request, "candidates/sourcing/paste.html", context, status=422 if form.is_bound else 200)


def follow(request: HttpRequest, link: Link) -> HttpResponse:
    """Go to the paper, to the person we know, or to where either is added."""
    if link.is_paper:
        if paper := known_paper(link):
            toast(request, "We have this paper already.")
            return redirect("candidates:paper", uuid=paper.uuid)
        return redirect("candidates:lookup", uuid=ask_for_paper(link=link, by=viewer(request)).uuid)
    if link.kind in DESTINATIONS:
        return redirect(DESTINATIONS[link.kind](link, viewer(request)))
    handle = next(iter(handles_in(link.url)), None)
    if handle is not None:
        known = Candidate.objects.visible_to(viewer(request)).filter(
            identities__kind=handle.kind, identities__value=handle.value, identities__deleted_at=None
        )
        if candidate := known.first():
            toast(request, f"{candidate.name} is known already.")
            return redirect("candidates:candidate", uuid=candidate.uuid)
    text = link.url.removeprefix("mailto:")
    return redirect(f"{reverse('candidates:add')}?{urlencode({'handles': text})}")


@needs("candidates.read_papers", load=load_lookup)
@require_safe
def lookup(request: HttpRequest, lookup: PaperLookup) -> HttpResponse:
    """How far a link is; the page asks again by itself until there is an answer."""
    if lookup.paper:
        url = reverse("candidates:paper", args=[lookup.paper.uuid])
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": url})
        return redirect(url)
    part = "#lookup-state" if request.headers.get("HX-Request") else ""
    return render(request, f"candidates/sourcing/lookup.html{part}", {"lookup": lookup})


@needs("candidates.read_papers", load=load_lookup)
@require_POST
def retry_lookup(request: HttpRequest, lookup: PaperLookup) -> HttpResponse:
    again = ask_for_paper(link=lookup.link, by=viewer(request))
    return redirect("candidates:lookup", uuid=again.uuid)


@needs("candidates.read_papers")
@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: HttpRequest) -> HttpResponse:
    """Write a paper down that no source tells of."""
    pasted = request.POST if request.method == "POST" else None
    form = PaperForm(pasted, initial={"link": request.GET.get("link", "")[:500]})
    if form.is_valid():
        stored = store_paper(record=form.record, by=viewer(request))
        toast(request, "The paper is added." if stored.is_new else "We have this paper already.")
        return redirect("candidates:paper", uuid=stored.paper.uuid)
    return render(request, "candidates/sourcing/by_hand.html", {"form": form}, status=422 if form.is_bound else 200)


@needs("candidates.read_papers", load=load_paper)
@require_safe
def paper(request: HttpRequest, paper: Paper) -> HttpResponse:
    """A paper, its authors in order, and who of them we know."""
    return render_paper(request, paper, FlagForm(initial={"channel": getattr(channel_for_papers(), "slug", "")}))


def render_paper(request: HttpRequest, paper: Paper, form: FlagForm) -> HttpResponse:
    view = view_of(paper, viewer=viewer(request))
    context = {
        "view": view,
        "paper": paper,
        "form": form,
        "may_flag": request.user.has_perm("candidates.add_candidate"),
    }
    chosen: Any = form["author"].value() if form.is_bound else view.chosen
    context |= {"chosen": str(chosen or ""), "first": view.lines[:12], "rest": view.lines[12:]}
    return render(request, "candidates/sourcing/paper.html", context, status=422 if form.errors else 200)


@needs("candidates.add_candidate", load=load_paper)
@require_POST
def flag(request: HttpRequest, paper: Paper) -> HttpResponse:
    """Make the chosen author a prospect, with this paper as evidence and the reader's note."""
    form = FlagForm(request.POST)
    if not form.is_valid():
        return render_paper(request, paper, form)
    choice, user = form.cleaned_data["author"], viewer(request)
    authorship = paper.authorships.filter(position=choice.position).first()
    known = Candidate.objects.visible_to(user).filter(uuid=choice.candidate).first() if choice.candidate else None
    if authorship is None or (choice.candidate and known is None):
        form.add_error("author", "Choose an author from the list.")
        return render_paper(request, paper, form)
    given = {"note": form.cleaned_data["note"], "channel": form.cleaned_data["channel"]}
    try:
        flag_author(authorship=authorship, candidate=known, by=user, **given)
    except (SourcingError, CandidateError) as error:
        form.add_error(None, str(error))
        return render_paper(request, paper, form)
    undo = reverse("candidates:unflag", args=[paper.uuid, choice.position])
    toast(request, f"{authorship.name} is a prospect now, with this paper as evidence.", undo=undo)
    return redirect("candidates:paper", uuid=paper.uuid)


def load_paper_of_author(user: User, uuid: str, position: int) -> Any:
    found = load_paper(user, uuid).authorships.filter(position=position).select_related("candidate", "paper").first()
    if found is None or found.candidate is None:
        raise Http404
    noted = found.candidate.evidence.filter(paper=found.paper_id, noted_by=user)
    mine = noted.exclude(walls_before_candidates.q(user, "candidate")).exists()
    if not mine and not Candidate.objects.visible_to(user).filter(pk=found.candidate.pk).exists():
        raise Http404
    return found


@needs("candidates.add_candidate", load=load_paper_of_author)
@require_POST
def unflag(request: HttpRequest, authorship: Any) -> HttpResponse:
    """Undo the flag."""
    try:
        gone = unflag_author(authorship=authorship, by=viewer(request))
    except (SourcingError, CandidateError) as error:
        toast(request, str(error), level="error")
    else:
        kept = "" if gone else " Their file stays, since it holds more than this paper."
        toast(request, f"{authorship.name} is no longer flagged.{kept}")
    return redirect("candidates:paper", uuid=authorship.paper.uuid)
