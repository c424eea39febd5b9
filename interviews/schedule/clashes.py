"""Who already sits in another interview, and how to say so without saying with whom."""

import datetime as dt
from collections.abc import Iterable

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from hiring.pipeline.models import Application
from interviews.schedule.models import Interview, Seat
from interviews.schedule.times import slot_in_words
from workspace.staff.models import User


def clashing_seats(people: Iterable[User], during: DateTimeTZRange, apart_from: Interview | None = None) -> list[Seat]:
    """Return the live seats of these people that overlap `during`, touching ones not counted. One query."""
    seats = Seat.objects.filter(user__in=list(people), is_live=True, during__overlap=during).select_related("user")
    if apart_from is not None:
        seats = seats.exclude(interview=apart_from)
    return list(seats.order_by("user__name", "during"))


def clashing_interviews(
    application: Application, during: DateTimeTZRange, apart_from: Interview | None = None
) -> list[Interview]:
    """Return the candidate's other live interviews that overlap `during`, for any role. One query."""
    interviews = Interview.objects.live().filter(
        application__candidate=application.candidate_id, during__overlap=during
    )
    if apart_from is not None:
        interviews = interviews.exclude(pk=apart_from.pk)
    return list(interviews.order_by("during"))


def clash_in_words(seats: Iterable[Seat], interviews: Iterable[Interview], zone: dt.tzinfo) -> str:
    """Name who is taken and when, on the clock of `zone`; never the other candidate or role, which may be confidential."""
    told = [
        f"{seat.user} has another interview on {slot_in_words(seat.during.lower, seat.during.upper, zone)}."
        for seat in seats
    ]
    told += [
        f"The candidate has another interview on {slot_in_words(one.starts_at, one.ends_at, zone)}."
        for one in interviews
    ]
    return " ".join(told)
