"""What if: a role's chances under another plan, and what several roles add up to, from sums that the night has kept. No numpy: pages call this.

Given a group of posterior draws, hires out of extra arrivals are Poisson beside whatever else happens (see `surfaces`), so

    P(fewer than k hires by week w) = mean over groups of sum_j P(j hires as planned) P(Poisson(extra hires) < k - j).
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

WEEK = 7
# By how many per cent stages may be faster: the plans for which futures are kept.
FASTER_BY = (0, 15, 30, 45)
PER = 10_000  # shares are kept in ten-thousandths, as whole numbers
LEVELS = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Levers:
    """What is changed. `more`: people a week by channel; a freeze begins after so many weeks and lasts so many."""

    more: Mapping[str, float] = field(default_factory=dict)
    faster: int = 0
    one_less: bool = False
    freeze_after: int = 0
    freeze_weeks: int = 0
    second_opening: bool = False

    @property
    def is_any(self) -> bool:
        return bool(any(self.more.values()) or self.faster or self.one_less or self.freeze_weeks or self.second_opening)


def setting(faster: int, one_less: bool) -> str:
    """The name under which futures are kept."""
    return f"{faster}-less" if one_less else str(faster)


def may_leave_one_out(kept: Mapping[str, Any]) -> bool:
    return setting(0, True) in kept["settings"]


def chances(kept: Mapping[str, Any], levers: Levers) -> list[float]:
    """P(filled) by the end of each week. Raises KeyError for a plan or a channel that was not kept."""
    found = kept["settings"][setting(levers.faster, levers.one_less)]
    openings = kept["openings"] + levers.second_opening
    places = {name: at for at, name in enumerate(kept["channels"])}
    more = [(places[name], number) for name, number in levers.more.items() if number]
    base, extra = found["base"], found["more"]
    weeks, groups = len(base[0]), len(base)
    filled = []
    for week in range(weeks):
        fewer = 0.0
        for group in range(groups):
            hires = sum(number * extra[group][channel][week] for channel, number in more) / PER
            below = _poisson_below(hires, openings)
            fewer += sum(share * below[openings - 1 - n] for n, share in enumerate(base[group][week][:openings]))
        filled.append(min(max(1 - fewer / groups / PER, 0.0), 1.0))
    return _frozen(filled, levers)


def _poisson_below(mean: float, openings: int) -> list[float]:
    """P(Poisson <= n) for n = 0 … openings - 1."""
    term = total = math.exp(-mean)
    below = [total]
    for n in range(1, openings):
        term *= mean / n
        total += term
        below.append(total)
    return below


def _frozen(filled: Sequence[float], levers: Levers) -> list[float]:
    """What would happen in a freeze or after it happens as many weeks later."""
    begins, lasts = min(levers.freeze_after, len(filled)), levers.freeze_weeks
    at_begin = filled[begins - 1] if begins else 0.0
    late = [at_begin] * lasts + list(filled[begins:])
    return [*filled[:begins], *late][: len(filled)]


@dataclass(frozen=True)
class Quarter:
    """Hires in one quarter, over several roles: the 10, 50 and 90 % numbers and the mean."""

    ends_on: dt.date
    low: int
    middle: int
    high: int
    expected: float


@dataclass(frozen=True)
class Portfolio:
    """What several roles add up to. `all_filled`: P(every opening of every role is filled) by the end of each week."""

    made_on: dt.date
    openings: int
    quarters: tuple[Quarter, ...]
    all_filled: tuple[float, ...]


def portfolio(made_on: dt.date, surfaces: Iterable[Mapping[str, Any]]) -> Portfolio | None:
    """Add up roles of the same night; None for none. Within a group roles are independent, between groups they share what is uncertain."""
    kept = list(surfaces)
    if not kept:
        return None
    groups = len(kept[0]["filled"])
    weeks = len(kept[0]["filled"][0])
    together = [
        sum(math.prod(one["filled"][group][week] / PER for one in kept) for group in range(groups)) / groups
        for week in range(weeks)
    ]
    quarters = [_quarter(dt.date.fromisoformat(end), at, kept, groups) for at, end in enumerate(kept[0]["quarters"])]
    return Portfolio(made_on, sum(one["openings"] for one in kept), tuple(quarters), tuple(together))


def _quarter(ends_on: dt.date, at: int, kept: Sequence[Mapping[str, Any]], groups: int) -> Quarter:
    total: list[float] = []
    for group in range(groups):
        shares = [1.0]
        for one in kept:
            shares = _convolved(shares, [share / PER for share in one["hires"][group][at]])
        total = [a + b / groups for a, b in zip(total or [0.0] * len(shares), shares, strict=True)]
    whole = sum(total) or 1.0
    low, middle, high = (_level(total, level * whole) for level in LEVELS)
    return Quarter(ends_on, low, middle, high, sum(n * share for n, share in enumerate(total)) / whole)


def _convolved(one: Sequence[float], other: Sequence[float]) -> list[float]:
    found = [0.0] * (len(one) + len(other) - 1)
    for a, share in enumerate(one):
        for b, more in enumerate(other):
            found[a + b] += share * more
    return found


def _level(shares: Sequence[float], level: float) -> int:
    """The smallest number that is reached with this chance."""
    total = 0.0
    for n, share in enumerate(shares):
        total += share
        if total >= level - 1e-9:
            return n
    return len(shares) - 1
