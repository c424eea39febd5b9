"""How well a feed learns a taste: nDCG and precision of the first twenty papers after a few likes, beside three simple rankings."""

import collections
import dataclasses
import itertools
import random
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from candidates.watches.learning import separate
from candidates.watches.ranking import Pool, Taste, Text, pool_of, rank, score
from candidates.watches.sentences import is_available
from candidates.watches.terms import COMMON, WORD, unit_rows
from candidates.watches.vector_cache import cached_vectors
from config.evidence.folder import Folder, MissingData
from config.evidence.tables import share, table
from config.settings import STATE_DIR

TITLE = "The feed: learning a taste"
ORDER = 40

LIKES = (1, 3, 5, 10, 20)
DRAWS = 2
FIRST = 20
FEWEST_OF_A_TASTE, FEWEST_LEFT = 25, 5
CONFUSABLE = 200
TARGETS = {False: {3: 0.60, 10: 0.68}, True: {3: 0.62, 10: 0.70}}
# A second to learn and rank this many is what a reader waits at most.
TIMED = (2_000, 10_000)

Floats = NDArray[np.float64]
Ranker = Callable[["Run"], Floats]


@dataclasses.dataclass(frozen=True)
class Run:
    """One simulated reader: the papers of one workshop are what they like."""

    taste: str
    seed: str
    likes: list[int]
    dislikes: list[int]
    relevant: NDArray[np.bool_]


def section(folder: Folder) -> str:
    """Measure, and return Markdown."""
    rows = [row for row in folder.rows("papers_") if row.get("venue_kind") == "topical"]
    if not rows:
        raise MissingData("No paper of a topical venue is among the rows.")
    texts = [Text(row["key"], row["title"], row["abstract"]) for row in rows]
    began = time.perf_counter()
    pool = pool_of(texts)
    prepared = time.perf_counter() - began
    simple = simple_rows(texts)
    runs = list(runs_of([row["venue"] for row in rows], simple))
    if not runs:
        raise MissingData(f"No topical venue has {FEWEST_OF_A_TASTE} papers.")
    rankers: dict[str, Ranker] = {
        "random": by_chance,
        "centroid (TF-IDF)": lambda run: centroid(simple, run.likes),
        "arxiv-sanity-lite recipe (TF-IDF, linear SVM)": lambda run: svm_recipe(simple, run.likes),
        "**ours, words alone**": lambda run: ours(pool, run),
    }
    if is_available():
        with_vectors = pool_of(texts, cached_vectors(texts, STATE_DIR / "vectors.sqlite3"))
        rankers["**ours, with sentence vectors**"] = lambda run: ours(with_vectors, run)
    tastes = len({run.taste for run in runs})
    return "\n\n".join(
        [
            f"{len(texts)} papers of topical workshops; a taste is one workshop with at least {FEWEST_OF_A_TASTE} papers: {tastes} tastes, "
            f"{DRAWS} draws of likes each. Every reader likes n papers at random and dislikes n that look alike (from the "
            f"{CONFUSABLE} nearest to the workshop's centroid). Only title and abstract are read. Intervals: 95 %, bootstrap over tastes.",
            "**A simulated topical taste is easier than a person's.** These figures compare rankings; they promise no reader's satisfaction.",
            results(rankers, runs),
            targets(rankers, runs),
            f"Making the {len(texts)} papers ready took {prepared:.1f} s (kept between likes).",
            timings(texts),
        ]
    )


def results(rankers: dict[str, Ranker], runs: Sequence[Run]) -> str:
    """Return the two tables of figures."""
    measured = {name: measure(ranker, runs) for name, ranker in rankers.items()}
    found = []
    for at, figure in enumerate((f"nDCG@{FIRST}", f"P@{FIRST}")):
        lines = [
            [name, *(_cell([each[at] for each in by_likes[n].values()]) for n in LIKES)]
            for name, by_likes in measured.items()
        ]
        found.append(table([figure, *(f"{n} like{'s' if n > 1 else ''}" for n in LIKES)], lines))
    return "\n\n".join(found)


def targets(rankers: dict[str, Ranker], runs: Sequence[Run]) -> str:
    """Say which targets are met; the recipe is one of them at every n."""
    floor = _means(rankers["arxiv-sanity-lite recipe (TF-IDF, linear SVM)"], runs)
    said = []
    for name, ranker in rankers.items():
        if not name.startswith("**ours"):
            continue
        means, wanted = _means(ranker, runs), TARGETS["vectors" in name]
        missed = [f"{share(goal)} at {n} likes" for n, goal in wanted.items() if means[n] < goal]
        missed += [f"the recipe's {share(floor[n])} at {n}" for n in LIKES if means[n] < floor[n]]
        goals = ", ".join(f"{share(goal)} at {n}" for n, goal in wanted.items())
        outcome = f"**missed**: {'; '.join(missed)}" if missed else "met"
        said.append(
            f"- {name.strip('*')}: target nDCG@{FIRST} {goals}, never below the recipe: {outcome}. "
            f"The targets were set on the other half of this data, whose tastes the recipe learns at .603 and .689 instead of "
            f"{share(floor[3])} and {share(floor[10])} here."
        )
    return "\n".join(said)


def runs_of(venues: Sequence[str], rows: Any) -> Iterable[Run]:
    """Yield the simulated readers, the same ones every time."""
    for taste, count in sorted(collections.Counter(venues).items()):
        if count < FEWEST_OF_A_TASTE:
            continue
        relevant = np.array([venue == taste for venue in venues])
        own = np.flatnonzero(relevant).tolist()
        near = [int(at) for at in np.argsort(-centroid(rows, own)) if not relevant[at]][:CONFUSABLE]
        for draw in range(DRAWS):
            for n in LIKES:
                if count - n >= FEWEST_LEFT:
                    seed = f"{taste} {draw} {n}"
                    chance = random.Random(seed)  # noqa: S311 - a fixed draw is the point
                    yield Run(taste, seed, chance.sample(own, n), chance.sample(near, min(n, len(near))), relevant)


def measure(ranker: Ranker, runs: Sequence[Run]) -> dict[int, dict[str, tuple[float, float]]]:
    """Return (nDCG, precision) of each taste, meant over its draws, by the number of likes."""
    held: dict[int, dict[str, list[tuple[float, float]]]] = {n: collections.defaultdict(list) for n in LIKES}
    for run in runs:
        scores = np.array(ranker(run), dtype=float)
        scores[[*run.likes, *run.dislikes]] = -np.inf
        left = len(scores) - len(run.likes) - len(run.dislikes)
        hits = run.relevant[np.argsort(-scores, kind="stable")[:left]]
        held[len(run.likes)][run.taste].append((ndcg(hits), float(hits[:FIRST].mean())))
    return {
        n: {taste: (_mean(one[0] for one in each), _mean(one[1] for one in each)) for taste, each in tastes.items()}
        for n, tastes in held.items()
    }


def ndcg(hits: NDArray[np.bool_]) -> float:
    """Return the discounted gain of the first places over the best that was possible (Järvelin and Kekäläinen 2002)."""
    discounts = 1 / np.log2(np.arange(2, FIRST + 2))
    best = discounts[: int(hits.sum())].sum()
    return float(hits[:FIRST] @ discounts[: len(hits[:FIRST])] / best) if best else 0.0


def ours(pool: Pool, run: Run) -> Floats:
    taste = Taste(likes=[pool.keys[at] for at in run.likes], dislikes=[pool.keys[at] for at in run.dislikes])
    return score(pool, taste)[0]


def by_chance(run: Run) -> Floats:
    return np.random.default_rng(abs(hash_of(run.seed))).random(len(run.relevant))


def hash_of(text: str) -> int:
    """Return a number that is the same in every process."""
    return int.from_bytes(text.encode()[-8:], "big")


def centroid(rows: Any, likes: Sequence[int]) -> Floats:
    return np.asarray(rows @ np.asarray(rows[likes].mean(axis=0)).ravel())


def svm_recipe(rows: Any, likes: Sequence[int]) -> Floats:
    """Rank by the recipe of arxiv-sanity-lite: C = 0.01, balanced classes, everything that is not liked is a negative."""
    papers = rows.shape[0]
    sides = np.full(papers, -1.0)
    sides[likes] = 1.0
    weights = np.where(sides > 0, 0.01 * papers / (2 * len(likes)), 0.01 * papers / (2 * (papers - len(likes))))
    found = separate(rows, sides, weights)
    return np.asarray(rows @ found[:-1] + found[-1])


def simple_rows(texts: Sequence[Text]) -> Any:
    """Return the recipe's features: words and pairs, at least 5 papers, at most a tenth, the 20,000 commonest, sublinear TF-IDF."""
    counted = []
    for text in texts:
        words = [word for word in WORD.findall(f"{text.title} {text.abstract}".lower()) if word not in COMMON]
        counted.append(collections.Counter([*words, *map(" ".join, itertools.pairwise(words))]))
    held = collections.Counter(term for terms in counted for term in terms)
    kept = [one for one in held.most_common() if 5 <= one[1] <= 0.1 * len(texts)][:20_000]
    places = {term: at for at, (term, _) in enumerate(kept)}
    rows = sparse.lil_matrix((len(texts), len(places)))
    for at, terms in enumerate(counted):
        for term, count in terms.items():
            if term in places:
                rows[at, places[term]] = (1 + np.log(count)) * (np.log((1 + len(texts)) / (1 + held[term])) + 1)
    return unit_rows(rows.tocsr())


def timings(texts: Sequence[Text]) -> str:
    """Measure learning and ranking at the sizes a watch has; the papers are ours, repeated with words left out."""
    lines = []
    for size in TIMED:
        chance = random.Random(size)  # noqa: S311
        many = [_shaken(chance.choice(texts), at, chance) for at in range(size)]
        began = time.perf_counter()
        pool = pool_of(many)
        ready = time.perf_counter() - began
        taste = Taste(likes=pool.keys[:10], dislikes=pool.keys[10:20])
        scoring, ranking = _fastest(lambda p=pool, t=taste: score(p, t)), _fastest(lambda p=pool, t=taste: rank(p, t))
        lines.append([f"{size:,}", f"{ready:.1f} s", f"{scoring * 1000:.0f} ms", f"{ranking * 1000:.0f} ms"])
    head = ["papers", "making ready (once)", "learn from a like and score", "the same, with every paper's terms"]
    return table(head, lines)


def _shaken(text: Text, at: int, chance: random.Random) -> Text:
    words = [word for word in text.abstract.split() if chance.random() < 0.8]
    return Text(str(at), text.title, " ".join(words))


def _fastest(act: Callable[[], Any], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _means(ranker: Ranker, runs: Sequence[Run]) -> dict[int, float]:
    return {n: _mean(one[0] for one in tastes.values()) for n, tastes in measure(ranker, runs).items()}


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return sum(held) / len(held) if held else 0.0


def _cell(values: Sequence[float]) -> str:
    """Return a mean with its interval."""
    if not values:
        return "–"
    drawn = np.random.default_rng(0).choice(np.asarray(values), (2_000, len(values))).mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{share(_mean(values))} ({share(low)}–{share(high)})"
