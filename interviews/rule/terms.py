"""The words the decision rule is written in: hypotheses, minimum bars, ratings of both kinds, the role's parameters.

The two kinds of rating are two types on purpose: nothing that takes one accepts the other, so they cannot be mixed.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = int | str
LEVELS = (1, 2, 3, 4)


class Kind(enum.Enum):
    """The two kinds of criterion, which never mix."""

    STRENGTH = "strength"
    BAR = "bar"


class BarMark(enum.Enum):
    """Where a rating of a minimum bar landed. "Not assessed" is the absence of a mark, never one of them."""

    CLEARLY_BELOW = "clearly_below"
    JUST_BELOW = "just_below"
    JUST_ABOVE = "just_above"
    CLEARLY_ABOVE = "clearly_above"

    @property
    def words(self) -> str:
        """The mark in words, such as "just below"."""
        return self.value.replace("_", " ")

    @property
    def is_below(self) -> bool:
        """Whether this mark lies on the "not met" side of the bar."""
        return self in (BarMark.CLEARLY_BELOW, BarMark.JUST_BELOW)

    @property
    def is_clear(self) -> bool:
        """Whether this mark lies far from the bar, on either side."""
        return self in (BarMark.CLEARLY_BELOW, BarMark.CLEARLY_ABOVE)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A strength somebody expects in this candidate, written down before the interviews."""

    criterion: Key
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A competency in which the candidate only has to reach a written minimum.

    `must_not_be_wrong` makes it two-sided: one rating just above asks for a second look as well, so that noise neither
    fails nor passes anybody.
    """

    criterion: Key
    name: str
    must_not_be_wrong: bool = False


@dataclass(frozen=True, slots=True)
class StrengthRating:
    """One interviewer's level (1-4, None = not assessed) for one strength, from the current version of a scorecard.

    `order` grows with the time of submission: of two ratings by the same person the later one stands.
    `counts` is False for people in training, whose ratings are seen but decide nothing.
    """

    criterion: Key
    rater: Key
    assessment_type: str
    level: int | None
    order: int = 0
    counts: bool = True

    def __post_init__(self) -> None:
        if self.level is not None and self.level not in LEVELS:
            raise ValueError(f"A strength is rated 1, 2, 3 or 4, or not assessed (None); got {self.level!r}.")


@dataclass(frozen=True, slots=True)
class BarRating:
    """One interviewer's mark (None = not assessed) for one minimum bar; `order` and `counts` as for a strength."""

    criterion: Key
    rater: Key
    assessment_type: str
    mark: BarMark | None
    order: int = 0
    counts: bool = True

    def __post_init__(self) -> None:
        if self.mark is not None and not isinstance(self.mark, BarMark):
            raise ValueError(f"A minimum bar is rated with a BarMark, or not assessed (None); got {self.mark!r}.")


@dataclass(frozen=True, slots=True)
class Rule:
    """The parameters of the decision rule; a role may change them.

    support_level     a strength rating at this level or higher supports the hypothesis
    doubt_level       a strength rating at this level or lower speaks against it; between the two it does neither
    confirmations     independent supporting ratings that confirm a hypothesis
    refutations       independent doubting ratings that refute it
    different_types   whether ratings of a strength are independent only when their assessment types differ too
    fails_to_confirm  independent ratings just below a bar that make it "not met"
    clear_weighs      how many just-below (just-above) ratings one clearly below (clearly above) is worth
    """

    support_level: int = 3
    doubt_level: int = 2
    confirmations: int = 2
    refutations: int = 2
    different_types: bool = True
    fails_to_confirm: int = 2
    clear_weighs: int = 2

    def __post_init__(self) -> None:
        if not 1 <= self.doubt_level < self.support_level <= 4:
            raise ValueError("The level that doubts must lie below the level that supports, both within 1-4.")
        if min(self.confirmations, self.refutations, self.fails_to_confirm, self.clear_weighs) < 1:
            raise ValueError("Every count in the rule is at least 1.")


DEFAULT_RULE = Rule()

Rating = TypeVar("Rating", StrengthRating, BarRating)


def standing(ratings: Iterable[Rating], criterion: Key) -> list[Rating]:
    """The ratings that count for one criterion: assessed, not by a trainee, one per person (the latest).

    On equal `order` by the same person the lower rating stands, so that the answer never depends on the input's order.
    """
    latest: dict[Key, Rating] = {}
    for rating in ratings:
        if rating.criterion != criterion or not rating.counts or _height(rating) is None:
            continue
        known = latest.get(rating.rater)
        if known is None or _recency(rating) > _recency(known):
            latest[rating.rater] = rating
    return sorted(latest.values(), key=lambda rating: (rating.order, str(rating.rater)))


def named_once(criteria: Sequence[Hypothesis] | Sequence[Bar], what: str) -> None:
    """Raise ValueError when a criterion is listed twice."""
    keys = [item.criterion for item in criteria]
    if len(set(keys)) != len(keys):
        raise ValueError(f"The same criterion is listed twice among the {what}.")


def _height(rating: StrengthRating | BarRating) -> int | None:
    if isinstance(rating, StrengthRating):
        return rating.level
    return None if rating.mark is None else list(BarMark).index(rating.mark)


def _recency(rating: StrengthRating | BarRating) -> tuple[int, int, str]:
    return rating.order, -(_height(rating) or 0), rating.assessment_type
