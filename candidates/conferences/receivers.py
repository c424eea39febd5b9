"""What merging, erasing and copying a person mean for encounters; their place on a candidate's page; how acts read in a timeline."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse

from candidates.conferences.models import Conference, Encounter, PlannedMeeting
from candidates.matching.models import Merge
from candidates.matching.signals import candidates_merging, merge_undoing
from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing, candidate_panels_wanted
from workspace.activity.wording import Named, name_rows, say
from workspace.panels import Panel
from workspace.reminders.models import Notification
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring
from workspace.written import written_once

MET, PLANNED = "candidates.encounter", "candidates.plannedmeeting"


@receiver(candidates_merging, dispatch_uid="candidates.hand_over_encounters")
def hand_over_encounters(sender: type, *, merge: Merge, kept: Candidate, absorbed: Candidate, **_: Any) -> None:
    """Hand over who was met, and who is to be met where the kept one is on no list yet."""
    met = Encounter.objects.filter(candidate=absorbed)
    merge.moved[MET] = sorted(met.values_list("pk", flat=True))
    met.update(candidate=kept)
    listed = PlannedMeeting.objects.filter(candidate=kept).values("conference")
    planned = PlannedMeeting.objects.filter(candidate=absorbed).exclude(conference__in=listed)
    keys = sorted(planned.values_list("pk", flat=True))
    merge.moved[PLANNED] = keys
    PlannedMeeting.objects.filter(pk__in=keys).update(candidate=kept)


@receiver(merge_undoing, dispatch_uid="candidates.give_back_encounters")
def give_back_encounters(sender: type, *, merge: Merge, **_: Any) -> None:
    for label, model in ((MET, Encounter), (PLANNED, PlannedMeeting)):
        rows: Any = model._default_manager
        rows.filter(pk__in=merge.moved.get(label, []), candidate=merge.kept).update(candidate=merge.absorbed_id)


@receiver(candidate_erasing, dispatch_uid="candidates.forget_encounters")
def forget_encounters(sender: type, *, candidate: Candidate, **_: Any) -> None:
    """Delete what was written about meeting them, and reminders of it."""
    for met in Encounter.objects.filter(candidate=candidate):
        Notification.objects.filter(key__startswith=f"encounter/{met.uuid}/").delete()
    Encounter.objects.filter(candidate=candidate).delete()
    PlannedMeeting.objects.filter(candidate=candidate).delete()


@receiver(candidate_copy_wanted, dispatch_uid="candidates.copy_encounters")
def copy_encounters(sender: type, *, candidate: Candidate, viewer: User, **_: Any) -> dict[str, list[dict[str, Any]]]:
    rows = Encounter.objects.visible_to(viewer).filter(candidate=candidate).order_by("pk")
    fields = (
        "conference__name",
        "conference__year",
        "met_at",
        "name",
        "handle",
        "place",
        "said",
        "consent",
        "follow_up_on",
    )
    return {"encounters": list(rows.values(*fields))}


@receiver(candidate_panels_wanted, dispatch_uid="candidates.show_encounters")
def show_encounters(sender: type, *, candidate: Candidate, viewer: User, **_: Any) -> list[Panel]:
    """Show who met them where, to those who plan hiring. One query."""
    if not plans_hiring(viewer):
        return []
    found = _latest_encounters(candidate.pk, viewer)
    return (
        [Panel("candidates/conferences/panel.html", order=30, context={"encounters": found}, side=True)]
        if found
        else []
    )


@written_once
def _latest_encounters(candidate: int, viewer: User) -> "QuerySet[Encounter]":
    rows = Encounter.objects.visible_to(viewer).filter(candidate=candidate).select_related("met_by", "conference")
    return rows.order_by("-met_at")[:10]


def name_encounters(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say which encounters these are, without a name: who may know it opens the page. One query."""
    rows = Encounter.objects.filter(uuid__in=uuids).select_related("conference")
    return {
        row.uuid: Named(
            f"an encounter at {row.conference}" if row.conference else "an encounter",
            reverse("candidates:encounter", args=[row.uuid]),
        )
        for row in rows
    }


def name_conferences(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say how these conferences are called. One query."""
    rows = Conference.objects.filter(uuid__in=uuids)
    return {row.uuid: Named(str(row), reverse("candidates:conference", args=[row.uuid])) for row in rows}


name_rows("encounter", name_encounters)
name_rows("conference", name_conferences)
say("added_conference", "added the conference")
say("edited_conference", "changed the conference")
say("logged_encounter", "logged")
say("attached_encounter", "noted meeting")
say("detached_encounter", "took back having met")
say("removed_encounter", "deleted an encounter of")
