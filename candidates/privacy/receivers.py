"""What privacy does when a record comes in, and where it shows itself: on a candidate's page, and in the log."""

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from candidates.matching.models import Merge
from candidates.matching.signals import candidates_merging, merge_undoing
from candidates.people.handles import Handle
from candidates.people.models import Candidate, Identity
from candidates.people.page import PageLink
from candidates.people.refusals import CandidateError
from candidates.people.signals import (
    candidate_added,
    candidate_copy_wanted,
    candidate_links_wanted,
    candidate_panels_wanted,
    contact_allowing,
    handles_judged,
    identity_added,
)
from candidates.privacy.clock import begin_clock
from candidates.privacy.models import Notice, Objection
from candidates.privacy.objecting import refusal, suppress, suppressed
from workspace.activity.wording import say
from workspace.panels import Panel
from workspace.staff.models import User
from workspace.staff.rules import is_recruiting
from workspace.staff.settings_cards import SettingsCard, add_settings_card
from workspace.written import written_once

MOVED = "candidates.notice"


@receiver(candidate_links_wanted, dispatch_uid="candidates.privacy_links")
def privacy_links(candidate: Candidate, viewer: User, **_: Any) -> list[PageLink]:
    if not viewer.has_perm("candidates.erase_candidate", candidate):
        return []
    return [
        PageLink("They object…", reverse("candidates:note_objection", args=[candidate.uuid]), "hand-stop", order=70),
        PageLink("Copy of their data", reverse("candidates:copy", args=[candidate.uuid]), "file-zip", order=80),
        PageLink("Erase…", reverse("candidates:erase", args=[candidate.uuid]), "eraser", order=90, danger=True),
    ]


@receiver(candidate_panels_wanted, dispatch_uid="candidates.notice_panel")
def notice_panel(candidate: Candidate, viewer: User, **_: Any) -> list[Panel]:
    """Where the record is from, and whether they know of it; for those who recruit. One query."""
    if not is_recruiting(viewer):
        return []
    context = {
        "candidate": candidate,
        "notice": _notices.first(candidate.pk),
        "may_put_off": viewer.is_admin,
        "now": timezone.now(),
    }
    return [Panel("candidates/privacy/panel.html", order=60, context=context, side=True, tab="Privacy")]


@written_once
def _notices(candidate: int) -> "QuerySet[Notice]":
    """What a record's clock says, with when they objected: one row or none."""
    standing = Objection.objects.filter(candidate=OuterRef("candidate"), lifted_at=None)
    rows = Notice.objects.filter(candidate=candidate).select_related("put_off_by", "given_by")
    return rows.annotate(objected_at=Subquery(standing.values("created_at")[:1]))


@receiver(candidate_added, dispatch_uid="candidates.begin_clock")
def start_clock(candidate: Candidate, **_: Any) -> None:
    begin_clock(candidate)


@receiver(handles_judged, dispatch_uid="candidates.keep_out_who_objected")
def keep_out_who_objected(handles: Collection[Handle], candidate: Candidate | None, **_: Any) -> dict[Handle, str]:
    """Refuse the handles of people who objected, whoever brings them and in whatever way."""
    return {handle: refusal(handle, moment) for handle, moment in suppressed(handles, but_for=candidate).items()}


@receiver(identity_added, dispatch_uid="candidates.suppress_new_handle")
def suppress_new_handle(identity: Identity, **_: Any) -> None:
    """A further handle of somebody who objected is theirs too."""
    for objection in Objection.objects.filter(candidate=identity.candidate_id, lifted_at=None):
        suppress(objection, [(identity.kind, identity.value)])


@receiver(contact_allowing, dispatch_uid="candidates.objection_is_theirs")
def objection_is_theirs(candidate: Candidate, **_: Any) -> None:
    """Nobody clicks an objection away."""
    if Objection.objects.filter(candidate=candidate, lifted_at=None).exists():
        raise CandidateError(
            "They objected themselves. If they told us that they want to hear from us again, an admin lifts the objection "
            "under Settings, Privacy."
        )


@receiver(candidates_merging, dispatch_uid="candidates.merge_notices")
def merge_notices(merge: Merge, kept: Candidate, absorbed: Candidate, by: User, **_: Any) -> None:
    """Who was told once was told; an objection holds for the person, under whichever record."""
    begin_clock(kept)
    mine, theirs = Notice.objects.get(candidate=kept), Notice.objects.filter(candidate=absorbed).first()
    if theirs and theirs.is_given and not mine.is_given:
        Notice.objects.filter(pk=mine.pk).update(
            given_at=theirs.given_at, given_how=theirs.given_how, given_by=theirs.given_by
        )
        merge.moved[MOVED] = True
    if not Objection.objects.filter(candidate=kept, lifted_at=None).exists():
        standing = Objection.objects.filter(candidate=absorbed, lifted_at=None)
        merge.moved["candidates.objection"] = list(standing.values_list("pk", flat=True))
        standing.update(candidate=kept)


@receiver(merge_undoing, dispatch_uid="candidates.part_notices")
def part_notices(merge: Merge, by: User, **_: Any) -> None:
    if merge.moved.get(MOVED):
        Notice.objects.filter(candidate=merge.kept).update(given_at=None, given_how="", given_by=None)
    keys = merge.moved.get("candidates.objection", [])
    Objection.objects.filter(pk__in=keys, candidate=merge.kept).update(candidate=merge.absorbed)


@receiver(candidate_copy_wanted, dispatch_uid="candidates.copy_notice")
def copy_notice(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person where we have their data from, why we keep it, and since when they know."""
    notices = Notice.objects.filter(candidate=candidate)
    return {"where we have this from": list(notices.values("source", "basis", "obtained_at", "given_at", "given_how"))}


for verb, words in {
    "erased_candidate": "erased",
    "copied_candidate": "took a copy of all data of",
    "told_candidate": "noted ({how}) that we told about their data:",
    "put_off_deletion": "put off the deletion of",
    "took_back_delay": "took back a delay of the deletion of",
    "objected": "noted an objection ({way}) of",
    "lifted_objection": "lifted the objection of",
    "edited_privacy_words": "changed what first letters say about personal data",
}.items():
    say(verb, words)
add_settings_card(
    SettingsCard(
        "candidates:privacy", "shield-lock", "Privacy", "Who has to be told, what was deleted, who objected.", 70
    )
)
