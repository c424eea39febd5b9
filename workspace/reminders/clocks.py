"""Whose clock it is: zone, quiet hours, and the days off that features higher up know of."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from workspace.reminders.quiet import LONGEST_AWAY, Absence, Hours
from workspace.staff.models import User

# Each function takes users' keys and the first day that matters and yields (user key, absence), those named last coming last; one query each.
type_of_absences = Callable[[Collection[int], dt.date], Iterable[tuple[int, Absence]]]
absences: dict[str, type_of_absences] = {}

# Gives rows with one JSON object each, the `first` and the `last` day of a time in which everybody is off; read along with other rows.
everybody_off: list[Callable[[], "QuerySet[Any, Any]"]] = []

# Ladders are walked from where they began: a fortnight of steps, and what an absence adds.
LOOKS_BACK = dt.timedelta(days=16) + LONGEST_AWAY


def hours_of(user: User, *, now: dt.datetime | None = None) -> Hours:
    """Return one person's clock. One query for each feature that knows of days off."""
    return clocks_of([user], now=now)[user.pk]


def clocks_of(users: Iterable[User], *, now: dt.datetime | None = None) -> dict[int, Hours]:
    """Return the clock of each of these people by their key. One query for each feature that knows of days off, however many people."""
    people = {user.pk: user for user in users}
    since = ((now or timezone.now()) - LOOKS_BACK).date()
    away: dict[int, list[Absence]] = defaultdict(list)
    for ask in absences.values() if people else ():
        for key, absence in ask(list(people), since):
            away[key].append(absence)
    return {
        key: Hours(user.zone, user.quiet_from, user.quiet_until, absences=tuple(away[key]))
        for key, user in people.items()
    }
