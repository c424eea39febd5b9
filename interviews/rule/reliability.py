"""How far one rating can be trusted, and what one more by somebody else adds.

Two ratings of the same thing by two people agree only so far; that correlation is the reliability of one rating. The
published values are those of 125 studies (Huffcutt, Culbertson & Weyhrauch 2013). An organisation's own double ratings
move them, as slowly as their number deserves: small numbers say little about agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from interviews.rule.wording import counted

SEPARATE_INTERVIEWS = 0.44  # one rating by one person in an interview of their own
SAME_ROOM = 0.74  # two people who heard the same interview
PUBLISHED_WEIGHS = 30  # pairs of ratings that the published value is worth
LEAST, MOST = 0.05, 0.95  # beyond these nothing that is printed would make sense
LONGEST_TABLE = 8


@dataclass(frozen=True, slots=True)
class OwnPairs:
    """What an organisation's own double ratings say: pairs of them, and how far they agree (ICC(1); None: cannot tell)."""

    pairs: int = 0
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class Reliability:
    """The reliability of one rating that is used: `published`, moved by `own`."""

    published: float = SEPARATE_INTERVIEWS
    own: OwnPairs = field(default_factory=OwnPairs)

    @property
    def value(self) -> float:
        """Both, each with its weight; to two digits, as more would not be known."""
        if self.own.agreement is None or not self.own.pairs:
            return self.published
        return round(min(MOST, max(LEAST, shrunk(self.own.agreement, self.own.pairs, self.published))), 2)

    @property
    def is_own(self) -> bool:
        """Whether the organisation's own ratings outweigh what was published."""
        return self.own.agreement is not None and self.own.pairs > PUBLISHED_WEIGHS

    @property
    def words(self) -> str:
        """Where the value comes from, in words."""
        if self.own.agreement is None or not self.own.pairs:
            return "A default from published studies, not your data."
        based = f"based on {counted(self.own.pairs, 'pair')} of your own ratings"
        if self.is_own:
            return f"Mostly your data: {based}."
        return f"Mostly a default from published studies, moved a little by your data: {based}."


@dataclass(frozen=True, slots=True)
class Gain:
    """What so many interviews can tell: reliability of their mean, its best possible agreement with the true level, and what the last of them added."""

    interviews: int
    reliability: float
    agreement: float
    gain: float


def shrunk(agreement: float, pairs: int, published: float = SEPARATE_INTERVIEWS) -> float:
    """Draw an agreement found in few pairs towards the published one, which weighs as much as PUBLISHED_WEIGHS pairs."""
    return (pairs * agreement + PUBLISHED_WEIGHS * published) / (pairs + PUBLISHED_WEIGHS)


def reliability_of(ratings: int, reliability: float = SEPARATE_INTERVIEWS) -> float:
    """Reliability of the mean of so many independent ratings (Spearman-Brown); none of none."""
    return ratings * reliability / (1 + (ratings - 1) * reliability) if ratings else 0.0


def marginal_gain(ratings: int, reliability: float = SEPARATE_INTERVIEWS) -> float:
    """What one rating more adds to the highest possible correlation with the true level, after so many ratings."""
    return sqrt(reliability_of(ratings + 1, reliability)) - sqrt(reliability_of(ratings, reliability))


def gains(reliability: float = SEPARATE_INTERVIEWS, most: int = LONGEST_TABLE) -> tuple[Gain, ...]:
    """One line for each number of interviews, from one to `most`."""
    found = []
    for count in range(1, most + 1):
        together = reliability_of(count, reliability)
        found.append(Gain(count, together, sqrt(together), marginal_gain(count - 1, reliability)))
    return tuple(found)


def gain_in_words(interviews: int, reliability: float = SEPARATE_INTERVIEWS) -> str:
    """What one interview more would add after so many, for the warning about long loops."""
    gain = marginal_gain(interviews, reliability)
    return (
        f"After {counted(interviews, 'interview')} one more raises the best possible agreement with the true level by "
        f"{gain:.2f}, from {sqrt(reliability_of(interviews, reliability)):.2f} to "
        f"{sqrt(reliability_of(interviews + 1, reliability)):.2f}."
    )


def own_pairs(groups: Iterable[tuple[object, Sequence[float]]]) -> OwnPairs:
    """How far independent ratings of the same thing agree: ICC(1) by analysis of variance, the groups of unequal size.

    Each group is what was rated (ratings of one kind are compared around their own mean, so that an easy criterion beside
    a hard one does not pass for agreement) with the ratings two or more people gave one candidate. A group of n counts
    as n - 1 pairs. Below two groups, or where nothing varies, it cannot be told.
    """
    heard = [(kind, values) for kind, values in groups if len(values) > 1]
    pairs = sum(len(values) - 1 for _, values in heard)
    if len(heard) < 2:
        return OwnPairs(pairs)
    deviations = _around_their_kind(heard)
    number = sum(map(len, deviations))
    kinds = len({kind for kind, _ in heard})
    between = sum(sum(values) ** 2 / len(values) for values in deviations)
    within = sum(value**2 for values in deviations for value in values) - between
    # Each kind's own mean was taken off, which costs a degree of freedom between the groups.
    free = len(heard) - kinds
    if free < 1:
        return OwnPairs(pairs)
    size = (number - sum(len(values) ** 2 for values in deviations) / number) / (len(heard) - 1)
    mean_between, mean_within = between / free, within / (number - len(heard))
    total = mean_between + (size - 1) * mean_within
    return OwnPairs(pairs, (mean_between - mean_within) / total if total > 0 else None)


def _around_their_kind(groups: Sequence[tuple[object, Sequence[float]]]) -> list[list[float]]:
    sums: dict[object, tuple[float, int]] = {}
    for kind, values in groups:
        total, count = sums.get(kind, (0.0, 0))
        sums[kind] = total + sum(values), count + len(values)
    means = {kind: total / count for kind, (total, count) in sums.items()}
    return [[value - means[kind] for value in values] for kind, values in groups]
