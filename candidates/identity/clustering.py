"""Putting mentions together: the likeliest two groups first, judged by all their members, never against a hard no."""

import dataclasses
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Array = np.ndarray[Any, Any]

# Two groups are judged by their likeliest pair and by the mean over all pairs.
SHARE_OF_BEST = 0.6
AUTO = 0.92
BEST_GUESS = 0.82
# What a pair with a strong identifier in common counts as: more than any likelihood.
CERTAIN = 2.0
# Groups form only around a pair at least this likely: below, the mean cannot make up for it.
SEED = 0.5
LARGEST = 1_500


@dataclasses.dataclass(frozen=True)
class Groups:
    """The group of each mention, named by its first member: by best guess, and by what is sure."""

    best: Array
    auto: Array


def group(count: int, one: Array, other: Array, likelihood: Array, papers: Array, marks: Array) -> Groups:
    """Group `count` mentions by the likelihoods of pairs. Deterministic.

    Two of one paper stay apart, and so do two with different `marks`; a mark of -1 says nothing.
    """
    best, auto = np.arange(count), np.arange(count)
    for nodes, inside in _components(count, one, other, likelihood, SEED):
        left, right = np.searchsorted(nodes, one[inside]), np.searchsorted(nodes, other[inside])
        score = np.zeros((len(nodes), len(nodes)))
        score[left, right] = score[right, left] = likelihood[inside]
        score[papers[nodes][:, None] == papers[nodes][None, :]] = -np.inf
        mark = marks[nodes]
        score[(mark[:, None] >= 0) & (mark[None, :] >= 0) & (mark[:, None] != mark[None, :])] = -np.inf
        np.fill_diagonal(score, -np.inf)
        sure, guessed = _agglomerate(score)
        auto[nodes], best[nodes] = nodes[sure], nodes[guessed]
    return Groups(best, auto)


def _components(count: int, one: Array, other: Array, likelihood: Array, least: float) -> list[tuple[Array, Array]]:
    """Return the mentions that hang together by pairs of at least `least`, with the pairs among them.

    What is too large to be compared whole is cut at its weaker pairs.
    """
    strong = likelihood >= least
    links = coo_matrix((np.ones(strong.sum(), dtype=np.int8), (one[strong], other[strong])), shape=(count, count))
    _, label = connected_components(links, directed=False)
    within = np.flatnonzero(label[one] == label[other])
    within = within[np.argsort(label[one[within]], kind="stable")]
    cuts = np.flatnonzero(np.diff(label[one[within]])) + 1
    found = []
    for inside in np.split(within, cuts):
        if not len(inside):
            continue
        nodes = np.unique(np.concatenate([one[inside], other[inside]]))
        if len(nodes) <= LARGEST:
            found.append((nodes, inside))
        elif least < 1:
            first, second = np.searchsorted(nodes, one[inside]), np.searchsorted(nodes, other[inside])
            stricter = least + (1 - least) / 2 if least < 0.999 else 1.0
            for smaller, at in _components(len(nodes), first, second, likelihood[inside], stricter):
                found.append((nodes[smaller], inside[at]))
        else:  # nothing but certain pairs, in a group no person has: leave them apart
            continue
    return found


def _agglomerate(mean: Array) -> tuple[Array, Array]:
    """Return for each row the first row of its group: of the sure groups, and of the best guess."""
    count = len(mean)
    best = mean.copy()
    size = np.ones(count)
    members = [[row] for row in range(count)]
    joined = _joined(best, mean)
    nearest, height = joined.argmax(axis=1), joined.max(axis=1)
    sure: Array | None = None
    while True:
        kept = int(height.argmax())
        if sure is None and height[kept] < AUTO:
            sure = _labels(members, count)
        if height[kept] < BEST_GUESS:
            return (sure if sure is not None else _labels(members, count)), _labels(members, count)
        gone = int(nearest[kept])
        kept, gone = min(kept, gone), max(kept, gone)
        mean[kept] = (mean[kept] * size[kept] + mean[gone] * size[gone]) / (size[kept] + size[gone])
        best[kept] = np.maximum(best[kept], best[gone])
        for table in (mean, best):
            table[kept, kept] = -np.inf
            table[gone] = -np.inf
        for table in (mean, best):
            table[:, kept] = table[kept]
            table[:, gone] = -np.inf
        joined[kept] = _joined(best[kept], mean[kept])
        joined[:, kept] = joined[kept]
        joined[gone] = joined[:, gone] = -np.inf
        size[kept] += size[gone]
        members[kept] += members[gone]
        members[gone] = []
        stale = np.flatnonzero((nearest == kept) | (nearest == gone) | (joined[kept] >= height))
        stale = np.union1d(stale, [kept, gone])
        nearest[stale], height[stale] = joined[stale].argmax(axis=1), joined[stale].max(axis=1)


def _joined(best: Array, mean: Array) -> Array:
    blocked = np.isneginf(mean)
    with np.errstate(invalid="ignore"):
        return np.where(blocked, -np.inf, SHARE_OF_BEST * best + (1 - SHARE_OF_BEST) * mean)


def _labels(members: list[list[int]], count: int) -> Array:
    label = np.arange(count)
    for rows in members:
        if rows:
            label[rows] = min(rows)
    return label
