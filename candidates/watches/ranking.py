"""Ranking papers by a taste: what somebody liked and disliked, the terms they want and the terms they struck.

Only what a paper says counts: title and abstract. No names of authors, no institution, no venue, no popularity: a taste must not
become "people I know", and prestige is not a subject. Several linear separators look at the same words at different widths, each
scaled to the same spread, and their mean is the score: how many standard deviations above the pool's mean a paper stands.
"""

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from candidates.watches.learning import separate
from candidates.watches.terms import (
    DIRECTIONS,
    Vocabulary,
    directions_of,
    stem,
    terms_in,
    unit,
    unit_rows,
    vocabulary_of,
)

Floats = NDArray[np.float64]

# How hard each side pulls, summed over its papers, whatever their number; of one pool of 1,400 this is C = 0.01.
PULL = 7.0
DISLIKES_COUNT = 5.0
BROAD, FINE = 50, DIRECTIONS
# How much the sentence vectors count beside the words.
VECTORS_COUNT = 1.0
# So many of the best papers are taken as liked in a second look, which counts this much; a small pool has too few to guess from.
ECHOED, ECHO, FEWEST_TO_ECHO = 5, 0.5, 200
# Beyond this many unlabelled papers a sample stands for all when a taste is learnt.
LEARN_FROM = 2_000
SHOWN_TERMS = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """What of a paper is read."""

    key: str
    title: str
    abstract: str = ""


@dataclasses.dataclass(frozen=True)
class Taste:
    """What somebody said. Likes, dislikes and seeds are keys of papers; the rest are words."""

    likes: Sequence[str] = ()
    dislikes: Sequence[str] = ()
    seeds: Sequence[str] = ()
    wanted: Sequence[str] = ()
    struck: Sequence[str] = ()

    @property
    def positives(self) -> list[str]:
        return list(dict.fromkeys([*self.likes, *self.seeds]))


@dataclasses.dataclass(frozen=True, slots=True)
class Ranked:
    """One paper's place: its score, and the terms that push it up and down, strongest first, with their share of the score."""

    key: str
    score: float
    up: tuple[tuple[str, float], ...] = ()
    down: tuple[tuple[str, float], ...] = ()


@dataclasses.dataclass(frozen=True)
class Pool:
    """Papers made ready once, to be ranked by any taste."""

    keys: list[str]
    places: dict[str, int]
    vocabulary: Vocabulary
    rows: Any
    directions: Floats
    seen: dict[int, Floats]
    vectors: Floats | None = None


def pool_of(papers: Sequence[Text], vectors: Any = None) -> Pool:
    """Make papers ready. `vectors` are their sentence vectors, shape (papers, dimensions), one row a paper, where there are any."""
    vocabulary, rows = vocabulary_of((paper.title, paper.abstract) for paper in papers)
    keys = [paper.key for paper in papers]
    if vectors is not None:
        vectors = np.asarray(vectors, dtype=float)
        vectors = unit(vectors - vectors.mean(axis=0))
    directions = directions_of(rows)
    seen = {width: np.asarray(rows @ directions[:, :width]) for width in (BROAD, FINE)}
    return Pool(keys, {key: at for at, key in enumerate(keys)}, vocabulary, rows, directions, seen, vectors)


def rank(pool: Pool, taste: Taste) -> list[Ranked]:
    """Return every paper of the pool that the taste does not name, best first; equal scores keep the pool's order.

    Raises KeyError for a key that is not in the pool.
    """
    named = {pool.places[key] for key in [*taste.positives, *taste.dislikes]}
    scores, words = score(pool, taste)
    order = [int(at) for at in np.argsort(-scores, kind="stable") if int(at) not in named]
    pushes = _Pushes(pool, words)
    return [Ranked(pool.keys[at], float(scores[at]), *pushes.of(at)) for at in order]


def score(pool: Pool, taste: Taste) -> tuple[Floats, Floats]:
    """Return the score of every paper of the pool (papers,), and what one unit of each term adds to it, where words do (papers, terms)."""
    first = _Scoring(pool, taste)
    scores, weights = first.run()
    if not taste.likes or len(pool.keys) < FEWEST_TO_ECHO:
        return scores, weights
    # Pseudo-relevance feedback: what stands at the top is probably liked too, so learn once more as if it were.
    named = {*taste.positives, *taste.dislikes}
    best = (pool.keys[at] for at in np.argsort(-scores, kind="stable"))
    echo = list(itertools.islice((key for key in best if key not in named), ECHOED))
    again, more = _Scoring(pool, dataclasses.replace(taste, likes=[*taste.likes, *echo]), first.answers).run()
    return (scores + ECHO * again) / (1 + ECHO), (weights + ECHO * more) / (1 + ECHO)


class _Scoring:
    """One pool, one taste."""

    def __init__(self, pool: Pool, taste: Taste, starts: dict[str, Floats] | None = None) -> None:
        self.answers: dict[str, Floats] = dict(starts or {})
        self.likes = [pool.places[key] for key in taste.positives]
        self.dislikes = [pool.places[key] for key in taste.dislikes if key not in set(taste.positives)]
        self.pool = pool
        self.kept = _kept(pool.vocabulary, taste.struck)
        self.rows = pool.rows if self.kept.all() else pool.rows.multiply(self.kept[None, :]).tocsr()
        self.wish = self._wish(taste.wanted)
        self.learnt_from = self._sample()

    def run(self) -> tuple[Floats, Floats]:
        papers, terms = self.rows.shape
        total = np.zeros(papers)
        weights = np.zeros(terms)
        if not papers or not (self.likes or self.dislikes or self.wish is not None):
            return total, weights
        parts: list[tuple[float, Floats, Floats | None]] = [(1.0, *self._by_words())]
        shares = broad_and_fine(len(self.likes) + (self.wish is not None))
        for width, share in zip((BROAD, FINE), shares, strict=True):
            if share and self.pool.directions.shape[1]:
                parts.append((share, *self._by_directions(width)))
        if self.pool.vectors is not None and (self.likes or self.dislikes):
            parts.append((VECTORS_COUNT, self._by_vectors(), None))
        whole = sum(share for share, _, _ in parts)
        for share, scores, words in parts:
            spread = float(scores.std()) or 1.0
            total += share / whole * (scores - scores.mean()) / spread
            if words is not None:
                weights += share / whole * words / spread
        # Nothing speaks for a paper of which nothing is known.
        total[np.diff(self.rows.indptr) == 0] = total.min()
        return total, weights

    def _by_words(self) -> tuple[Floats, Floats]:
        found = self._learnt("words", self.rows, self.wish)
        return self.rows @ found, found

    def _by_directions(self, width: int) -> tuple[Floats, Floats]:
        directions = self.pool.directions[:, :width]
        seen = self.pool.seen[width] if self.kept.all() else np.asarray(self.rows @ directions)
        lengths = np.linalg.norm(seen, axis=1)
        wish = None if self.wish is None else unit(np.asarray(self.wish @ directions))
        near = unit(seen)
        found = self._learnt(f"directions {width}", near, wish)
        # Scaling each paper to length one is its own; the typical length turns directions back into words.
        return near @ found, (directions @ found) * self.kept / (float(np.median(lengths)) or 1.0)

    def _by_vectors(self) -> Floats:
        assert self.pool.vectors is not None
        return np.asarray(self.pool.vectors @ self._learnt("vectors", self.pool.vectors, None))

    def _learnt(self, view: str, rows: Any, wish: Any) -> Floats:
        """Part what is liked from what is not and from everything unlabelled, in one view of the papers."""
        chosen = self.learnt_from
        sides = np.full(len(chosen), -1.0)
        pulls = np.ones(len(chosen))
        liked, disliked = np.isin(chosen, self.likes), np.isin(chosen, self.dislikes)
        sides[liked] = 1.0
        pulls[disliked] = DISLIKES_COUNT
        taken = rows[chosen]
        if wish is not None:
            taken = _under(taken, wish)
            sides, pulls = np.append(sides, 1.0), np.append(pulls, 1.0)
        for side in (1.0, -1.0):
            if whole := pulls[sides == side].sum():
                pulls[sides == side] *= PULL / whole
        if not (sides > 0).any():  # nothing liked yet: away from what is disliked
            sides = np.where(disliked, -1.0, 1.0)
            pulls = np.where(disliked, PULL / disliked.sum(), PULL / max((~disliked).sum(), 1))
        self.answers[view] = separate(taken, sides, pulls, self.answers.get(view))
        return self.answers[view][:-1]

    def _sample(self) -> NDArray[np.int64]:
        papers = self.rows.shape[0]
        if papers <= LEARN_FROM:
            return np.arange(papers)
        drawn = np.random.default_rng(0).choice(papers, LEARN_FROM, replace=False)
        return np.unique(np.concatenate([drawn, np.asarray([*self.likes, *self.dislikes], dtype=np.int64)]))

    def _wish(self, wanted: Sequence[str]) -> Any:
        """Return the wanted words as a paper that would hold them all, or None where the pool knows none of them."""
        counts = dict.fromkeys((term for words in wanted for term in terms_in(words)), 1)
        if not counts:
            return None
        row = self.pool.vocabulary.weighed([counts]).multiply(self.kept[None, :]).tocsr()
        return unit_rows(row) if row.nnz else None


class _Pushes:
    """Which terms push a paper up and down."""

    def __init__(self, pool: Pool, weights: Floats) -> None:
        self.names = pool.vocabulary.names
        self.rows = pool.rows
        self.weights = weights

    def of(self, at: int) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]:
        begin, end = self.rows.indptr[at], self.rows.indptr[at + 1]
        places = self.rows.indices[begin:end]
        shares = self.rows.data[begin:end] * self.weights[places]
        order = np.argsort(shares)
        up = [(self.names[places[one]], round(float(shares[one]), 3)) for one in order[::-1][:SHOWN_TERMS]]
        down = [(self.names[places[one]], round(float(shares[one]), 3)) for one in order[:SHOWN_TERMS]]
        return tuple(each for each in up if each[1] > 0), tuple(each for each in down if each[1] < 0)


def broad_and_fine(likes: int) -> tuple[float, float]:
    """Return how much the broad and the fine directions count: with few likes the subject at large, with many its corners."""
    fine = min(likes / 20, 1.0)
    return 1.0 - 0.7 * fine, fine


def _kept(vocabulary: Vocabulary, struck: Sequence[str]) -> Floats:
    """Return 1 for each term that counts and 0 for those struck. A struck word takes its pairs along."""
    kept = np.ones(len(vocabulary.places))
    out = {" ".join(stem(word) for word in term.lower().split()) for term in struck if term.strip()}
    if out:
        for term, place in vocabulary.places.items():
            if term in out or not out.isdisjoint(term.split()):
                kept[place] = 0.0
    return kept


def _under(rows: Any, more: Any) -> Any:
    from scipy import sparse

    return sparse.vstack([rows, more]).tocsr() if sparse.issparse(rows) else np.vstack([rows, more])
