"""The ways in which a role can treat its bars, each with its price: what would change for people if it chose another.

one rating decides      every first rating is final
near miss               one just below asks for a second opinion
either side             so does one just above: for bars that must not be wrong
as set                  near miss, and either side for the bars the role marked
twice from the start    near miss, with two people planned for every bar
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviews.rule.cost import DEFAULT_POOL, PlannedBar, Pool, Price, in_ten, price
from interviews.rule.terms import DEFAULT_RULE, Rule


class Way(enum.Enum):
    """How bars are treated."""

    ONE_RATING = "One rating decides"
    NEAR_MISS = "A second opinion on a near miss"
    EITHER_SIDE = "A second opinion near the bar, on either side"
    AS_SET = "A near miss, and either side for the bars that must not be wrong"
    TWICE = "Two people see every bar from the start"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way, its price, and whether the role goes it now.

    `ratings` is how many ratings of bars it takes per candidate: those planned, and those asked for where one is borderline.
    """

    way: Way
    price: Price
    ratings: float
    is_current: bool

    @property
    def words(self) -> str:
        """Both errors as people say them."""
        return (
            f"Turns away {in_ten(self.price.turned_away)} who meet every bar, lets through "
            f"{in_ten(self.price.let_through)} who miss one."
        )


def ways(
    bars: Sequence[PlannedBar], *, pool: Pool = DEFAULT_POOL, rule: Rule = DEFAULT_RULE
) -> tuple[Alternative, ...]:
    """Every way these bars could be treated, the one they are treated in now marked; nothing without bars."""
    if not bars:
        return ()
    careful = [bar.two_sided for bar in bars]
    plain = tuple(replace(bar, two_sided=False) for bar in bars)
    judged = {
        Way.ONE_RATING: tuple(PlannedBar() for _ in bars),
        Way.NEAR_MISS: plain,
        Way.AS_SET: tuple(bars),
        Way.EITHER_SIDE: tuple(replace(bar, two_sided=True) for bar in bars),
        Way.TWICE: tuple(replace(bar, ratings=max(2, bar.ratings)) for bar in bars),
    }
    current = Way.EITHER_SIDE if all(careful) else Way.AS_SET if any(careful) else Way.NEAR_MISS
    if current is not Way.AS_SET:
        del judged[Way.AS_SET]
    if all(bar.ratings > 1 for bar in bars):
        del judged[Way.TWICE]
    found = []
    for way, planned in judged.items():
        first_is_final = way is Way.ONE_RATING
        used = replace(rule, fails_to_confirm=1) if first_is_final else rule
        cost = price(planned, pool=pool, rule=used, most_ratings=1 if first_is_final else 3)
        ratings = sum(bar.ratings for bar in planned) + cost.extra_ratings
        found.append(Alternative(way, cost, ratings, way is current))
    return tuple(found)
