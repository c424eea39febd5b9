"""Asking people to rate a take-home, letting them go, and what they say when they recognise it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from interviews.take_homes.choosing import possible_raters
from interviews.take_homes.giving import locked, log
from interviews.take_homes.models import TakeHome, TakeHomeRating
from interviews.take_homes.refusals import TakeHomeRefused
from workspace.activity.actions import log_activity
from workspace.staff.models import User


@transaction.atomic
def ask_raters(*, take_home: TakeHome, users: Iterable[User], by: User | None) -> list[TakeHomeRating]:
    """Ask these people to rate it, or raise TakeHomeRefused. They hear of it once there is something to read."""
    take_home = locked(take_home)
    if take_home.withdrawn_at or take_home.declined_at:
        raise TakeHomeRefused("There is nothing to rate: it was declined or taken back.")
    kit, application = take_home.kit, take_home.application
    possible = possible_raters(application, kit, is_blind=take_home.is_blind, apart_from=take_home)
    allowed = {rater.user.pk for rater in possible}
    wanted = list(users)
    if names := [user.name for user in wanted if user.pk not in allowed]:
        raise TakeHomeRefused(
            f"{' and '.join(names)} cannot rate this one: not qualified, in a conflict, asked already, or"
            " near enough to the candidate to know whose it is. Choose somebody else."
        )
    made = [TakeHomeRating.objects.create(take_home=take_home, rater=user, asked_by=by) for user in wanted]
    if made:
        log("asked_take_home_raters", take_home, by)
    return made


def ask_the_least_asked(*, take_home: TakeHome, by: User) -> list[TakeHomeRating]:
    """Ask as many qualified people as the take-home wants, those who are asked least first; fewer where there are no more."""
    possible = possible_raters(take_home.application, take_home.kit, is_blind=take_home.is_blind, apart_from=take_home)
    able = [rater.user for rater in possible if not rater.is_trainee]
    missing = take_home.raters_wanted - take_home.ratings.filter(released_at=None).count()
    return ask_raters(take_home=take_home, users=able[: max(missing, 0)], by=by)


@transaction.atomic
def release_rater(*, rating: TakeHomeRating, by: User | None) -> TakeHomeRating:
    """Ask somebody no longer, or raise TakeHomeRefused once they have rated. Their draft stays theirs."""
    rating = _locked(rating)
    if rating.submitted_at is not None:
        raise TakeHomeRefused("They have rated it already.")
    if rating.released_at is None:
        rating.released_at = timezone.now()
        rating.save(update_fields=["released_at", "updated_at"])
        log("released_take_home_rater", rating.take_home, by)
    return rating


@transaction.atomic
def recognise(*, rating: TakeHomeRating, steps_aside: bool, by: User) -> TakeHomeRating:
    """Say that one knows whose it is: the rating then says so for ever. Who steps aside rates nothing, and another is asked for."""
    rating = _locked(rating)
    if rating.submitted_at is not None:
        raise TakeHomeRefused("You have rated it already. Say so in an amendment of your scorecard.")
    if rating.released_at is not None:
        raise TakeHomeRefused("You are no longer asked to rate this one.")
    rating.knows_since = rating.knows_since or timezone.now()
    if steps_aside:
        rating.released_at = timezone.now()
    rating.save(update_fields=["knows_since", "released_at", "updated_at"])
    # The rating is the subject, not the candidate: the rater's own log must not name whom they may only guess.
    log_activity(verb="recognised_take_home", subject=rating, facts={"stepped_aside": steps_aside}, by=by)
    return rating


def _locked(rating: TakeHomeRating) -> TakeHomeRating:
    take_home = locked(TakeHome(pk=rating.take_home_id))
    rating = TakeHomeRating.objects.select_for_update(of=("self",)).select_related("rater").get(pk=rating.pk)
    rating.take_home = take_home
    return rating
