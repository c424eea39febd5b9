"""Putting off, declining, handing over."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from interviews.handovers.models import MOST_SNOOZES, Decline, Snooze
from interviews.handovers.queries import could_take_over
from interviews.refusals import InterviewsError
from interviews.schedule.actions import reassign_interview
from interviews.schedule.models import Interview, SeatKind
from interviews.scorecards.actions import release_scorecards
from interviews.scorecards.models import Scorecard
from workspace.activity.actions import log_activity
from workspace.reminders.clocks import hours_of
from workspace.reminders.quiet import next_working_morning
from workspace.staff.models import User


class HandoverRefused(InterviewsError):
    """This scorecard cannot be put off, declined or handed over."""


@transaction.atomic
def snooze_scorecard(*, scorecard: Scorecard, now: dt.datetime | None = None, by: User) -> Snooze:
    """Leave its author in peace until nine of the next working day, twice at most; or raise HandoverRefused."""
    now = now or timezone.now()
    scorecard = _locked_owed(scorecard)
    if now < scorecard.seat.during.upper:
        raise HandoverRefused("The interview is not over yet; nobody has reminded you of its scorecard.")
    if Snooze.objects.filter(scorecard=scorecard).count() >= MOST_SNOOZES:
        raise HandoverRefused("You put it off twice already. Write it now, or say that you cannot.")
    return Snooze.objects.create(scorecard=scorecard, until=next_working_morning(now, hours_of(by, now=now)))


@transaction.atomic
def decline_scorecard(*, scorecard: Scorecard, reason: str, by: User) -> Decline:
    """Say that one cannot do it, and why; or raise HandoverRefused. Whoever books is told at once, and nothing is expected any more."""
    scorecard = _locked_owed(scorecard)
    if not reason.strip():
        raise HandoverRefused("Say in a few words why, so that somebody else can be found.")
    decline = Decline.objects.create(scorecard=scorecard, reason=reason.strip(), by=by)
    release_scorecards(seats=[scorecard.seat])
    application = scorecard.application
    log_activity(
        verb="declined_scorecard",
        subject=scorecard,
        by=by,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
    )
    return decline


def hand_over(*, scorecard: Scorecard, to: User, by: User) -> Interview:
    """Give the seat in an interview that is still to come to somebody else, or raise HandoverRefused or BookingRefused."""
    interview = scorecard.seat.interview
    if interview.is_over():
        raise HandoverRefused("This interview is over: whoever was not there saw nothing. Book another one.")
    if not any(one.user.pk == to.pk for one in could_take_over(scorecard)):
        raise HandoverRefused(f"{to} cannot take this over: choose one of those listed.")
    seats = list(interview.seats.filter(is_live=True).exclude(user=scorecard.author_id).select_related("user"))
    interviewers = [seat.user for seat in seats if seat.kind == SeatKind.INTERVIEWER]
    shadows = [seat.user for seat in seats if seat.kind == SeatKind.SHADOW]
    return reassign_interview(interview=interview, interviewers=[*interviewers, to], shadows=shadows, by=by)


def _locked_owed(scorecard: Scorecard) -> Scorecard:
    rows = Scorecard.objects.select_related("seat", "application__candidate", "application__role")
    scorecard = rows.select_for_update(of=("self",)).get(pk=scorecard.pk)
    if not scorecard.is_owed:
        raise HandoverRefused("Nobody expects this scorecard any more.")
    return scorecard
