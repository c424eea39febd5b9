"""Invented works of invented people, and what readers noted about them."""

import datetime as dt
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Work:
    """Something somebody did, on a rung of the ladder. Judgements are None where nobody judged."""

    rung: int
    title: str
    url: str
    days_ago: int
    source: str
    note: str
    originality: int | None = None
    execution: int | None = None
    importance: int | None = None


@dataclass(frozen=True)
class InventedPaper:
    """A paper that does not exist."""

    title: str
    abstract: str
    venue: str
    days_ago: int
    number: int

    @property
    def url(self) -> str:
        return f"https://papers.example/{self.number:04}"

    def published_on(self, now: dt.datetime) -> dt.date:
        return (now - dt.timedelta(days=self.days_ago)).date()


@cache
def _works() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "works.toml").read_text(encoding="utf-8"))


@cache
def words() -> dict[str, Any]:
    """Hypotheses, summaries, reasons and notes, as they were written."""
    return tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))


def headlines() -> dict[str, list[str]]:
    """What people do, by the kind of role they are drawn to."""
    found: dict[str, list[str]] = _works()["headlines"]
    return found


def invent_papers(rng: random.Random) -> Iterator[InventedPaper]:
    """Papers without end; once the titles run out, later parts of earlier ones."""
    titles = list(_works()["papers"])
    rng.shuffle(titles)
    number, part = 0, 1
    while True:
        for title in titles:
            number += 1
            yield InventedPaper(
                title=title if part == 1 else f"{title}, {_later(part)}",
                abstract=" ".join(rng.sample(_works()["abstract"], 3)),
                venue=rng.choice(_works()["venues"]),
                days_ago=rng.randint(20, 700),
                number=number,
            )
        part += 1


def _later(part: int) -> str:
    return {2: "Revisited", 3: "Two Years On", 4: "in Practice", 5: "With Less Data"}.get(part, f"Part {part}")


def first_note() -> str:
    """What a reader wrote who would have liked to write this."""
    return str(_works()["reader_notes"][0])


def note_on_a_work(rng: random.Random) -> str:
    """What a reader wrote."""
    return str(rng.choice(_works()["reader_notes"][1:]))


def invent_works(draw: str, channel: str, person: str, rng: random.Random) -> list[Work]:
    """What somebody has on their file, apart from papers; people found through code always have some."""
    kinds = {
        "research": [(4, "reimplementations", 0.4), (3, "breadth", 0.3), (1, "interest", 0.25), (2, "software", 0.15)],
        "engineering": [
            (2, "software", 0.7),
            (4, "projects", 0.5),
            (4, "reimplementations", 0.3),
            (1, "interest", 0.4),
        ],
        "data": [(2, "software", 0.8), (3, "breadth", 0.2), (1, "interest", 0.2)],
        "science": [(4, "projects", 0.5), (3, "breadth", 0.4), (1, "interest", 0.4)],
    }[draw]
    found = []
    for rung, kind, chance in kinds:
        if rng.random() < chance or (channel == "reimplementations" and kind == "reimplementations"):
            judged = rung >= 4 and rng.random() < 0.6
            found.append(
                Work(
                    rung=rung,
                    title=rng.choice(_works()[kind]),
                    url=f"https://code.example/{person}/{rng.randint(100, 999)}" if rung in (2, 4) else "",
                    days_ago=rng.randint(30, 1200),
                    source=rng.choice(["CV", "their own page", "a reader", "the repository"]),
                    note=note_on_a_work(rng) if judged else "",
                    originality=rng.choice([1, 2, 2, 3]) if judged and rung == 5 else None,
                    execution=rng.choice([2, 2, 3]) if judged else None,
                    importance=rng.choice([1, 2, 3]) if judged and rng.random() < 0.5 else None,
                )
            )
    return found
