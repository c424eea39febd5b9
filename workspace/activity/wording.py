"""Putting the log into words, when it is read: a name that was erased since is gone from the past as well.

Features say how their verbs read (`say`) and how their rows are called today (`name_rows`), at import, from `rules.py` or `receivers.py`.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from workspace.activity.models import Activity
from workspace.staff.models import User


@dataclass(frozen=True)
class Named:
    """What a row is called today, and where it is shown ("" where nowhere)."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a timeline. `subject` may be a person who is gone: then it says so."""

    actor: User | None
    words: str
    subject: Named
    happened_at: dt.datetime
    is_view: bool


Namer = Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Named]]

PHRASES: dict[str, str] = {"saw": "looked at"}
NAMERS: dict[str, Namer] = {}
GONE = Named("somebody or something that is gone")


def say(verb: str, words: str) -> None:
    """Say how a verb reads: a clause after the actor's name in which {fact} stands for a fact of the row."""
    PHRASES[verb] = words


def name_rows(kind: str, namer: Namer) -> None:
    """Say how the rows of one model are called; `kind` is the model's lower-case name. A namer costs one query, however many rows."""
    NAMERS[kind] = namer


def in_words(rows: Iterable[Activity], known: Mapping[uuid.UUID, Named] | None = None) -> list[Line]:
    """Return a line for each row, in the order given: one query per kind of subject, whatever their number.

    Rows should come with `select_related("actor")`. `known` are subjects whose name the caller has at hand.
    """
    rows, known = list(rows), known or {}
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for row in rows:
        if row.subject and row.subject not in known:
            wanted[row.subject_kind].add(row.subject)
    names = {kind: NAMERS[kind](uuids) for kind, uuids in wanted.items() if kind in NAMERS}
    return [
        Line(
            actor=row.actor,
            words=clause(row),
            subject=known.get(row.subject) or names[row.subject_kind].get(row.subject, GONE)
            if row.subject and (row.subject in known or row.subject_kind in names)
            else Named(""),
            happened_at=row.created_at,
            is_view=row.is_view,
        )
        for row in rows
    ]


def clause(row: Activity) -> str:
    """Return what was done: the verb's phrase with its facts, or the verb itself where nobody said how it reads."""
    phrase = PHRASES.get(row.verb, row.verb.replace("_", " "))
    return phrase.format_map(defaultdict(str, row.facts))
