"""Which ratings of one application say something about another. Free of Django.

A level of a strength means the same everywhere: its steps are written for the competency. A mark beside a bar means what that role's bar
means, so it travels only where it settles the same question: met there, and the bar here is no higher; not met there, and no lower.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interviews.rule.terms import BarMark, Key

LEVELS = ("low", "mid", "high")


@dataclass(frozen=True, slots=True)
class Said:
    """One assessed rating: of a strength it has no `mark`, of a bar the mark and how high that role's bar stood ("" where it had none)."""

    key: Key
    competency: Key
    mark: BarMark | None = None
    bar_level: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the other role asks of one competency; `bar_level` is "" where it has no bar."""

    competency: Key
    is_strength: bool = False
    bar_level: str = ""


def no_higher(here: str, there: str) -> bool:
    """Whether the bar here is no higher than the one there; False where either is none."""
    return here in LEVELS and there in LEVELS and LEVELS.index(here) <= LEVELS.index(there)


def which_travel(said: Iterable[Said], asked: Iterable[Asked]) -> list[Key]:
    """Return the keys of the ratings that travel, in the order given. One more thing asked never makes fewer travel."""
    wanted = {one.competency: one for one in asked}
    return [one.key for one in said if (ask := wanted.get(one.competency)) is not None and _says_something(one, ask)]


def _says_something(said: Said, asked: Asked) -> bool:
    if said.mark is None:
        return asked.is_strength
    if said.mark.is_below:
        return no_higher(said.bar_level, asked.bar_level)
    return no_higher(asked.bar_level, said.bar_level)
