"""What the pipeline does when a lower app speaks, and the ways in it opens."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse

from candidates.matching.models import Merge
from candidates.matching.signals import MergeRefused, candidates_merging, merge_undoing
from candidates.outreach.actions import stop_conversation
from candidates.outreach.enums import Stop
from candidates.outreach.models import Conversation
from candidates.outreach.openings import hold_back
from candidates.people.models import Candidate, ways_to_candidates
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from candidates.privacy.keepers import keep_from_clock
from hiring.pipeline.actions import withdraw_application
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application, ApplicationNote, StageChange
from hiring.pipeline.signals import application_moved
from workspace.activity.wording import Named, name_rows, say
from workspace.staff.models import User

MOVED = "hiring.application"


def candidates_in_roles_of(user: User) -> "QuerySet[Any]":
    """Keys of the candidates with an application to a role this user may see."""
    return Application.objects.in_roles_of(user).values("candidate")


ways_to_candidates.add("hiring", candidates_in_roles_of)


@receiver(candidates_merging, dispatch_uid="hiring.take_applications_along")
def take_applications_along(merge: Merge, kept: Candidate, absorbed: Candidate, by: User, **_: Any) -> None:
    """Hand the absorbed candidate's applications to the kept one; refuse where both are active on one role."""
    theirs = Application.objects.filter(candidate=absorbed)
    mine = Application.objects.active().filter(candidate=kept)
    twice = theirs.active().filter(role__in=mine.values("role")).select_related("role").first()
    if twice is not None:
        raise MergeRefused(f"Both are active on {twice.role}. End one of the two applications first.")
    keys = sorted(theirs.values_list("pk", flat=True))
    theirs.update(candidate=kept)
    merge.moved[MOVED] = keys


@receiver(merge_undoing, dispatch_uid="hiring.give_applications_back")
def give_applications_back(merge: Merge, by: User, **_: Any) -> None:
    """Hand back what the merge had moved, but for what has been moved on since."""
    keys = merge.moved.get(MOVED, [])
    Application.objects.filter(pk__in=keys, candidate=merge.kept).update(candidate=merge.absorbed)


@receiver(candidate_erasing, dispatch_uid="hiring.erase_words")
def erase_words(candidate: Candidate, by: User, **_: Any) -> None:
    """End what is open and clear what was written about a person. That somebody moved through the stages stays, as counts need it."""
    with transaction.atomic():
        for application in Application.objects.active().filter(candidate=candidate):
            withdraw_application(application=application, by=by)
        ApplicationNote.objects.filter(application__candidate=candidate).update(text="")
        Application.objects.filter(candidate=candidate).update(channel_detail="")
        StageChange.erasable.filter(application__candidate=candidate).exclude(note="").update(note="")


@receiver(candidate_copy_wanted, dispatch_uid="hiring.copy_applications")
def copy_applications(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person of their applications, the moves they made and what was noted."""
    applications = Application.objects.visible_to(viewer).filter(candidate=candidate)
    changes = StageChange.objects.filter(application__in=applications).order_by("happened_at", "pk")
    notes = ApplicationNote.objects.filter(application__in=applications).order_by("pk")
    return {
        "applications": list(
            applications.order_by("pk").values(
                "role__title",
                "stage__name",
                "standing",
                "applied_at",
                "closed_at",
                "closing_reason__text",
                "channel_detail",
            )
        ),
        "moves": list(
            changes.values(
                "application__role__title", "before__name", "after__name", "standing_after", "happened_at", "note"
            )
        ),
        "notes on applications": list(notes.values("application__role__title", "text", "created_at")),
    }


def in_a_pipeline(keys: Collection[int]) -> dict[int, str]:
    """Keep from the privacy clock who is in a pipeline or was hired: a person tells them, or ends the application. One query."""
    standing = [Standing.ACTIVE, Standing.HIRED]
    rows = Application.objects.filter(candidate__in=keys, standing__in=standing).values_list("candidate", flat=True)
    return dict.fromkeys(rows, "In a role’s pipeline: tell them, or end the application.")


keep_from_clock("pipeline", in_a_pipeline)


def active_elsewhere(candidate: Candidate, opening: uuid.UUID | None) -> str:
    """Hold a letter back from leaving by itself where they are in another role's pipeline. Which role is not said: it may be confidential."""
    active = Application.objects.active().filter(candidate=candidate)
    if opening:
        active = active.exclude(role__uuid=opening)
    return "They are in a role’s pipeline now." if active.exists() else ""


hold_back("pipeline", active_elsewhere)


@receiver(application_moved, dispatch_uid="hiring.stop_writing_to_who_applied")
def stop_writing_to_who_applied(change: StageChange, **_: Any) -> None:
    """Who comes into another role's pipeline is talked to there; a letter about something else would only confuse them."""
    if change.before_id is not None or change.standing_after != Standing.ACTIVE:
        return
    role = change.application.role
    going = Conversation.objects.going_on().filter(candidate=change.application.candidate_id).exclude(opening=role.uuid)
    for conversation in going:
        stop_conversation(conversation=conversation, why=Stop.APPLIED, by=change.by)


def name_applications(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whose applications these are, today. One query."""
    rows = Application.objects.filter(uuid__in=uuids).select_related("candidate", "role")
    return {
        row.uuid: Named(f"{row.candidate} for {row.role}", reverse("hiring:application", args=[row.uuid]))
        for row in rows
    }


def name_changes(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whose applications these changes moved, today. One query."""
    rows = StageChange.objects.filter(uuid__in=uuids).select_related("application__candidate", "application__role")
    return {
        row.uuid: Named(
            f"{row.application.candidate} for {row.application.role}",
            reverse("hiring:application", args=[row.application.uuid]),
        )
        for row in rows
    }


name_rows("application", name_applications)
name_rows("stagechange", name_changes)
say("added_application", "added to “{to}”")
say("took_back_application", "took back the entry into “{to}” of")
say("moved_application", "moved from “{from}” to “{to}”")
say("rejected_application", "rejected in “{to}” ({reason})")
say("withdrew_application", "noted a withdrawal in “{to}”")
say("hired_application", "hired in “{to}”")
say("reopened_application", "reopened in “{to}”")
say("undid_change", "undid a change, back to “{to}”, of")
say("noted_on_application", "wrote a note")
