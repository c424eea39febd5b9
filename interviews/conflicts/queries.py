"""Interviews that need somebody else."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from candidates.conflicts.enums import ConflictState
from candidates.conflicts.models import Conflict
from interviews.schedule.models import InterviewState, Seat


def seats_to_fill(now: dt.datetime) -> "QuerySet[Seat]":
    """Return the seats in interviews to come that are held by somebody who is recused from the candidate, the next interview first."""
    recused = Conflict.objects.filter(
        user=OuterRef("user"), candidate=OuterRef("interview__application__candidate"), state=ConflictState.RECUSED
    )
    seats = Seat.objects.filter(
        Exists(recused), is_live=True, interview__state=InterviewState.BOOKED, during__startswith__gt=now
    )
    return seats.select_related(
        "user", "interview__kit", "interview__application__candidate", "interview__application__role"
    ).order_by("during", "pk")
