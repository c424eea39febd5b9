"""Which choices can still be had: nobody in them was taken meanwhile. A constant number of queries, however many choices there are."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from hiring.conflicts.queries import conflicted
from interviews.availability.models import BusySpan
from interviews.booking.models import BookedPart, Booking, Choice
from interviews.schedule.models import Interview, Seat

# Nobody is booked into an interview that begins while they read this.
AT_LEAST_AHEAD = dt.timedelta(hours=2)


def choices_of(booking: Booking) -> list[Choice]:
    """Every choice of a booking with its parts, their kits and people. Four queries."""
    return list(booking.choices.prefetch_related("parts__kit__assessment_type", "parts__people").order_by("position"))


def booked_parts(booking: Booking) -> list[BookedPart]:
    """The interviews of a booking that still stand, in the order of time. One query."""
    rows = booking.booked.filter(interview__state="booked").select_related(
        "interview__kit__assessment_type", "interview__application__role", "interview__application__candidate"
    )
    return sorted(rows, key=lambda one: one.interview.starts_at)


def possible(booking: Booking, choices: Sequence[Choice], now: dt.datetime) -> set[int]:
    """Return the keys of the choices that can still be taken; a booking's own interviews stand in nobody's way. Five queries."""
    parts = [part for choice in choices for part in choice.parts.all()]
    if not parts:
        return set()
    whole = DateTimeTZRange(min(part.during.lower for part in parts), max(part.during.upper for part in parts))
    people = {user.pk for part in parts for user in part.people.all()}
    own = list(booking.booked.values_list("interview", flat=True))
    taken = _taken(people, whole, own)
    candidate = _taken_of_candidate(booking, whole, own)
    barred = conflicted(booking.application)
    return {
        choice.pk
        for choice in choices
        if all(
            part.during.lower >= now + AT_LEAST_AHEAD
            and not part.kit.retired_at
            and not _overlaps(part.during, candidate)
            and all(
                user.is_active and user.pk not in barred and not _overlaps(part.during, taken.get(user.pk, ()))
                for user in part.people.all()
            )
            for part in choice.parts.all()
        )
    }


def _taken(people: Collection[int], whole: DateTimeTZRange, own: Collection[int]) -> dict[int, list[DateTimeTZRange]]:
    found: dict[int, list[DateTimeTZRange]] = {}
    seats = Seat.objects.filter(user__in=people, is_live=True, during__overlap=whole).exclude(interview__in=own)
    spans = BusySpan.objects.filter(user__in=people, source__paused_at=None, during__overlap=whole)
    for rows in (seats, spans):
        for user, during in rows.values_list("user", "during"):
            found.setdefault(user, []).append(during)
    return found


def _taken_of_candidate(booking: Booking, whole: DateTimeTZRange, own: Collection[int]) -> list[DateTimeTZRange]:
    rows = Interview.objects.live().filter(
        application__candidate=booking.application.candidate_id, during__overlap=whole
    )
    return list(rows.exclude(pk__in=own).values_list("during", flat=True))


def _overlaps(during: DateTimeTZRange, others: Collection[DateTimeTZRange]) -> bool:
    return any(during.lower < one.upper and one.lower < during.upper for one in others)
