"""Working hours as people type them: “9–12:30, 13:30–17”. Free of Django."""

import datetime as dt
import itertools
import re
from collections.abc import Sequence

from interviews.availability.free_time import MIDNIGHT, Opening

MOST_SPANS = 6
SPAN = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.h](\d{2}))?$", re.IGNORECASE)


class UnclearHours(ValueError):
    """These hours cannot be read; the message says how to write them."""


def openings_in(text: str) -> tuple[Opening, ...]:
    """Return the openings typed for one day, in order; nothing typed, nothing offered. Raises UnclearHours."""
    parts = [part.strip() for part in re.split(r"[,;]|\band\b", text) if part.strip()]
    if len(parts) > MOST_SPANS:
        raise UnclearHours(f"At most {MOST_SPANS} spans a day.")
    found = sorted(_opening(part) for part in parts)
    for one, following in itertools.pairwise(found):
        if one.closes == MIDNIGHT or following.opens < one.closes:
            raise UnclearHours(f"{words_of([one])} and {words_of([following])} overlap.")
    return tuple(found)


def words_of(openings: Sequence[Opening]) -> str:
    """Return openings as they are typed: “09:00–12:30, 13:30–17:00”. Midnight at the end of a day is 24:00."""
    return ", ".join(
        f"{one.opens:%H:%M}–{'24:00' if one.closes == MIDNIGHT else f'{one.closes:%H:%M}'}" for one in openings
    )


def _opening(part: str) -> Opening:
    if not (found := SPAN.match(part)):
        raise UnclearHours(f"“{part[:30]}” is not a span. Write 9–12:30, 13:30–17.")
    hours, minutes = (int(found[1]), int(found[3])), (int(found[2] or 0), int(found[4] or 0))
    if (hours[1], minutes[1]) == (24, 0):
        hours = hours[0], 0
    if max(hours) > 23 or max(minutes) > 59:
        raise UnclearHours(f"“{part}” is not on the clock. Write 9–12:30, 13:30–17.")
    opening = Opening(dt.time(hours[0], minutes[0]), dt.time(hours[1], minutes[1]))
    if opening.closes != MIDNIGHT and opening.closes <= opening.opens:
        raise UnclearHours(f"“{part}” ends before it starts. Past midnight, use two days.")
    return opening
