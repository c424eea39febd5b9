"""What take-homes add to pages lower down and to the log, and what they do when a person is recused or erased."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from candidates.conflicts.enums import ConflictState
from candidates.conflicts.models import Conflict
from candidates.conflicts.signals import conflict_decided
from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from hiring.pipeline.models import Application
from hiring.pipeline.signals import application_panels_wanted
from interviews.scorecards.receivers import ERASED
from interviews.take_homes.door import Door
from interviews.take_homes.handing_in import let_go
from interviews.take_homes.models import Extension, HandIn, TakeHome, TakeHomeRating
from interviews.take_homes.queries import door_of, owed_ratings, standing_of
from interviews.week.signals import week_panels_wanted
from workspace.activity.wording import Named, name_rows, say
from workspace.panels import Panel
from workspace.staff.models import User

WORDS = {
    Door.OPEN: "given",
    Door.OVER: "time is over, nothing came",
    Door.IN: "handed in",
    Door.DECLINED: "declined",
    Door.WITHDRAWN: "taken back",
}


@dataclass(frozen=True)
class Line:
    """One take-home in the list on an application."""

    take_home: TakeHome
    words: str
    came: dt.datetime | None
    asked: int
    rated: int


@receiver(application_panels_wanted, dispatch_uid="interviews.take_home_panel")
def take_home_panel(application: Application, viewer: User, **_: Any) -> list[Panel]:
    """The take-homes of an application, for those who see the role as a whole; none they are yet to rate. Up to four queries."""
    if not viewer.has_perm("hiring.view_whole_application", application):
        return []
    asked = Count("ratings", filter=Q(ratings__released_at=None))
    rated = Count("ratings", filter=Q(ratings__submitted_at__isnull=False))
    rows = TakeHome.objects.visible_to(viewer).filter(application=application).annotate(asked=asked, rated=rated)
    found: list[Line] = []
    for one in rows.select_related("kit").prefetch_related("hand_ins"):
        one.application = application
        standing = standing_of(one)
        words = WORDS[door_of(one, standing, timezone.now())]
        if standing is not None and words == "given":
            words = "handed in, may be replaced"
        found.append(Line(one, words, standing.handed_in_at if standing else None, one.asked, one.rated))
    may_give = application.is_active and viewer.has_perm("interviews.give_take_home", application)
    if not found and not may_give:
        return []
    context = {"application": application, "rows": found, "may_give": may_give}
    return [Panel("interviews/take_homes/panel.html", order=46, context=context, tab="Take-homes")]


@receiver(week_panels_wanted, dispatch_uid="interviews.take_homes_to_rate")
def take_homes_to_rate(viewer: User, now: dt.datetime, **_: Any) -> list[Panel]:
    """What somebody is asked to rate, by its code. Two queries."""
    owed = owed_ratings(now, viewer)
    return [Panel("interviews/take_homes/week.html", order=10, context={"owed": owed, "now": now})] if owed else []


@receiver(conflict_decided, dispatch_uid="interviews.rate_nothing_when_recused")
def rate_nothing_when_recused(conflict: Conflict, **_: Any) -> None:
    """Ask a recused colleague no longer; whoever gave the task sees that somebody is missing."""
    if conflict.state == ConflictState.RECUSED:
        owed = TakeHomeRating.objects.filter(submitted_at=None, released_at=None, rater=conflict.user_id)
        owed.filter(take_home__application__candidate=conflict.candidate_id).update(released_at=timezone.now())


@receiver(candidate_erasing, dispatch_uid="interviews.forget_take_homes")
def forget_take_homes(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Clear every word and file a person handed in, and what was written of it. That something was given and rated stays."""
    rows = TakeHome.objects.filter(application__candidate=candidate)
    rows.update(address="", words="", reward="", said="", also_cover="")
    hand_ins = HandIn.objects.filter(take_home__in=rows).select_related("file", "raters_file")
    let_go(hand_ins, replaced_at=timezone.now())
    Extension.erasable.filter(take_home__in=rows).update(reason=ERASED)
    TakeHomeRating.objects.filter(take_home__in=rows).update(draft={})


@receiver(candidate_copy_wanted, dispatch_uid="interviews.copy_take_homes")
def copy_take_homes(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person which tasks they were given and what they handed in; ratings are told with the scorecards they became."""
    rows = TakeHome.objects.visible_to(viewer).filter(application__candidate=candidate).order_by("pk")
    handed_in = HandIn.objects.filter(take_home__in=rows).order_by("pk")
    return {
        "take-homes": list(
            rows.values("kit__name", "minutes", "reward", "closes_at", "words", "said", "declined_at", "created_at")
        ),
        "handed in": list(
            handed_in.values("text", "link", "statement", "minutes_spent", "file__name", "handed_in_at", "replaced_at")
        ),
    }


def name_take_homes(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whose take-homes these are, today. One query."""
    rows = TakeHome.objects.filter(uuid__in=uuids).select_related("kit", "application__candidate")
    return {
        row.uuid: Named(
            f"{row.kit.name} for {row.application.candidate}", reverse("interviews:take-home", args=[row.uuid])
        )
        for row in rows
    }


def name_ratings(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Name ratings by the code alone: a rater reads their own log. One query."""
    rows = TakeHomeRating.objects.filter(uuid__in=uuids).select_related("take_home")
    return {row.uuid: Named(f"take-home {row.take_home.code}", "") for row in rows}


name_rows("takehome", name_take_homes)
name_rows("takehomerating", name_ratings)
say("gave_take_home", "gave a take-home")
say("extended_take_home", "gave more time for a take-home")
say("withdrew_take_home", "took back a take-home")
say("declined_take_home", "declined a take-home")
say("handed_in_take_home", "handed in a take-home")
say("finished_take_home", "finished a take-home")
say("replaced_take_home_file", "gave raters a cleaned file of a take-home")
say("confirmed_take_home_file", "confirmed that the file of a take-home names nobody")
say("confirmed_take_home_link", "confirmed that the link of a take-home names nobody")
say("asked_take_home_raters", "asked people to rate a take-home")
say("released_take_home_rater", "asked somebody no longer to rate a take-home")
say("recognised_take_home", "said that they know whose take-home it is")
say("set_take_home_rule", "chose how take-homes are rated")
