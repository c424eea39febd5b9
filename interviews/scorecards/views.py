"""Filling in, submitting, amending and reading scorecards."""

import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews.kits.queries import in_full
from interviews.kits.views import kit_context
from interviews.schedule.queries import candidates_clock
from interviews.schedule.times import other_clocks
from interviews.scorecards.actions import amend_scorecard, save_draft, submit_scorecard
from interviews.scorecards.draft import BadDraft, Draft
from interviews.scorecards.drafting import names_of
from interviews.scorecards.form import scorecard_form
from interviews.scorecards.models import Drafted, Scorecard
from interviews.scorecards.queries import criteria_for, draft_of
from interviews.scorecards.reading import cards_of, file_of
from interviews.scorecards.refusals import Incomplete, ScorecardError, StaleDraft
from interviews.scorecards.renewal import newer_kit, renew_kit
from interviews.scorecards.rules import is_blinded
from interviews.scorecards.signals import scorecard_panels_wanted
from interviews.works.queries import NO_WORK, work_of
from workspace.activity.actions import log_view
from workspace.panels import gather_panels
from workspace.staff.models import User
from workspace.web import needs, toast, viewer


def load_scorecard(user: User, scorecard: uuid.UUID) -> Scorecard:
    """Find a scorecard among those whose content this user may read: the blind policy answers 404."""
    rows = Scorecard.objects.readable_by(user).select_related(
        "author", "seat__interview", "application__candidate", "application__role", "kit__assessment_type"
    )
    found = rows.filter(uuid=scorecard).first()
    if found is None:
        raise Http404("There is no such scorecard.")
    return found


@dataclass
class Attempt:
    """What came of a post: what was typed, what is wrong with it, and what another window has."""

    draft: Draft
    problems: dict[str, str] = field(default_factory=dict)
    refusal: str = ""
    theirs: Draft | None = None
    status: int = 422


@require_safe
@needs("interviews.read_scorecard", load=load_scorecard)
def scorecard(request: HttpRequest, card: Scorecard) -> HttpResponse:
    """Show a scorecard: to its author the form until it is submitted, then, as to every reader, what it says."""
    user = viewer(request)
    log_view(subject=card, by=user, candidate=card.application.candidate.uuid)
    if card.author_id == user.pk and card.submitted_at is None:
        return _form_page(request, card)
    return _reading_page(request, card, user)


@require_POST
@needs("interviews.write_scorecard", load=load_scorecard)
def submit(request: HttpRequest, card: Scorecard) -> HttpResponse:
    """Save or submit the form as a whole; what cannot be taken comes back with everything that was typed."""
    try:
        draft = Draft.from_form(request.POST.dict())
    except BadDraft as error:
        return _form_page(request, card, Attempt(Draft.salvage(request.POST.dict()), refusal=str(error)))
    revision = revision_of(request)
    try:
        if request.POST.get("go") == "save":
            save_draft(scorecard=card, draft=draft, revision=revision, by=viewer(request))
            toast(request, "Saved. Only you can see it until you submit.")
        else:
            submit_scorecard(scorecard=card, draft=draft, revision=revision, by=viewer(request))
            toast(request, "Submitted. You can read the others’ scorecards now.")
    except ScorecardError as error:
        return _form_page(request, card, attempt_of(card, draft, error, "submitted_at", "released_at"))
    return redirect("interviews:scorecard", card.uuid)


@require_POST
@needs("interviews.write_scorecard", load=load_scorecard)
def renew(request: HttpRequest, card: Scorecard) -> HttpResponse:
    """Go on under the newest version of the kit, with everything that was typed."""
    try:
        renewed = renew_kit(scorecard=card, by=viewer(request))
    except ScorecardError as error:
        toast(request, str(error), level="error")
    else:
        toast(request, f"You go on under version {renewed.kit.version}. Nothing you wrote was lost.")
    return redirect("interviews:scorecard", card.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("interviews.write_scorecard", load=load_scorecard)
def amend(request: HttpRequest, card: Scorecard) -> HttpResponse:
    """Follow what was submitted with a further version that says why."""
    if card.submitted_at is None:
        return redirect("interviews:scorecard", card.uuid)
    if request.method != "POST":
        return _form_page(request, card)
    try:
        draft = Draft.from_form(request.POST.dict())
        if request.POST.get("go") == "save":
            save_draft(scorecard=card, draft=draft, revision=revision_of(request), by=viewer(request))
            toast(request, "Saved. What you submitted stands until you submit the amendment.")
            return redirect("interviews:amend-scorecard", card.uuid)
        amend_scorecard(scorecard=card, draft=draft, revision=revision_of(request), by=viewer(request))
    except BadDraft as error:
        return _form_page(request, card, Attempt(Draft.salvage(request.POST.dict()), refusal=str(error)))
    except ScorecardError as error:
        return _form_page(request, card, attempt_of(card, draft, error, "submitted_at", "released_at"))
    toast(request, "Amended. The version before stays, and everybody can see that this is a further one.")
    return redirect("interviews:scorecard", card.uuid)


@require_POST
@needs("interviews.write_scorecard", load=load_scorecard)
def autosave(request: HttpRequest, card: Scorecard) -> HttpResponse:
    """Keep what is being typed, sent as a form or as JSON; say which revision that makes."""

    def save(draft: Draft, revision: int) -> Drafted:
        return save_draft(scorecard=card, draft=draft, revision=revision, by=viewer(request))

    return keep_typing(request, card, save)


def keep_typing(request: HttpRequest, row: Drafted, save: Callable[[Draft, int], Drafted]) -> JsonResponse:
    """Answer an autosave: the revision it made, or what another window has instead."""
    try:
        saved = save(*sent_draft(request))
    except BadDraft as error:
        return JsonResponse({"error": str(error)}, status=422)
    except ScorecardError as error:
        row.refresh_from_db(fields=["draft", "draft_revision"])
        told = {"error": str(error), "revision": row.draft_revision, "theirs": Draft.from_json(row.draft).as_json()}
        return JsonResponse(told, status=409)
    answer = JsonResponse({"revision": saved.draft_revision, "saved_at": saved.draft_saved_at})
    answer["X-Draft-Version"] = str(saved.draft_revision)
    return answer


def sent_draft(request: HttpRequest) -> tuple[Draft, int]:
    if request.content_type != "application/json":
        return Draft.from_form(request.POST.dict()), revision_of(request)
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadDraft("This is not JSON.") from error
    if not isinstance(sent, dict) or not isinstance(sent.get("revision"), int) or isinstance(sent["revision"], bool):
        raise BadDraft("Send “draft” and the “revision” it started from.")
    return Draft.from_json(sent.get("draft")), sent["revision"]


def revision_of(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def attempt_of(row: Drafted, draft: Draft, error: ScorecardError, *facts: str) -> Attempt:
    """Return what the page says of a refusal; the row is read anew, with these facts of its own."""
    row.refresh_from_db(fields=["draft", "draft_revision", *facts])
    if isinstance(error, Incomplete):
        return Attempt(draft, problems=error.problems)
    theirs = Draft.from_json(row.draft) if isinstance(error, StaleDraft) else None
    return Attempt(draft, refusal=str(error), theirs=theirs, status=409)


def _form_page(request: HttpRequest, card: Scorecard, attempt: Attempt | None = None) -> HttpResponse:
    criteria = criteria_for(card)
    draft = attempt.draft if attempt else draft_of(card, criteria)
    form = scorecard_form(criteria, draft, attempt.problems if attempt else {}, names_of(draft))
    is_amendment = card.submitted_at is not None
    target = "interviews:amend-scorecard" if is_amendment else "interviews:submit-scorecard"
    context = {
        **_about(card, viewer(request)),
        "form": form,
        "attempt": attempt,
        "action": reverse(target, args=[card.uuid]),
        "is_amendment": is_amendment,
        "newer_kit": newer_kit(card),
        "tab": secrets.token_urlsafe(9),
        "panels": gather_panels(scorecard_panels_wanted, Scorecard, card=card),
        "file": file_of(card.application.candidate, viewer(request)) if card.released_at is None else None,
    }
    return render(request, "interviews/scorecards/fill.html", context, status=attempt.status if attempt else 200)


def _reading_page(request: HttpRequest, card: Scorecard, user: User) -> HttpResponse:
    cards = cards_of(card.application, user)
    context = {
        **_about(card, user),
        "shown": next(one for one in cards if one.card.pk == card.pk),
        "others": [one for one in cards if one.card.pk != card.pk],
        "is_blind": is_blinded(user, card.application),
    }
    return render(request, "interviews/scorecards/read.html", context)


def _about(card: Scorecard, user: User) -> dict[str, Any]:
    """Return what stands above every scorecard: who, when, with which kit."""
    kit = in_full(type(card.kit).objects.filter(pk=card.kit_id)).get()
    interview = card.seat.interview
    interview.application = card.application
    # Who lost the seat prepares for nothing any more.
    at_hand = work_of(interview, kit) if card.released_at is None else NO_WORK
    return {
        "card": card,
        "at_hand": at_hand,
        "application": card.application,
        "interview": interview,
        "is_overdue": card.is_overdue(timezone.now()),
        "is_early": card.submitted_at is None and timezone.now() < interview.starts_at,
        "clocks": []
        if interview.is_at_home
        else other_clocks(interview.starts_at, interview.ends_at, candidates_clock(card.application), user.zone),
        **kit_context(kit, at_hand.words),
    }
