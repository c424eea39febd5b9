"""Reading sprints: start, claim, read, go on."""

import dataclasses
import uuid as uuids

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from candidates.papers.models import Paper
from candidates.watches.models import Sprint, SprintPaper, Watch
from candidates.watches.queries import cards_of
from candidates.watches.refusals import WatchError
from candidates.watches.sprints import CLAIM_HOLDS, claim_papers, finish_paper, progress_of, start_sprint
from candidates.watches.views import load_watch
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


@dataclasses.dataclass(frozen=True)
class Reads:
    sprint: Sprint
    paper: Paper


def load_sprint(user: User, uuid: uuids.UUID) -> Sprint:
    watches = Watch.objects.visible_to(user)
    sprint = Sprint.objects.select_related("watch").filter(watch__in=watches, uuid=uuid).first()
    if sprint is None:
        raise Http404
    return sprint


def load_sprint_paper(user: User, uuid: uuids.UUID, paper: uuids.UUID) -> Reads:
    sprint = load_sprint(user, uuid)
    if (found := Paper.objects.filter(pk__in=sprint.papers.values("paper"), uuid=paper).first()) is None:
        raise Http404
    return Reads(sprint, found)


@needs("candidates.read_papers", load=load_watch)
@require_POST
def start(request: HttpRequest, watch: Watch) -> HttpResponse:
    """Start reading a venue together, or join those who do."""
    try:
        sprint = start_sprint(watch=watch, venue=request.POST.get("venue", "").strip()[:200], by=viewer(request))
    except WatchError as error:
        toast(request, str(error), level="error")
        return redirect("candidates:feed", uuid=watch.uuid)
    return redirect("candidates:sprint", uuid=sprint.uuid)


@needs("candidates.read_papers", load=load_sprint)
@require_safe
def sprint(request: HttpRequest, sprint: Sprint) -> HttpResponse:
    """What this reader holds, and how far all are."""
    user = viewer(request)
    held = SprintPaper.objects.filter(sprint=sprint, reader=user, read_at=None)
    rows = held.filter(claimed_at__gt=timezone.now() - CLAIM_HOLDS).select_related("paper").order_by("number")
    context = {
        "sprint": sprint,
        "watch": sprint.watch,
        "cards": cards_of(sprint.watch, [row.paper for row in rows], viewer=user),
        "progress": progress_of(sprint),
        "back": request.path,
        "may_flag": user.has_perm("candidates.add_candidate"),
    }
    return render(request, "candidates/watches/sprint.html", context)


@needs("candidates.read_papers", load=load_sprint)
@require_POST
def claim(request: HttpRequest, sprint: Sprint) -> HttpResponse:
    if not claim_papers(sprint=sprint, by=viewer(request)):
        toast(request, "Nothing is left to claim: the rest is read, or in somebody’s hands.")
    return redirect("candidates:sprint", uuid=sprint.uuid)


@needs("candidates.read_papers", load=load_sprint_paper)
@require_POST
def finish(request: HttpRequest, reads: Reads) -> HttpResponse:
    """Mark a paper as read and take the next."""
    user = viewer(request)
    try:
        finish_paper(sprint=reads.sprint, paper=reads.paper, by=user)
    except WatchError as error:
        toast(request, str(error), level="error")
    else:
        claim_papers(sprint=reads.sprint, by=user)
    return redirect("candidates:sprint", uuid=reads.sprint.uuid)
