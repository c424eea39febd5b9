"""Asking for a second rating, and what becomes of it."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from hiring.pipeline.actions import locked
from hiring.pipeline.models import Application
from hiring.roles.models import Competency
from interviews.kits.models import Kit
from interviews.refusals import InterviewsError
from interviews.second_ratings.choosing import first_free
from interviews.second_ratings.models import Ending, SecondRating
from workspace.activity.actions import log_activity
from workspace.staff.models import User


class SecondRatingRefused(InterviewsError):
    """This second rating cannot be asked for, or not any more."""


@transaction.atomic
def ask_second_rating(
    *,
    application: Application,
    competency: Competency,
    kit: Kit,
    rater: User,
    now: dt.datetime | None = None,
    by: User,
) -> SecondRating:
    """Ask for one more rating of a bar, or raise SecondRatingRefused. Whoever books is told; the rater is not told why."""
    application = locked(application)
    if not application.is_active:
        raise SecondRatingRefused(f"This application is {application.get_standing_display().lower()}. Reopen it first.")
    span = first_free(rater, application, kit.minutes, now)
    try:
        with transaction.atomic():
            wish = SecondRating.objects.create(
                application=application,
                competency=competency,
                kit=kit,
                rater=rater,
                slot=DateTimeTZRange(span.start, span.end) if span else None,
                asked_by=by,
            )
    except IntegrityError as error:
        raise SecondRatingRefused(f"A second rating of {competency} was asked for already.") from error
    _log("asked_second_rating", wish, by)
    return wish


@transaction.atomic
def withdraw_second_rating(*, wish: SecondRating, by: User) -> SecondRating:
    """Take the wish back, or raise SecondRatingRefused. An interview booked for it stays booked."""
    wish = SecondRating.objects.select_for_update(of=("self",)).select_related("application__candidate").get(pk=wish.pk)
    if not wish.is_open:
        raise SecondRatingRefused(f"This second rating has ended already: {wish.get_ending_display().lower()}.")
    _end(wish, Ending.WITHDRAWN)
    _log("withdrew_second_rating", wish, by)
    return wish


def end_open_wishes(application: Application, ending: Ending, *, competencies: "set[int] | None" = None) -> list[str]:
    """End what is open on an application, or of some of its bars, and return how these bars are called."""
    wishes = SecondRating.objects.open().filter(application=application).select_related("competency")
    if competencies is not None:
        wishes = wishes.filter(competency__in=competencies)
    ended = list(wishes.select_for_update(of=("self",)).order_by("pk"))
    for wish in ended:
        _end(wish, ending)
    return [wish.competency.name for wish in ended]


def _end(wish: SecondRating, ending: Ending) -> None:
    wish.ended_at, wish.ending = timezone.now(), ending
    wish.save(update_fields=["ended_at", "ending", "updated_at"])


def _log(verb: str, wish: SecondRating, by: User) -> None:
    application = wish.application
    log_activity(
        verb=verb,
        subject=wish,
        by=by,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
    )
