"""What hours, calendars and caps say where interviews are booked, and who is told when they are."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.dispatch import receiver

from interviews.availability.free_time import Span
from interviews.availability.models import BusySource
from interviews.availability.queries import absences_of, availability_of, everybodys_days_off
from interviews.availability.tasks import write_interviews
from interviews.schedule.concerns import Remark
from interviews.schedule.models import Interview, Seat
from interviews.schedule.signals import remarks_wanted, seats_changed, seats_given, seats_taken
from workspace.activity.wording import Named, name_rows, say
from workspace.reminders.clocks import absences, everybody_off
from workspace.staff.models import User

absences["days off"] = absences_of
everybody_off.append(everybodys_days_off)

NOTES = {"does": "does not work then", "is": "taken, says their calendar", "has": "full then"}


@receiver(remarks_wanted, dispatch_uid="interviews.remark_on_availability")
def remark_on_availability(
    during: DateTimeTZRange | None, people: Sequence[User], apart_from: Interview | None, **_: Any
) -> dict[int, list[Remark]]:
    """Say who does not work, is taken or has enough. Nothing while no time is known, else seven queries."""
    if during is None:
        return {}
    span = Span(during.lower, during.upper)
    looked_away = [apart_from.pk] if apart_from else []
    known = availability_of(people, span.start, span.end, apart_from=looked_away)
    return {key: [Remark(words, NOTES[words.split()[0]]) for words in one.why_not(span)] for key, one in known.items()}


@receiver([seats_given, seats_taken, seats_changed], dispatch_uid="interviews.write_into_calendars")
def write_into_calendars(seats: Sequence[Seat], **_: Any) -> None:
    """Bring the calendars of those concerned in step, where they receive our interviews. One query."""
    receiving = BusySource.objects.live().filter(user__in=[seat.user_id for seat in seats], receives=True)
    for key in receiving.values_list("pk", flat=True):
        write_interviews.delay_on_commit(key)  # type: ignore[attr-defined]


def name_sources(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say that it is somebody's calendar, not which: its name is its owner's. One query."""
    return {
        row: Named("of their own") for row in BusySource.objects.filter(uuid__in=uuids).values_list("uuid", flat=True)
    }


name_rows("busysource", name_sources)
say("added_calendar", "added a calendar")
say("removed_calendar", "removed a calendar")
say("added_holiday", "gave everybody {first} to {last} off")
say("removed_holiday", "took back that everybody is off from {first} to {last}")
say(
    "set_load_policy",
    "set {day} interviews a day and {week} a week for everybody, {hold} minutes kept free around each",
)
