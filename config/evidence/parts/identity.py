"""Which mentions of authors are one person, scored on mentions whose owner is known."""

import dataclasses
import time
from typing import Any

from candidates.identity.mentions import Assignment, Lane
from candidates.identity.reading import mention_of
from candidates.identity.resolution import resolve
from config.evidence.folder import Folder
from config.evidence.scoring import b_cubed, pairwise
from config.evidence.synthetic import timed
from config.evidence.tables import beside, share, table

TITLE = "Who is who"
ORDER = 20
# Answer keys: nothing that is resolved may see them.
HIDDEN = ("person", "label", "evidence", "tilde")
LEAST_A_SECOND = 2_000
GROWTH = (10_000, 100_000)


@dataclasses.dataclass(frozen=True)
class Trial:
    """A data set, what is aimed for on it, and what simple rules were measured to reach on its other half."""

    name: str
    prefix: str
    but_not: tuple[str, ...]
    auto_recall: float
    items: float
    pair_precision: float
    floors: str


AUTO_PRECISION = 0.99
TRIALS = (
    Trial(
        "One name, many people (OpenReview)",
        "and_openreview_",
        ("and_openreview_persons_",),
        0.92,
        0.97,
        0.0,
        "Floors, on the held-out half: exact name pairs P .767 R 1.000, B³ .926; compatible name with a shared co-author or e-mail"
        " domain P .991 R .902, B³ .957; boosted pairs of one evening B³ .976.",
    ),
    Trial(
        "One person, many spellings (ACL Anthology)",
        "and_acl_",
        (),
        0.90,
        0.955,
        0.99,
        "Floors, on the held-out half: exact name pairs P .994 R .685, B³ .834; initial and family name P .920 R .938, B³ .956; S2AND"
        " as installed P .991 R .929, B³ .964.",
    ),
)


def section(folder: Folder) -> str:
    """Resolve both data sets with the one configuration there is, and score them."""
    text = [
        "Both sets go through the same thresholds. Only mentions with a known owner are scored; all are resolved. The weights were fitted on",
        "the dev halves: figures on those are optimistic, figures on a held-out half are not.",
    ]
    for trial in TRIALS:
        rows = list(folder.rows(trial.prefix, but_not=trial.but_not))
        mentions = [mention_of(without_answers(row), number) for number, row in enumerate(rows, start=1)]
        began = time.perf_counter()
        answers = resolve(mentions)
        took = time.perf_counter() - began
        speed = len(rows) / took
        missed = "" if speed >= LEAST_A_SECOND else " **missed**"
        text += ["", f"### {trial.name}", "", scores(trial, rows, answers), ""]
        text += [f"{len(rows):,} mentions, {speed:,.0f} a second (aim {LEAST_A_SECOND:,}){missed}. {trial.floors}"]
    text += ["", "### How it grows", "", growth(GROWTH)]
    return "\n".join(text)


def growth(sizes: tuple[int, ...]) -> str:
    """Resolve invented worlds of growing size."""
    lines: list[list[object]] = []
    for size in sizes:
        took, memory = timed(size)
        lines.append([f"{size:,}", f"{took:.1f}", f"{size / took:,.0f}", f"{memory:,.0f}"])
    head = ["invented mentions", "seconds", "a second", "MiB at most so far"]
    return f"{table(head, lines)}\n\nMore: `python -m config.evidence.synthetic 1000000`."


def without_answers(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the product would see it."""
    return {key: value for key, value in row.items() if key not in HIDDEN}


def scores(trial: Trial, rows: list[dict[str, Any]], answers: list[Assignment]) -> str:
    """Score the mentions whose owner is known."""
    known = [(row["person"], one) for row, one in zip(rows, answers, strict=True) if row.get("label", "gold") == "gold"]
    true = [person for person, _ in known]
    lines: list[list[object]] = []
    for what, found in (
        ("sure links only", [one.auto_cluster for _, one in known]),
        ("best guess", [one.cluster for _, one in known]),
    ):
        pairs, items = pairwise(found, true), b_cubed(found, true)
        sure = what == "sure links only"
        lines.append(
            [
                what,
                beside(pairs.precision, AUTO_PRECISION if sure else trial.pair_precision),
                beside(pairs.recall, trial.auto_recall) if sure else share(pairs.recall),
                share(pairs.f1),
                share(items.precision),
                share(items.recall),
                share(items.f1) if sure else beside(items.f1, trial.items),
            ]
        )
    wanted: list[list[object]] = [["*aimed for, sure*", AUTO_PRECISION, trial.auto_recall, "", "", "", ""]]
    wanted += [["*aimed for, best guess*", trial.pair_precision or "", "", "", "", "", trial.items]]
    review = sum(one.lane is Lane.REVIEW for _, one in known)
    head = ["", "pairs P", "R", "F1", "B³ P", "R", "F1"]
    return table(head, lines + wanted) + f"\n\nTo be looked at by a person: {review:,} of {len(known):,} mentions."
