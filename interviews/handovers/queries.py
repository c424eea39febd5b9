"""Who could take an interview over."""

import datetime as dt

from django.db.models import Count, Max, Q, QuerySet

from hiring.conflicts.queries import conflicted
from interviews.handovers.models import MOST_SNOOZES
from interviews.schedule.models import InterviewState
from interviews.schedule.queries import Colleague, colleagues
from interviews.scorecards.models import Scorecard
from interviews.training.queries import qualified_for


def could_take_over(scorecard: Scorecard) -> list[Colleague]:
    """Return whoever may hold this interview alone, has no conflict, does not meet this candidate already and is free at that time (once it is
    over: at all), the least busy first. Six queries at most."""
    interview, application = scorecard.seat.interview, scorecard.application
    qualified = qualified_for(scorecard.kit.assessment_type) - conflicted(application)
    start = interview.starts_at.astimezone(scorecard.author.zone)
    minutes = int((interview.ends_at - interview.starts_at).total_seconds()) // 60
    found = colleagues(application, scorecard.kit, start, minutes)
    is_over = interview.is_over()
    return [one for one in found if one.user.pk in qualified and not one.met_before and (is_over or not one.is_taken)]


def to_hand_over(now: dt.datetime) -> "QuerySet[Scorecard]":
    """Scorecards that somebody else has to see to: declined with nobody in their place yet, or put off twice and still not written."""
    declined = Q(decline__isnull=False, submitted_at=None, seat__is_live=True)
    put_off = Q(times__gte=MOST_SNOOZES, snoozed_until__lte=now, submitted_at=None, released_at=None)
    rows = Scorecard.objects.annotate(times=Count("snoozes"), snoozed_until=Max("snoozes__until"))
    return rows.filter(declined | put_off, seat__interview__state=InterviewState.BOOKED)
