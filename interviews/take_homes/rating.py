"""Rating a take-home: the scorecard's own form and rules, with nothing that names the author until it is submitted."""

import dataclasses
import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from interviews.schedule.models import Interview, InterviewState, Seat
from interviews.scorecards.actions import open_scorecard, submit_scorecard
from interviews.scorecards.draft import Draft
from interviews.scorecards.drafting import complete, is_news, write_draft
from interviews.scorecards.models import Scorecard
from interviews.scorecards.queries import Criterion, criteria_asked
from interviews.scorecards.refusals import ScorecardError
from interviews.take_homes.giving import locked
from interviews.take_homes.models import TakeHome, TakeHomeRating
from interviews.take_homes.queries import readable_since, standing_of
from interviews.training.queries import seats_that_count
from workspace.staff.models import User


def asked_of(rating: TakeHomeRating) -> tuple[Criterion, ...]:
    """Return what the rating asks. What would refute a hypothesis was written about this person, so it is left out. Three queries."""
    take_home = rating.take_home
    return tuple(
        dataclasses.replace(one, refuted_by="") if take_home.is_blind else one
        for one in criteria_asked(take_home.kit, take_home.application)
    )


@transaction.atomic
def save_rating(*, rating: TakeHomeRating, draft: Draft, revision: int, by: User) -> TakeHomeRating:
    """Keep what was typed so far, or raise StaleDraft where that would overwrite something newer."""
    rating = TakeHomeRating.objects.select_for_update(of=("self",)).get(pk=rating.pk)
    if not is_news(rating, draft, revision, what="rating"):
        return rating
    if rating.submitted_at is not None:
        raise ScorecardError("You submitted this rating. Amend your scorecard instead.")
    write_draft(rating, draft)
    return rating


def submit_rating(
    *, rating: TakeHomeRating, draft: Draft, revision: int, at: dt.datetime | None = None, by: User
) -> Scorecard:
    """Submit a rating as a scorecard, or raise a ScorecardError with the draft kept. Asking twice answers twice with the same scorecard."""
    rating.refresh_from_db()
    if rating.scorecard_id:
        return Scorecard.objects.get(pk=rating.scorecard_id)
    # Two transactions on purpose: a refused submission must leave the draft behind.
    save_rating(rating=rating, draft=draft, revision=revision, by=by)
    return _submit(rating=rating, draft=draft, at=at or timezone.now(), by=by)


@transaction.atomic
def _submit(*, rating: TakeHomeRating, draft: Draft, at: dt.datetime, by: User) -> Scorecard:
    take_home = locked(TakeHome(pk=rating.take_home_id))
    rating = TakeHomeRating.objects.select_for_update(of=("self",)).select_related("rater").get(pk=rating.pk)
    rating.take_home = take_home
    if rating.scorecard_id:
        return Scorecard.objects.get(pk=rating.scorecard_id)
    if rating.released_at or take_home.withdrawn_at:
        raise ScorecardError("You are no longer asked to rate this one. What you wrote is kept.")
    since = readable_since(rating, at)
    if since is None:
        raise ScorecardError("There is nothing to rate yet. What you wrote is kept.")
    complete(draft, asked_of(rating))
    seat = _seat(rating, since, at)
    card = open_scorecard(seat=seat, counts=seat.pk in seats_that_count([seat]), at=since)
    # Tied first: what listens to a submission may ask whether it was blind.
    rating.scorecard, rating.submitted_at, rating.draft = card, at, {}
    rating.save(update_fields=["scorecard", "submitted_at", "draft", "updated_at"])
    submit_scorecard(scorecard=card, draft=draft, at=at, by=by)
    return card


def _seat(rating: TakeHomeRating, since: dt.datetime, at: dt.datetime) -> Seat:
    """Seat the rater, as every scorecard hangs on a seat. It is not live: it takes no time of theirs and opens no way to the candidate."""
    take_home = rating.take_home
    if take_home.interview is None:
        standing = standing_of(take_home)
        came = standing.handed_in_at if standing else since
        take_home.interview = Interview.objects.create(
            application=take_home.application,
            kit=take_home.kit,
            stage=take_home.application.stage,
            state=InterviewState.AT_HOME,
            during=DateTimeTZRange(take_home.created_at, max(came, take_home.created_at + dt.timedelta(minutes=1))),
            booked_by=take_home.given_by,
        )
        take_home.save(update_fields=["interview", "updated_at"])
    span = DateTimeTZRange(since, max(at, since + dt.timedelta(minutes=1)))
    return Seat.objects.create(interview=take_home.interview, user=rating.rater, during=span, is_live=False)
