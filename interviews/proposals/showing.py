"""Proposals as their page shows them: on the viewer's clock and the candidate's."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from interviews.kits.models import Kit
from interviews.proposals.gathering import as_moment, kits_of
from interviews.proposals.models import LoopSearch
from interviews.schedule.times import slot_in_words
from workspace.staff.models import User


@dataclass(frozen=True)
class Line:
    """One interview of a proposal. `part` says which one it is across the proposals."""

    part: int
    kit: Kit
    starts_at: dt.datetime
    minutes: int
    people: tuple[User, ...]
    theirs: str

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Shown:
    """One proposal; `is_whole` says that its kits and people are all still there."""

    number: int
    lines: tuple[Line, ...]
    reasons: Sequence[str]
    is_whole: bool

    @property
    def starts_at(self) -> dt.datetime:
        return self.lines[0].starts_at


def shown(search: LoopSearch) -> list[Shown]:
    """Return the proposals of a search. Two queries."""
    kits = {str(n): kit for n, kit in enumerate(kits_of(search))}
    people = {str(user.uuid): user for user in User.objects.filter(uuid__in=search.people(), is_active=True)}
    found = []
    for number, loop in enumerate(search.loops):
        lines = tuple(_line(search, one, kits[one["part"]], people) for one in loop["placed"] if one["part"] in kits)
        is_whole = len(lines) == len(loop["placed"]) and all(
            key in people for one in loop["placed"] for key in one["people"]
        )
        if lines:
            found.append(Shown(number, lines, loop["reasons"], is_whole))
    return found


def _line(search: LoopSearch, one: dict[str, object], kit: Kit, people: dict[str, User]) -> Line:
    start, minutes = as_moment(int(str(one["start"]))), int(str(one["minutes"]))
    theirs = slot_in_words(start, start + dt.timedelta(minutes=minutes), search.clock)
    held_by = tuple(people[key] for key in one["people"] if key in people)  # type: ignore[attr-defined]
    return Line(int(str(one["part"])), kit, start, minutes, held_by, theirs)
