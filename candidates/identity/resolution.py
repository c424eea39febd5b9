"""Which mentions of names are one person: a plain function over plain values.

Names that one person may write are compared pair by pair; what stands around them (co-authors, organisations, topics,
venues, years) and how many people may bear the name gives each pair a likelihood by a fitted logistic model (`weights`);
groups form from the likeliest pairs on, judged by all their members (`clustering`). Strong identifiers decide alone:
an equal one joins, two ORCID iDs part, and nobody stands twice on one paper.
"""

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from candidates.identity.circumstances import Surroundings, measure, surroundings
from candidates.identity.clustering import CERTAIN, Groups, group
from candidates.identity.mentions import Assignment, Lane, Mention
from candidates.identity.pairs import pairs_of
from candidates.identity.population import Population
from candidates.identity.spelling import Written, written
from candidates.identity.weights import INTERCEPT, WEIGHTS
from candidates.identity.wording import evidence

Array = np.ndarray[Any, Any]
AT_ONCE = 100_000
# Nobody has two of these by design.
ONE_EACH = "orcid"
# An identifier on more mentions than a person has papers is somebody's mistake: a laboratory's, a placeholder.
MOST_OF_ONE_ID = 2_000
ALONE: tuple[str, ...] = ("no other mention that fits",)


@dataclasses.dataclass(frozen=True)
class Pairs:
    """Mentions two by two, with how likely each two are one person."""

    one: Array
    other: Array
    likelihood: Array


@dataclasses.dataclass(frozen=True)
class Ties:
    """Mentions with their groups and with everyone each may be, for whoever asks about some of them."""

    pairs: Pairs
    groups: Groups

    def of(self, place: int) -> list[tuple[int, float]]:
        """Return who a mention may be and how likely, a strong identifier in common counting as more than 1."""
        found = []
        for mine, theirs in ((self.pairs.one, self.pairs.other), (self.pairs.other, self.pairs.one)):
            for at in np.flatnonzero(mine == place):
                found.append((int(theirs[at]), float(self.pairs.likelihood[at])))
        return found


def resolve(mentions: Sequence[Mention]) -> list[Assignment]:
    """Say for each mention which person it belongs to, in the order given. Deterministic."""
    if not mentions:
        return []
    names = [written(mention.name) for mention in mentions]
    around = surroundings(mentions, names)
    found = _tied(mentions, names, around)
    return list(_assignments(mentions, around, found.pairs, found.groups))


def ties(mentions: Sequence[Mention], people: Population) -> Ties:
    """Group a few mentions out of many; `people` tells how common names are among all."""
    names = [written(mention.name) for mention in mentions]
    return _tied(mentions, names, surroundings(mentions, names, people))


def _tied(mentions: Sequence[Mention], names: Sequence[Written], around: Surroundings) -> Ties:
    pairs = _with_certain(mentions, likelihoods(around, *compared(mentions, names)))
    papers = np.unique([mention.paper for mention in mentions], return_inverse=True)[1]
    return Ties(pairs, group(len(mentions), pairs.one, pairs.other, pairs.likelihood, papers, _marks(mentions)))


def compared(mentions: Sequence[Mention], names: Sequence[Written]) -> tuple[Array, Array, Array]:
    """Return the pairs worth comparing, and how their names go together."""
    one, other, relation = pairs_of(mentions, names)
    return np.array(one, dtype=np.int32), np.array(other, dtype=np.int32), np.array(relation, dtype=np.int8)


def likelihoods(around: Surroundings, one: Array, other: Array, relation: Array) -> Pairs:
    """Weigh all pairs, a batch at a time so that memory stays bounded."""
    likelihood = np.zeros(len(one), dtype=np.float32)
    for start in range(0, len(one), AT_ONCE):
        batch = slice(start, start + AT_ONCE)
        figures = measure(around, one[batch], other[batch], relation[batch])
        odds = INTERCEPT + sum(weight * figures[name] for name, weight in WEIGHTS.items())
        likelihood[batch] = 1 / (1 + np.exp(-odds))
    return Pairs(one, other, likelihood)


def _with_certain(mentions: Sequence[Mention], pairs: Pairs) -> Pairs:
    """Add pairs with a strong identifier in common, and let it decide where the pair is there already."""
    certain = set(_sharing_an_id(mentions))
    if not certain:
        return pairs
    likelihood = pairs.likelihood.copy()
    for place, both in enumerate(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True)):
        key = (min(both), max(both))
        if key in certain:
            likelihood[place] = CERTAIN
            certain.discard(key)
    new = np.array(sorted(certain), dtype=np.int32).reshape(-1, 2)
    return Pairs(
        np.concatenate([pairs.one, new[:, 0]]),
        np.concatenate([pairs.other, new[:, 1]]),
        np.concatenate([likelihood, np.full(len(new), CERTAIN, dtype=np.float32)]),
    )


def _sharing_an_id(mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, mention in enumerate(mentions):
        for scheme_and_value in mention.ids:
            having[scheme_and_value].append(place)
    for places in having.values():
        if len(places) <= MOST_OF_ONE_ID:
            yield from itertools.pairwise(places)


def _marks(mentions: Sequence[Mention]) -> Array:
    """Return a number for each mention's ORCID iD, -1 where it has none."""
    numbers: dict[str, int] = {}
    orcids = (next((value for scheme, value in mention.ids if scheme == ONE_EACH), "") for mention in mentions)
    return np.array([numbers.setdefault(orcid, len(numbers)) if orcid else -1 for orcid in orcids])


def _assignments(
    mentions: Sequence[Mention], around: Surroundings, pairs: Pairs, groups: Groups
) -> Iterator[Assignment]:
    tie = _strongest_ties(len(mentions), pairs, groups.best)
    for place, mention in enumerate(mentions):
        other = int(tie[place])
        best, auto = int(groups.best[place]), int(groups.auto[place])
        if other < 0:
            lane, words = Lane.APART, ALONE
        else:
            lane = Lane.AUTO if groups.auto[place] == groups.auto[other] else Lane.REVIEW
            words = evidence(mention, mentions[other], around.people)
        yield Assignment(mention.mid, mentions[best].mid, mentions[auto].mid, lane, words)


def _strongest_ties(count: int, pairs: Pairs, cluster: Array) -> Array:
    """Return for each mention the one of its group it is likeliest the same as, -1 where it is alone."""
    inside = np.flatnonzero(cluster[pairs.one] == cluster[pairs.other])
    inside = inside[np.argsort(pairs.likelihood[inside], kind="stable")]
    tie = np.full(count, -1, dtype=np.int64)
    tie[pairs.one[inside]] = pairs.other[inside]
    strength = np.zeros(count)
    strength[pairs.one[inside]] = pairs.likelihood[inside]
    for place in inside.tolist():  # the other direction, where it is the stronger
        other = pairs.other[place]
        if pairs.likelihood[place] > strength[other]:
            tie[other], strength[other] = pairs.one[place], pairs.likelihood[place]
    return tie
