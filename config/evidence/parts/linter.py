"""How often the role linter is right: precision and recall of every rule over labelled role texts."""

import datetime as dt
import statistics
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.evidence.folder import Folder
from config.evidence.tables import table
from hiring.linter.linting import lint, rules
from hiring.linter.terms import Assessment, Facts

TITLE = "Role linter: precision and recall per rule"
ORDER = 1
PAGE = "linter"
TEXTS = Path(__file__).parents[1] / "role_texts"
HALVES = {"looked_at": "Looked at while the rules were written", "held_out": "Held out"}
# Labels are as of this day: how old a tool is depends on it.
TODAY = dt.date(2026, 11, 21)
# A matter of counting words, expected of every text below 250 words: left out of the labels and of the totals.
COUNTED = "readability"
CHARACTERS = 6000
# What the first run over the held-out half said, before anything was changed because of it: right, wrong, missed.
FIRST_RUN = (137, 6, 3)


@dataclass
class Score:
    """How often a rule fired rightly, wrongly, and did not though it should have."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def cells(self) -> list[str]:
        """Expected, fired, precision, recall."""
        return [str(self.right + self.missed), str(self.right + self.wrong), *map(_share, self.shares())]

    def shares(self) -> tuple[float | None, float | None]:
        fired, expected = self.right + self.wrong, self.right + self.missed
        return (self.right / fired if fired else None), (self.right / expected if expected else None)


def labelled(half: str) -> list[dict[str, Any]]:
    """The texts of one half."""
    texts: list[dict[str, Any]] = tomllib.loads((TEXTS / f"{half}.toml").read_text(encoding="utf-8"))["text"]
    return texts


def facts_of(text: dict[str, Any]) -> Facts:
    """What is known beside the text."""
    assessments = text.get("assessments")
    return Facts(
        today=TODAY,
        place=text.get("place", ""),
        is_research=text.get("research", False),
        has_strength=text.get("strength"),
        has_bar=text.get("bar"),
        assessments=assessments and tuple(Assessment(name, frozenset(topics)) for name, topics in assessments),
        open_days=text.get("open_days", 0),
        unchanged_days=text.get("unchanged_days", 0),
    )


def score(half: str) -> tuple[dict[str, Score], list[str]]:
    """Score every rule on one half, and say each mistake in words."""
    scores: dict[str, Score] = {one.id: Score() for one in rules() if one.id != COUNTED}
    mistakes = []
    for text in labelled(half):
        fired = {one.rule for one in lint(text["text"], facts_of(text))} - {COUNTED}
        expected = set(text["expects"])
        for rule in fired & expected:
            scores[rule].right += 1
        for rule in fired - expected:
            scores[rule].wrong += 1
            mistakes.append(f"- “{text['name']}”: {rule} fired and should not")
        for rule in expected - fired:
            scores[rule].missed += 1
            mistakes.append(f"- “{text['name']}”: {rule} should have fired")
    return scores, mistakes


def section(folder: Folder | None) -> str:
    """Measure, and return Markdown."""
    lines = [_note()]
    for half, title in HALVES.items():
        scores, mistakes = score(half)
        total = Score(*(sum(getattr(one, name) for one in scores.values()) for name in ("right", "wrong", "missed")))
        rows = [[rule, *one.cells()] for rule, one in scores.items()] + [["**all**", *total.cells()]]
        lines += [
            f"### {title}: {len(labelled(half))} texts",
            "",
            table(("rule", "expected", "fired", "precision", "recall"), rows),
            "",
        ]
        lines += ["Mistakes:", "", *(mistakes or ["- none"]), ""]
    return "\n".join([*lines, _speed()])


def _note() -> str:
    count = sum(len(labelled(half)) for half in HALVES)
    right, wrong, missed = FIRST_RUN
    first = Score(right, wrong, missed)
    precision, recall = map(_share, first.shares())
    return (
        f"{count} role texts of invented organisations, labelled by the people who wrote the rules: read the figures as a test of the rules, not as a promise for texts "
        f"of another kind. The held-out half was labelled before the linter was run on it; its first run gave precision {precision} and recall {recall} "
        f"({right} right, {wrong} wrong, {missed} missed), and the figures below are those after the faults it showed were repaired. A dash: nothing to divide by. “{COUNTED}” is left out, "
        "since it only counts.\n"
    )


def _speed() -> str:
    """Processor time for a text of 6,000 characters: the median of 20."""
    texts = [text["text"] for half in HALVES for text in labelled(half)]
    text = "\n".join(texts)[:CHARACTERS]
    took = []
    for _ in range(20):
        began = time.process_time()
        lint(text, Facts(today=TODAY))
        took.append((time.process_time() - began) * 1000)
    found = Counter(one.severity.name for one in lint(text, Facts(today=TODAY)))
    return f"A text of {len(text):,} characters takes {statistics.median(took):.0f} ms (aim: below 20) and gives {sum(found.values())} findings."


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"
