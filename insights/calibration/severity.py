"""Who rates lower or higher than others, drawn towards nobody in particular as far as few ratings ask for it. Free of Django.

s = B (mean of the rater − mean of all), B = v_r / (v_r + (v_c + v_e) / n), with the shares of variance of raters, candidates and
the rest at .12, .45 and .43 of the whole (generalizability studies of interviews). Below about eight ratings a raw mean misleads more than it
tells, so nothing is said from fewer than ten. This is for talking about anchors. It changes no rating and no outcome.
"""

import dataclasses
import math
import statistics
from collections.abc import Mapping, Sequence

FEWEST = 10
OF_RATERS, OF_CANDIDATES, OF_THE_REST = 0.12, 0.45, 0.43
SURE = 1.96


@dataclasses.dataclass(frozen=True, slots=True)
class Severity:
    """How much lower (negative: harder) or higher somebody rates, on the scale's own steps, with its 95 % interval."""

    ratings: int
    shift: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """What the whole interval allows to say."""
        if self.high < 0:
            return "rates lower than others"
        return "rates higher than others" if self.low > 0 else "no difference that could be told from chance"


def weight(ratings: int) -> float:
    """B: how much of a rater's distance from all others is theirs, of so many ratings."""
    return OF_RATERS / (OF_RATERS + (OF_CANDIDATES + OF_THE_REST) / ratings) if ratings else 0.0


def severities(given: Mapping[int, Sequence[int]]) -> dict[int, Severity]:
    """Return the severity of everybody with ten ratings or more. `given` holds each rater's ratings (1–4) on one scale, never on both."""
    everything = [value for values in given.values() for value in values]
    if len(everything) < FEWEST:
        return {}
    grand, variance = statistics.fmean(everything), statistics.pvariance(everything)
    found = {}
    for rater, values in given.items():
        if len(values) < FEWEST:
            continue
        share = weight(len(values))
        shift = share * (statistics.fmean(values) - grand)
        # What is left uncertain of the rater's own part once their ratings are known.
        spread = SURE * math.sqrt(OF_RATERS * variance * (1 - share))
        found[rater] = Severity(len(values), shift, shift - spread, shift + spread)
    return found
