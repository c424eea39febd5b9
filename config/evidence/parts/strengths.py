"""How often a strength is seen that is not there: the model's published figures, and what the product's own rule confirms.

As in the published model a strength is the top 15 % of people, skills are independent, and a skill looks strong where
the mean of its ratings lies in the top 15 % of such means. The product takes no mean: it puts each rating to
`interviews.rule.strengths.judge_hypothesis`, as a 4 where that one rating lies in the top 15 %, as a 2 where it does not.
"""

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.evidence.crowd import share
from config.evidence.folder import Folder
from config.evidence.parts.decision import PEOPLE, SEED, cell, near
from config.evidence.tables import table
from interviews.rule.reliability import reliability_of
from interviews.rule.strengths import HypothesisState, judge_hypothesis
from interviews.rule.terms import Hypothesis, StrengthRating

TITLE = "Strengths: how often one is seen that is not there"
ORDER = 2
PAGE = "decision"
TOP = 0.15
# How many dimensions are looked at how often, and what was published for reliabilities of one rating of .44, .50 and .74.
RELIABILITIES = (0.44, 0.50, 0.74)
LOOKS: tuple[tuple[int, int, tuple[int, int, int]], ...] = (
    (9, 1, (57, 54, 41)),
    (7, 1, (48, 45, 34)),
    (4, 1, (31, 29, 21)),
    (2, 1, (17, 16, 11)),
    (2, 2, (14, 13, 8)),
    (1, 2, (7, 7, 4)),
    (1, 3, (6, 6, 4)),
)
# The best-looking of so many dimensions, r = .50: what was published as observed and as true, in SDs.
BEST_OF = {9: (2.10, 1.05), 7: (1.91, 0.96), 4: (1.45, 0.73), 2: (0.80, 0.40)}
HYPOTHESIS = Hypothesis("strength", "A strength")

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]


def section(folder: Folder | None = None) -> str:
    """Measure. Needs no data."""
    return "\n\n".join(
        [
            f"{PEOPLE:,} made-up people a cell, seed {SEED}; ± is one standard error. Of those without any true strength among the dimensions looked at, "
            "the share in whom at least one seems to be there; in brackets what was published.",
            table(["looked at", *(f"r = {r:.2f}".replace("0.", ".") for r in RELIABILITIES)], _published()),
            "The product looks at named hypotheses, and at two ratings by different people through different assessments before it says “confirmed”. The last "
            "column is the price: how many of those who truly have one are confirmed.",
            table(
                ["named", "ratings each", "r", "a rating says so", "confirmed", "one truly there: confirmed"],
                _product(),
            ),
            "The best-looking of many dimensions is not as good as it looks. r = .50, in SDs; shrunk by the reliability, what was seen tells the truth:",
            table(["best of", "looks", "is", "looks, shrunk", "published: looks", "is"], _winners_curse()),
        ]
    )


def people(dimensions: int, ratings: int, reliability: float) -> tuple[Numbers, Numbers]:
    """True levels (people by dimensions, SD 1), and ratings of them (a third axis)."""
    chance = np.random.default_rng([SEED, dimensions, ratings])
    true = chance.standard_normal((PEOPLE, dimensions))
    error = np.sqrt((1 - reliability) / reliability)
    return true, true[:, :, None] + error * chance.standard_normal((PEOPLE, dimensions, ratings))


def _none_there(true: Numbers) -> Truths:
    return np.asarray((true < np.quantile(true, 1 - TOP)).all(axis=1))


def _published() -> Iterator[list[str]]:
    for dimensions, ratings, published in LOOKS:
        cells = []
        for reliability, expected in zip(RELIABILITIES, published, strict=True):
            true, seen = people(dimensions, ratings, reliability)
            mean = seen.mean(axis=2)
            looks = (mean >= np.quantile(mean, 1 - TOP)).any(axis=1)
            cells.append(f"{near(share(looks[_none_there(true)]), expected)} ({expected})")
        yield [f"{dimensions}, {('once', 'twice', 'three times')[ratings - 1]}", *cells]


def _product() -> Iterator[list[str]]:
    for dimensions, ratings in ((1, 1), (1, 2), (1, 3), (2, 2)):
        for reliability in RELIABILITIES:
            true, seen = people(dimensions, ratings, reliability)
            strong = seen >= np.quantile(seen, 1 - TOP)
            none = _none_there(true)
            confirmed, said = np.asarray(_confirmed(strong).any(axis=1)), np.asarray(strong.any(axis=(1, 2)))
            yield [
                str(dimensions),
                str(ratings),
                f"{reliability:.2f}".removeprefix("0"),
                cell(share(said[none])),
                cell(share(confirmed[none])),
                cell(share(confirmed[~none])),
            ]


def _confirmed(strong: "NDArray[Any]") -> Truths:
    """What our own rule says of each dimension; the order of ratings does not matter to it, so patterns are few."""
    ratings = strong.shape[2]
    answers = np.array([_is_confirmed(high, ratings) for high in range(ratings + 1)])
    return np.asarray(answers[strong.sum(axis=2)])


@functools.cache
def _is_confirmed(high: int, ratings: int) -> bool:
    heard = [StrengthRating("strength", f"rater {n}", f"type {n}", 4 if n < high else 2) for n in range(ratings)]
    return judge_hypothesis(HYPOTHESIS, heard).state is HypothesisState.CONFIRMED


def _winners_curse() -> Iterator[list[str]]:
    for dimensions, published in BEST_OF.items():
        true, seen = people(dimensions, 1, 0.5)
        best = seen[:, :, 0].argmax(axis=1)
        everybody = np.arange(PEOPLE)
        looks = float(seen[everybody, best, 0].mean())
        found = (looks, float(true[everybody, best].mean()), looks * reliability_of(1, 0.5))
        yield [str(dimensions), *(f"{value:.2f}" for value in (*found, *published))]
