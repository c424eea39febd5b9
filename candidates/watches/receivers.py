"""What watches do when a person is merged or asks for a copy, and how their acts read."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.urls import reverse

from candidates.matching.models import Merge
from candidates.matching.signals import candidates_merging, merge_undoing
from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted
from candidates.watches.enums import Act
from candidates.watches.models import Reading, Watch, WatchFlag
from workspace.activity.wording import Named, name_rows, say
from workspace.staff.models import User
from workspace.staff.rules import is_recruiting

MOVED = "candidates.watch_flag"


@receiver(candidates_merging, dispatch_uid="candidates.merge_watch_flags")
def merge_flags(merge: Merge, kept: Candidate, absorbed: Candidate, **_: Any) -> None:
    """Hand the absorbed record's flags over."""
    theirs = WatchFlag.objects.filter(candidate=absorbed)
    merge.moved[MOVED] = sorted(theirs.values_list("pk", flat=True))
    theirs.update(candidate=kept)


@receiver(merge_undoing, dispatch_uid="candidates.part_watch_flags")
def part_flags(merge: Merge, **_: Any) -> None:
    WatchFlag.objects.filter(pk__in=merge.moved.get(MOVED, []), candidate=merge.kept).update(candidate=merge.absorbed)


@receiver(candidate_copy_wanted, dispatch_uid="candidates.copy_readings")
def copy_readings(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person in which watches they were flagged, that their name is followed, and what was noted of those papers."""
    if not is_recruiting(viewer):
        return {}
    flags = list(WatchFlag.objects.filter(candidate=candidate).order_by("pk"))
    notes = Reading.objects.filter(
        Q(paper__in=[flag.paper_id for flag in flags]) | Q(paper__authorships__candidate=candidate), act=Act.NOTE
    )
    return {
        "flagged_from": [
            {"paper": flag.paper.title, "at": flag.created_at}
            for flag in WatchFlag.objects.filter(candidate=candidate).select_related("paper").order_by("pk")
        ],
        "reading_notes": list(notes.order_by("pk").distinct().values("paper__title", "note", "created_at")),
        "followed_in": list(Watch.objects.filter(followed__contains=[candidate.name]).values("name")),
    }


def name_watches(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say what these watches are called. One query."""
    rows = Watch.objects.filter(uuid__in=keys).only("uuid", "name")
    return {watch.uuid: Named(watch.name, reverse("candidates:feed", args=[watch.uuid])) for watch in rows}


name_rows("watch", name_watches)
say("added_watch", "made the watch")
say("changed_watch", "changed the watch")
