"""The words of papers as numbers: weighted words and pairs of words, and the directions in which a pool of papers differs."""

import collections
import dataclasses
import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

TITLE_COUNTS = 3
FEWEST_PAPERS = 2
# A word in more than a fifth of the papers tells no taste apart.
MOST_OF_ALL = 0.2
MOST_TERMS = 60_000
DIRECTIONS = 150
WORD = re.compile(r"[^\W_]{2,}")
COMMON = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "all",
        "also",
        "am",
        "among",
        "an",
        "and",
        "any",
        "approach",
        "are",
        "as",
        "at",
        "based",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "down",
        "during",
        "each",
        "few",
        "for",
        "from",
        "further",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "however",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "me",
        "method",
        "methods",
        "more",
        "most",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "ours",
        "out",
        "over",
        "own",
        "paper",
        "present",
        "propose",
        "proposed",
        "results",
        "same",
        "she",
        "should",
        "show",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "us",
        "use",
        "used",
        "using",
        "very",
        "via",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
ENDINGS = (
    ("ization", "ize"),
    ("isation", "ize"),
    ("ational", "ate"),
    ("ically", "ic"),
    ("ities", "ity"),
    ("ments", "ment"),
    ("ings", "ing"),
    ("ies", "y"),
    ("sses", "ss"),
)


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    """The terms of a pool, each with the weight of its rarity."""

    places: dict[str, int]
    rarity: Floats

    @property
    def names(self) -> list[str]:
        return list(self.places)

    def rows(self, texts: Iterable[tuple[str, str]]) -> Any:
        """Return one row of length one for each (title, abstract): shape (texts, terms), sparse."""
        return self.weighed([_counted(title, abstract) for title, abstract in texts])

    def weighed(self, counted: "Sequence[dict[str, int]]") -> Any:
        """Return counted terms as rows of length one; terms that the pool does not know are left out."""
        places: list[int] = []
        counts: list[int] = []
        starts = [0]
        for terms in counted:
            for term, count in terms.items():
                if (place := self.places.get(term)) is not None:
                    places.append(place)
                    counts.append(count)
            starts.append(len(places))
        values = 1 + np.log(np.asarray(counts, dtype=float)) if counts else np.zeros(0)
        shape = (len(counted), len(self.places))
        where = np.asarray(places, dtype=np.int64)
        return unit_rows(sparse.csr_matrix((values * self.rarity[where], where, starts), shape=shape))


def vocabulary_of(texts: Iterable[tuple[str, str]]) -> tuple[Vocabulary, Any]:
    """Return the terms of a pool of (title, abstract) and the pool's rows."""
    counted = [_counted(title, abstract) for title, abstract in texts]
    held: collections.Counter[str] = collections.Counter()
    for terms in counted:
        held.update(terms.keys())
    # A handful of papers has no rare and no common words: every subject in it is a large share.
    fewest = max(FEWEST_PAPERS, len(counted) // 2_000) if len(counted) >= 20 else 1
    most = MOST_OF_ALL * len(counted) if len(counted) >= 500 else len(counted)
    known = [(term, count) for term, count in held.items() if fewest <= count <= most]
    if len(known) > MOST_TERMS:
        known = sorted(known, key=lambda one: -one[1])[:MOST_TERMS]
    papers_with = np.asarray([count for _, count in known], dtype=float)
    rarity = np.log((1 + len(counted)) / (1 + papers_with)) + 1
    vocabulary = Vocabulary({term: place for place, (term, _) in enumerate(known)}, rarity)
    return vocabulary, vocabulary.weighed(counted)


def directions_of(rows: Any, most: int = DIRECTIONS) -> Floats:
    """Return the directions in which the rows of a pool differ most, strongest first: shape (terms, directions).

    A projection on them is scaled by the root of each direction's strength. The method is the randomised range finder with
    power iterations of Halko, Martinsson and Tropp 2011 (arXiv:0909.4061), seeded, so that a pool always gets the same answer.
    """
    wanted = min(most, *rows.shape)
    if wanted < 1:
        return np.zeros((rows.shape[1], 0))
    start = np.random.default_rng(0).standard_normal((rows.shape[1], min(wanted + 15, *rows.shape)))
    basis = np.linalg.qr(rows @ start)[0]
    for _ in range(4):
        basis = np.linalg.qr(rows.T @ basis)[0]
        basis = np.linalg.qr(rows @ basis)[0]
    _, strengths, turned = np.linalg.svd(np.asarray(rows.T @ basis).T, full_matrices=False)
    kept = int((strengths[:wanted] > 1e-9).sum())
    return np.asarray(turned[:kept].T / np.sqrt(strengths[:kept]))


def unit_rows(rows: Any) -> Any:
    """Return sparse rows scaled to length one; a row of nothing stays nothing."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.csr_matrix(sparse.diags(1 / lengths) @ rows)


def unit(rows: Floats) -> Floats:
    """Return dense rows scaled to length one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return np.asarray(rows / lengths)


def terms_in(text: str) -> list[str]:
    """Return the words of a text and their pairs, as the ranking counts them."""
    words = [stem(word) for word in WORD.findall(text.lower()) if word not in COMMON]
    return [*words, *(f"{one} {next_one}" for one, next_one in itertools.pairwise(words))]


@functools.lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Take the plural and its like from a word; careful, since the reader sees the result."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _counted(title: str, abstract: str) -> dict[str, int]:
    counts: collections.Counter[str] = collections.Counter(terms_in(abstract))
    for term in terms_in(title):
        counts[term] += TITLE_COUNTS
    return counts
