"""What hours, calendars and caps say where interviews are booked."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.dispatch import receiver

from interviews.availability.free_time import Span
from interviews.availability.queries import availability_of
from interviews.schedule.concerns import Remark
from interviews.schedule.models import Interview
from interviews.schedule.signals import remarks_wanted
from workspace.staff.models import User

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
