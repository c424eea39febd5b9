"""Kinds of reminder. A feature folder registers its own in `reminders.py`, which is imported at start."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class DueReminder:
    """One reminder to one person.

    `key` names it for ever: the same key is never delivered twice to the same person. `subject` and `body` must hold no rating and nothing the
    recipient may not see. `stale_at`: from then on it is pointless and not delivered.
    `is_now` asks for something at this very moment, such as the form at the end of a slot: who gathers a digest gets it as the day's one extra mail.
    """

    key: str
    recipient: int
    subject: str
    body: str
    path: str
    stale_at: dt.datetime | None = None
    candidate: uuid.UUID | None = None
    is_now: bool = False


@dataclass(frozen=True)
class Kind:
    """`due(now, hours)` yields what is due at `now`; `hours` are the administrator's times for this kind (see `steps`).

    `settled(key)` says whether the reminder of that key is no longer needed, asked again just before its mail goes out.
    """

    slug: str
    label: str
    description: str
    steps: tuple[tuple[str, str, int], ...]  # name, label, hours by default
    due: Callable[[dt.datetime, dict[str, int]], Iterable[DueReminder]]
    settled: Callable[[str], bool]


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind; registering the same slug again replaces it, so importing twice is harmless."""
    KINDS[kind.slug] = kind
    return kind
