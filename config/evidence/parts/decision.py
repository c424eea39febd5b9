"""How often the decision rule errs: our own outcome function on made-up people, beside the published figures of the model.

The published figures are those of a Gaussian model of ratings (seven bars, each truly met by nine in ten, skills correlated .3, reliability of one
rating .50 unless said otherwise). A difference above two points is printed as missed.
"""

from collections.abc import Iterator

import numpy as np

from config.evidence.crowd import Crowd, Policy, Rates, walk
from config.evidence.folder import Folder
from config.evidence.other_policies import Passes, best_means, one_miss_allowed, probable_enough, walk_other
from config.evidence.tables import table
from interviews.rule.cost import PlannedBar, Pool, chance_of_rejection, price
from interviews.rule.terms import Rule

TITLE = "Minimum bars: who is turned away, who is let through"
ORDER = 1
PAGE = "decision"
SEED = 20
PEOPLE = 200_000
FEWER = 60_000
POINTS = 2.0  # percentage points by which a figure may differ from the published one
HARD = Rule(fails_to_confirm=1)
HALF = Pool(reliability=0.5)

# What the published table says: turned away, let through, far below let through (None: not given), further ratings.
Published = tuple[float, float, float | None, float]
POLICIES: tuple[tuple[str, Published, Policy], ...] = (
    ("one rating, hard bars", (52, 9, 1.4, 0), Policy(rule=HARD, most=1)),
    ("second rating near the bar, either side", (37, 11, 0.7, 1.8), Policy((True,), most=2, by_mean=True)),
    ("every bar rated twice", (36, 11, None, 0), Policy(first=2, most=2, by_mean=True)),
    ("second rating on near misses", (29, 19, 2.7, 0.6), Policy(most=2, by_mean=True)),
    (
        "second rating on any miss, at most two missed",
        (28, 19, None, 0.7),
        Policy(rule=Rule(clear_weighs=1), most=2, by_mean=True, most_missed=2),
    ),
    (
        "and a third if still borderline",
        (21, 21, None, 1.2),
        Policy(rule=Rule(fails_to_confirm=3), by_mean=True, most_missed=2),
    ),
)
OTHERS: tuple[tuple[str, Published, Passes], ...] = (
    ("every bar met with a chance of .6, rated again from .5 to .85", (17, 30, 5.0, 1.0), probable_enough),
    ("one miss allowed", (18, 37, None, 0), one_miss_allowed),
    ("the best means of all seven, as many as are qualified", (20, 29, None, 0), best_means),
)
PRODUCT: tuple[tuple[str, Policy], ...] = (
    ("near miss (the default)", Policy()),
    ("two-sided", Policy((True,))),
    ("two bars that must not be wrong, five near-miss", Policy((True, True, *[False] * 5))),
    ("every bar rated twice, near miss", Policy(first=2)),
)
ELSEWHERE: tuple[tuple[str, int, Pool, Policy, float], ...] = (
    ("4 bars, one hard rating", 4, HALF, POLICIES[0][2], 37),
    ("4 bars, second rating on near misses", 4, HALF, POLICIES[3][2], 20),
    ("4 bars, rated twice", 4, HALF, POLICIES[2][2], 25),
    ("7 bars, r = .74, one hard rating", 7, Pool(reliability=0.74), POLICIES[0][2], 30),
    ("7 bars, r = .74, second rating on near misses", 7, Pool(reliability=0.74), POLICIES[3][2], 15),
    ("7 bars, r = .44, one hard rating", 7, Pool(reliability=0.44), POLICIES[0][2], 58),
    ("7 bars, r = .44, second rating on near misses", 7, Pool(reliability=0.44), POLICIES[3][2], 34),
)
RELIABILITIES = (0.34, 0.44, 0.50, 0.60, 0.74, 0.85)
HARD_BARS = {
    (0.80, 1): (23, 19, 17, 14, 10, 7),
    (0.80, 3): (51, 43, 39, 33, 24, 16),
    (0.80, 5): (66, 58, 53, 44, 32, 23),
    (0.80, 7): (76, 67, 62, 53, 39, 27),
    (0.80, 9): (82, 74, 68, 59, 44, 31),
    (0.90, 1): (18, 15, 13, 10, 7, 4),
    (0.90, 3): (43, 35, 31, 25, 17, 11),
    (0.90, 5): (58, 49, 43, 35, 24, 16),
    (0.90, 7): (68, 58, 52, 42, 29, 20),
    (0.90, 9): (75, 65, 59, 48, 34, 23),
}
ROLES: tuple[tuple[str, tuple[PlannedBar, ...], Pool], ...] = (
    ("4 bars once", (PlannedBar(),) * 4, Pool()),
    ("4 bars twice", (PlannedBar(2),) * 4, Pool()),
    ("3 bars, one must not be wrong", (PlannedBar(1, two_sided=True), PlannedBar(), PlannedBar()), Pool()),
    ("4 bars, seen one to three times", (PlannedBar(), PlannedBar(), PlannedBar(2), PlannedBar(3)), Pool()),
    ("7 bars once", (PlannedBar(),) * 7, Pool()),
    ("4 bars once, in one room (r = .74)", (PlannedBar(),) * 4, Pool(reliability=0.74)),
)


def section(folder: Folder | None = None) -> str:
    """Measure. Needs no data."""
    crowd = Crowd.of(PEOPLE, 7, HALF, seed=SEED)
    return "\n\n".join(
        [
            f"{PEOPLE:,} made-up people a row where nothing else is said, seed {SEED}; ± is one standard error. "
            f"{crowd.is_qualified.mean():.1%} truly meet every bar (published: 59%), {crowd.is_far_below.mean():.1%} lie far below one (7%).",
            "### The policies, by our outcome function",
            "Every rating is handed to `interviews.rule.outcome.outcome` as a scorecard's mark by another interviewer; who is asked again is read from "
            "its answer. Where two marks cancel out, these policies let the mean of what was seen decide.",
            table(HEAD, _policies(crowd)),
            "The published table has three policies more. The product offers none of them: the outcome function cannot be set to average bars or to "
            "overlook one. They are computed here without it, on the same people, to show what is refused:",
            table(HEAD, _others(crowd)),
            "### What the product does",
            "Where two marks cancel out a third person is asked; nobody looks at a mean. Up to three ratings of a bar.",
            table(HEAD[:1] + HEAD[2:], _product(crowd)),
            "### The same elsewhere",
            table(["", "published", "ours"], _elsewhere()),
            "### One hard rating",
            f"Truly qualified people turned away, by the outcome function, {FEWER:,} people a cell; in brackets what was published.",
            _hard_bars(),
            "### What a role's page prints",
            "The page computes its figures without chance (`interviews.rule.cost.price`). Beside them the same rule, simulated; more than one point "
            "apart is printed as missed.",
            table(["", "turned away: printed", "simulated", "let through: printed", "simulated"], _roles()),
            "The closed form 1 - Φ(d·√(m·r/(1-r)))^k, for people exactly one SD above each of k bars, r = .50:",
            table(["bars", "ratings", "closed form", "simulated"], _closed_form()),
        ]
    )


HEAD = ["policy", "published", "turned away", "let through", "far below let through", "further ratings"]


def _policies(crowd: Crowd) -> Iterator[list[str]]:
    for name, published, policy in POLICIES:
        yield _beside_published(name, published, walk(crowd, policy))


def _others(crowd: Crowd) -> Iterator[list[str]]:
    for name, published, passes in OTHERS:
        yield _beside_published(name, published, walk_other(crowd, HALF, passes))


def _beside_published(name: str, published: Published, found: Rates) -> list[str]:
    away, through, far, extra = published
    return [
        name,
        f"{away:.0f}% / {through:.0f}% / {'-' if far is None else f'{far}%'} / {extra}",
        near(found.turned_away, away),
        near(found.let_through, through),
        cell(found.far_let_through) if far is None else near(found.far_let_through, far),
        f"{found.extra:.1f}",
    ]


def _product(crowd: Crowd) -> Iterator[list[str]]:
    for name, policy in PRODUCT:
        found: Rates = walk(crowd, policy)
        shares = (found.turned_away, found.let_through, found.far_let_through)
        yield [name, *map(cell, shares), f"{found.extra:.1f}"]


def _elsewhere() -> Iterator[list[str]]:
    for name, bars, pool, policy, published in ELSEWHERE:
        found = walk(Crowd.of(PEOPLE, bars, pool, seed=SEED), policy)
        yield [name, f"{published:.0f}%", near(found.turned_away, published)]


def _hard_bars() -> str:
    rows = []
    for (meeting, bars), published in HARD_BARS.items():
        cells = [f"{meeting:.2f}".removeprefix("0"), str(bars)]
        for reliability, expected in zip(RELIABILITIES, published, strict=True):
            crowd = Crowd.of(FEWER, bars, Pool(meeting, reliability=reliability), ratings=1, seed=SEED)
            found = walk(crowd, Policy(rule=HARD, most=1)).turned_away
            cells.append(f"{100 * found[0]:.0f} ({expected}){missed(found[0], expected)}")
        rows.append(cells)
    heads = [f"r = {reliability:.2f}".replace("0.", ".") for reliability in RELIABILITIES]
    return table(["share meeting each bar", "bars", *heads], rows)


def _roles() -> Iterator[list[str]]:
    for name, bars, pool in ROLES:
        printed = price(bars, pool=pool)
        policy = Policy(tuple(bar.two_sided for bar in bars), first=tuple(bar.ratings for bar in bars))
        found = walk(Crowd.of(PEOPLE, len(bars), pool, seed=SEED), policy)
        yield [
            name,
            f"{printed.turned_away:.1%}",
            near(found.turned_away, 100 * printed.turned_away, 1.0),
            f"{printed.let_through:.1%}",
            near(found.let_through, 100 * printed.let_through, 1.0),
        ]


def _closed_form() -> Iterator[list[str]]:
    for bars, ratings in ((7, 1), (7, 2), (4, 1), (4, 2)):
        exact = chance_of_rejection(1, bars, ratings, 0.5)
        chance = np.random.default_rng(SEED)
        height = np.ones((PEOPLE, bars))
        crowd = Crowd(height, height[:, :, None] + chance.standard_normal((PEOPLE, bars, 2)))
        rule = HARD if ratings == 1 else Rule()
        found = walk(crowd, Policy(rule=rule, first=ratings, most=ratings, by_mean=True)).turned_away
        yield [str(bars), str(ratings), f"{exact:.1%}", near(found, 100 * exact, 1.0)]


def cell(found: tuple[float, float]) -> str:
    """A share with its standard error, in points."""
    return f"{100 * found[0]:.1f}% ± {100 * found[1]:.1f}"


def near(found: tuple[float, float], published: float, points: float = POINTS) -> str:
    """The same, with “missed” where it is further than so many points from what was published."""
    return f"{cell(found)}{missed(found[0], published, points)}"


def missed(found: float, published: float, points: float = POINTS) -> str:
    return "" if abs(100 * found - published) <= points else " **missed**"
