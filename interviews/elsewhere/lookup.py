"""For which other roles somebody's confirmed strengths speak. Free of Django.

It looks up roles for one person, never people for a role; it says what is known about each criterion and counts nothing. Roles come in plain
alphabetical order: none is better than another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interviews.rule.bars import BarState
from interviews.rule.terms import Key
from interviews.rule.wording import listed
from interviews.travel.carrying import no_higher


@dataclass(frozen=True, slots=True)
class KnownBar:
    """What was found out about one bar, and how high it stood ("" where that is not known)."""

    competency: Key
    state: BarState
    level: str


@dataclass(frozen=True, slots=True)
class RoleAsks:
    """What another open role asks: competencies that may be the strength it hires for, and bars with their level, each with its name."""

    key: Key
    title: str
    strengths: tuple[tuple[Key, str], ...]
    bars: tuple[tuple[Key, str, str], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """One role for which a confirmed strength speaks. `cleared` and `not_known` are names of its bars; no bar is known to be missed."""

    key: Key
    title: str
    strengths: tuple[str, ...]
    cleared: tuple[str, ...]
    not_known: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What is known, criterion by criterion."""
        strength = f"strength it asks for: {listed(list(self.strengths))}"
        if not self.cleared and not self.not_known:
            return f"No minimum bars; {strength}."
        if not self.not_known:
            return f"Clears this role’s bars; {strength}."
        open_bars = f"not looked at: {listed(list(self.not_known))}"
        cleared = f"Clears {listed(list(self.cleared))}; " if self.cleared else ""
        return f"{cleared}{open_bars}; {strength}."


def roles_that_fit(confirmed: Iterable[Key], known: Iterable[KnownBar], roles: Iterable[RoleAsks]) -> tuple[Fit, ...]:
    """Return the roles that ask for a confirmed strength and of whose bars none is known to be missed, by title."""
    strong = set(confirmed)
    bars = {one.competency: one for one in known}
    fits = (_fit(role, strong, bars) for role in roles)
    return tuple(sorted((fit for fit in fits if fit is not None), key=lambda fit: (fit.title.casefold(), str(fit.key))))


def _fit(role: RoleAsks, strong: set[Key], known: dict[Key, KnownBar]) -> Fit | None:
    strengths = {key: name for key, name in role.strengths if key in strong}
    if not strengths:
        return None
    cleared: list[str] = []
    not_known: list[str] = []
    for key, name, level in role.bars:
        # What is validated as a strength is not judged against its bar as well.
        if key in strengths:
            continue
        bar = known.get(key)
        if bar is not None and bar.state is BarState.NOT_MET and no_higher(bar.level, level):
            return None
        is_cleared = bar is not None and bar.state is BarState.MET and no_higher(level, bar.level)
        (cleared if is_cleared else not_known).append(name)
    return Fit(role.key, role.title, tuple(strengths.values()), tuple(cleared), tuple(not_known))
