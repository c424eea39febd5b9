"""How far ratings of the same thing agree. Free of Django; numpy is loaded only where something is computed, never in a web process.

Two coefficients, each named for what it answers (Shrout & Fleiss 1979; Koo & Li 2016 for the words; Krippendorff 2011 for alpha):

- ICC(1): each thing was rated by people of its own, two ratings each. One-way random effects, absolute agreement, one rating.
- alpha, ordinal: any number of ratings of each thing, holes allowed; so of the shared answers, of which everybody rates some, too.

Intervals are 95 % percentile bootstraps over the things rated, from a fixed seed: the same ratings give the same interval.
"""

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20_260_101
DRAWS = 2_000
CATEGORIES = 4
# Below so many things rated nothing is said in words.
FEWEST = 10
WORDS = ((0.5, "poor"), (0.75, "moderate"), (0.9, "good"), (1.01, "excellent"))


@dataclasses.dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient with its interval, from `things` rated; None where it cannot be computed, as where everybody always says the same."""

    value: float | None
    low: float | None
    high: float | None
    things: int


def icc1(pairs: Sequence[tuple[int, int]]) -> Agreement:
    """ICC(1) of ratings by separate raters, a pair of ratings (1–4) for each thing."""
    import numpy as np

    table = np.asarray(pairs, dtype=float).reshape(-1, 2)
    return _with_interval(len(pairs), lambda rows: _icc1_of(table[rows]))


def alpha_ordinal(things: Sequence[Sequence[int]]) -> Agreement:
    """Krippendorff's alpha with the ordinal difference: for each thing the ratings (1–4) it got, in any number and order."""
    import numpy as np

    rated = [one for one in things if len(one) > 1]
    tables = np.asarray([_coincidences(one) for one in rated]).reshape(-1, CATEGORIES, CATEGORIES)
    return _with_interval(len(rated), lambda rows: _alpha_of(tables[rows].sum(axis=0)))


def in_words(found: Agreement) -> str:
    """Return what the whole interval allows to say: one word, a span of two, or that nobody can tell."""
    if found.value is None or found.low is None or found.high is None or found.things < FEWEST:
        return "cannot tell"
    first, last = _class(found.low), _class(found.high)
    if last - first > 1:
        return "cannot tell"
    return WORDS[first][1] if first == last else f"{WORDS[first][1]} to {WORDS[last][1]}"


def _class(value: float) -> int:
    return next(place for place, (limit, _) in enumerate(WORDS) if value < limit)


def _with_interval(number: int, statistic: "Callable[[NDArray[Any]], float]") -> Agreement:
    import numpy as np

    if number < 2:
        return Agreement(None, None, None, number)
    value = statistic(np.arange(number))
    if not np.isfinite(value):
        return Agreement(None, None, None, number)
    rng = np.random.default_rng(SEED)
    drawn = np.asarray([statistic(rng.integers(0, number, number)) for _ in range(DRAWS)])
    kept = drawn[np.isfinite(drawn)]  # a draw of one thing alone says nothing
    if len(kept) < DRAWS / 2:
        return Agreement(float(value), None, None, number)
    low, high = np.quantile(kept, (0.025, 0.975))
    return Agreement(float(value), float(low), float(high), number)


def _icc1_of(table: "NDArray[Any]") -> float:
    number, raters = table.shape
    means = table.mean(axis=1)
    between = raters * ((means - table.mean()) ** 2).sum() / (number - 1)
    within = ((table - means[:, None]) ** 2).sum() / (number * (raters - 1))
    return _ratio(between - within, between + (raters - 1) * within)


def _coincidences(ratings: Sequence[int]) -> "NDArray[Any]":
    import numpy as np

    counts = np.bincount(np.asarray(ratings) - 1, minlength=CATEGORIES).astype(float)
    return (np.outer(counts, counts) - np.diag(counts)) / (len(ratings) - 1)


def _alpha_of(table: "NDArray[Any]") -> float:
    import numpy as np

    totals = table.sum(axis=1)
    # Between two categories lie all ratings from the middle of the one to the middle of the other.
    middles = np.cumsum(totals) - totals / 2
    apart = (middles[:, None] - middles[None, :]) ** 2
    everybody = totals.sum()
    expected = (np.outer(totals, totals) * apart).sum() / (everybody - 1)
    observed = (table * apart).sum()
    return float("nan") if expected == 0 else float(1 - observed / expected)


def _ratio(over: float, under: float) -> float:
    return float(over / under) if abs(under) > 1e-12 else float("nan")
