"""What is owed, what comes, who was written to: the rows behind numbers that belong to no week."""

import datetime as dt
from typing import Any

from django.db.models import DateTimeField, F, Func, Max, QuerySet, Value

from candidates.outreach.enums import WRITTEN
from candidates.outreach.models import Message
from candidates.people.models import walls_before_candidates
from insights.inputs.enums import Now
from insights.inputs.queries import WINDOW, counted_as, told_scorecards
from insights.inputs.weekly import Looking, end_of
from interviews.schedule.models import Interview, InterviewState

NEXT = dt.timedelta(days=7)


def rows_now(which: str, looking: Looking) -> "QuerySet[Any]":
    """Return the rows one of these numbers counts, each with its moment as `at`."""
    if which == Now.COMING:
        return coming(looking)
    if which == Now.WRITTEN:
        return written_to(looking)
    rows = told_scorecards(looking.scope.roles, looking.now, looking.viewer).filter(counted_as(which, looking.now))
    # What is late is told by the same moment that was counted by.
    return rows.annotate(at=end_of("seat__during"), told_at=Value(looking.now, output_field=DateTimeField()))


def coming(looking: Looking) -> "QuerySet[Interview]":
    """The interviews that begin within a week."""
    rows = Interview.objects.filter(state=InterviewState.BOOKED, application__role__in=looking.scope.roles)
    # What begins later ends later, which the index by the end finds.
    rows = rows.filter(during__endswith__gt=looking.now, during__startswith__gt=looking.now)
    rows = rows.filter(during__startswith__lte=looking.now + NEXT).exclude(application__in=looking.scope.hidden)
    if looking.scope.channel is not None:
        rows = rows.filter(application__channel=looking.scope.channel)
    return rows.annotate(at=Func(F("during"), function="lower", output_field=DateTimeField()))


def written_to(looking: Looking) -> "QuerySet[Message]":
    """The last letter to each person who was written to."""
    left = Message.objects.filter(
        state__in=WRITTEN, queued_at__gte=looking.now - WINDOW, queued_at__lt=looking.now
    ).exclude(walls_before_candidates.q(looking.viewer, "conversation__candidate"))
    last = left.order_by().values("conversation__candidate").annotate(last=Max("pk")).values("last")
    return Message.objects.filter(pk__in=last).annotate(at=F("queued_at"))
