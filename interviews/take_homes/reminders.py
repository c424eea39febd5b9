"""Take-homes that wait: for their raters, by the same ladder as scorecards, and for whoever gave them. A rater's reminder names nobody."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from interviews.scorecards.reminders import manager_is_told_at, nudges
from interviews.scorecards.rules import owes_a_judgement
from interviews.take_homes.door import Door, read_from
from interviews.take_homes.enums import CleanState
from interviews.take_homes.models import TakeHome, TakeHomeRating
from interviews.take_homes.queries import OwedRating, door_of, given_of, owed_ratings, readable_since, standing_of
from workspace.reminders.clocks import clocks_of
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=14)
NEWS_LASTS = dt.timedelta(days=3)


def due_ratings(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield, per owed rating, the latest nudge that has come due; then once to the hiring manager, who may know of it."""
    waiting = owed_ratings(now)
    kept_from_it = _managers_who_must_not_know()
    clocks = clocks_of((owed.rating.rater for owed in waiting), now=now)
    for owed in waiting:
        clock = clocks[owed.rating.rater_id]
        # The ladder of a scorecard starts when its slot ends; this one when there is something to read.
        steps = nudges(owed.since, clock, dt.timedelta(hours=hours["again"]))
        if steps[-1][1] <= now - LOOKS_BACK:
            continue
        if past := [name for name, moment in steps if moment <= now]:
            yield _nudge(owed, past[-1])
        manager = owed.rating.take_home.application.role.hiring_manager_id
        # Only once it is late: raters have days, not one.
        told_at = max(manager_is_told_at(owed.since, steps, clock, hours), owed.due_at)
        if now >= told_at and owed.rating.pk not in kept_from_it:
            yield _tell_manager(owed, manager)


def _managers_who_must_not_know() -> set[int]:
    """The owed ratings of which the hiring manager must not hear: they owe one of this take-home themselves, and would learn whose it is and
    whether others have rated it; or they owe another judgement on this candidate. One query."""
    manager, take_home = OuterRef("take_home__application__role__hiring_manager"), OuterRef("take_home")
    rates_it_too = TakeHomeRating.objects.owed().filter(rater=manager, take_home=take_home)
    rows = TakeHomeRating.objects.owed().filter(
        Q(Exists(rates_it_too)) | owes_a_judgement(manager, "take_home__application")
    )
    return set(rows.values_list("pk", flat=True))


def _nudge(owed: OwedRating, step: str) -> DueReminder:
    rating = owed.rating
    # Neither a name nor the candidate's key: a notice that can be tied to a person would tell whose it is.
    return DueReminder(
        key=f"take-home-rating/{rating.uuid}/{step}",
        recipient=rating.rater_id,
        subject=f"A take-home to rate: {rating.take_home.code}",
        body=f"{rating.take_home.kit.name}, without a name. Somebody waits for an answer."
        if rating.take_home.is_blind
        else f"{rating.take_home.kit.name}. Somebody waits for an answer.",
        path=reverse("interviews:rate-take-home", args=[rating.uuid]),
    )


def _tell_manager(owed: OwedRating, manager: int) -> DueReminder:
    rating, take_home = owed.rating, owed.rating.take_home
    return DueReminder(
        key=f"take-home-rating/{rating.uuid}/manager",
        recipient=manager,
        subject=f"The rating of take-home {take_home.code} is still open",
        body=f"{rating.rater.name}, {take_home.kit.name}. We have reminded {rating.rater.name.split()[0]} and will not do so again.",
        path=reverse("interviews:take-home", args=[take_home.uuid]),
        candidate=take_home.application.candidate.uuid,
    )


def rating_settled(key: str) -> bool:
    """Whether it was rated, or is no longer asked for."""
    rows = TakeHomeRating.objects.owed().filter(uuid=uuid.UUID(key.split("/")[1]))
    rating = rows.select_related("take_home__application").first()
    return rating is None or readable_since(rating, timezone.now()) is None


def due_news(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield to whoever gave it: it came, it was declined, its time is over, somebody has to look at its file, a rater is missing."""
    since = now - NEWS_LASTS
    rows = TakeHome.objects.filter(withdrawn_at=None, updated_at__lte=now, closes_at__gt=since - dt.timedelta(days=60))
    rows = rows.select_related("application__candidate", "application__role", "kit").prefetch_related(
        "hand_ins", "ratings"
    )
    for take_home in rows.order_by("pk"):
        said = _news(take_home, now)
        if said is not None and since < said[0] <= now:
            moment, words = said
            yield DueReminder(
                key=f"take-home/{take_home.uuid}/{moment.astimezone(dt.UTC):%Y%m%dT%H%M%S}",
                recipient=take_home.given_by_id,
                subject=f"{take_home.application.candidate.name} {words}",
                body=f"{take_home.kit.name}, {take_home.application.role.title}.{_missing(take_home)}{_to_look_at(take_home)}",
                path=reverse("interviews:take-home", args=[take_home.uuid]),
                candidate=take_home.application.candidate.uuid,
            )


def _news(take_home: TakeHome, now: dt.datetime) -> tuple[dt.datetime, str] | None:
    standing = standing_of(take_home)
    where = door_of(take_home, standing, now)
    if where is Door.DECLINED and take_home.declined_at:
        return take_home.declined_at, "declined the take-home"
    if where is Door.OVER:
        return take_home.closes_at, "handed nothing in; time is over"
    # Not when it came: until it can be read it may still be replaced.
    since = read_from(given_of(take_home, standing), now)
    return None if since is None else (since, "handed in the take-home")


def _missing(take_home: TakeHome) -> str:
    asked = sum(one.released_at is None for one in take_home.ratings.all())
    return f" {asked} of {take_home.raters_wanted} raters are asked." if asked < take_home.raters_wanted else ""


def _to_look_at(take_home: TakeHome) -> str:
    standing = standing_of(take_home)
    if not take_home.is_blind or standing is None or standing.file_confirmed_at is not None:
        return ""
    waits = standing.unread_parts > 0 and standing.clean_state == CleanState.CLEANED
    return " Its file holds pictures: raters get it once you looked that they name nobody." if waits else ""


def news_settled(key: str) -> bool:
    """Whether it was taken back; news stay worth knowing."""
    return not TakeHome.objects.filter(uuid=uuid.UUID(key.split("/")[1]), withdrawn_at=None).exists()


TAKE_HOME_TO_RATE = register(
    Kind(
        slug="take_home_rating",
        label="Take-home to rate",
        description="When it can be read, at nine the next working day, once more, then once to the hiring manager when it is late.",
        steps=(
            ("again", "Hours until the second reminder", 48),
            ("manager", "Hours until the hiring manager is told", 72),
        ),
        due=due_ratings,
        settled=rating_settled,
    )
)
TAKE_HOME_NEWS = register(
    Kind(
        slug="take_home",
        label="News of a take-home",
        description="To whoever gave it: handed in, declined, or its time is over.",
        steps=(),
        due=due_news,
        settled=news_settled,
    )
)
