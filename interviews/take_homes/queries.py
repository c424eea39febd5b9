"""The read side of take-homes: where one stands, and which ratings somebody owes."""

import datetime as dt
from dataclasses import dataclass

from candidates.people.models import walls_before_candidates
from hiring.roles.models import Role
from interviews.take_homes.door import Door, Given, door, read_from
from interviews.take_homes.models import RATE_WITHIN, HandIn, TakeHome, TakeHomeRating, TakeHomeRule
from workspace.staff.models import User


def rated_blind(role: Role) -> bool:
    """Whether take-homes of a role are rated blind; they are unless the role says otherwise. One query."""
    said = TakeHomeRule.objects.filter(role=role).values_list("is_blind", flat=True).first()
    return True if said is None else said


def standing_of(take_home: TakeHome) -> HandIn | None:
    """Return what is handed in now. One query, or none where it was loaded along."""
    if "hand_ins" in getattr(take_home, "_prefetched_objects_cache", {}):
        return next((one for one in take_home.hand_ins.all() if one.replaced_at is None), None)
    return take_home.hand_ins.filter(replaced_at=None).select_related("file", "raters_file").first()


def given_of(take_home: TakeHome, hand_in: HandIn | None) -> Given:
    return Given(
        closes_at=take_home.closes_at,
        handed_in_at=hand_in.handed_in_at if hand_in else None,
        finished_at=take_home.finished_at,
        is_declined=take_home.declined_at is not None,
        is_withdrawn=take_home.withdrawn_at is not None,
        is_closed=not take_home.application.is_active,
    )


def door_of(take_home: TakeHome, hand_in: HandIn | None, now: dt.datetime) -> Door:
    """Say what the take-home's link opens now."""
    return door(given_of(take_home, hand_in), now)


@dataclass(frozen=True)
class OwedRating:
    """A rating somebody owes, since when it can be given and until when."""

    rating: TakeHomeRating
    since: dt.datetime
    due_at: dt.datetime


def owed_ratings(now: dt.datetime, rater: User | None = None) -> list[OwedRating]:
    """Return the ratings that can be given and are not, of one person or of all, the oldest first. Two queries."""
    rows = TakeHomeRating.objects.owed().filter(take_home__declined_at=None)
    if rater is not None:
        hidden = walls_before_candidates.q(rater, "take_home__application__candidate")
        rows = rows.filter(rater=rater).exclude(hidden)
    rows = rows.select_related(
        "rater",
        "take_home__kit__assessment_type",
        "take_home__application__role__hiring_manager",
        "take_home__given_by",
    ).prefetch_related("take_home__hand_ins")
    found = []
    for rating in rows.order_by("pk"):
        since = readable_since(rating, now)
        if since is not None:
            found.append(OwedRating(rating, since, since + RATE_WITHIN))
    return sorted(found, key=lambda one: (one.due_at, one.rating.pk))


def readable_since(rating: TakeHomeRating, now: dt.datetime) -> dt.datetime | None:
    """Return since when this rater can read: not before it is final, nor before they were asked."""
    take_home = rating.take_home
    since = read_from(given_of(take_home, standing_of(take_home)), now)
    return None if since is None else max(since, rating.created_at)
