"""The shared calibration set: written answers, shipped with the product, that everybody rates once a quarter. Free of Django."""

import datetime as dt
import functools
import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from workspace.catalogue.entries import Entry

FILE = Path(__file__).with_name("samples.toml")


@dataclass(frozen=True, slots=True)
class Sample:
    """One written answer, and which anchors its authors see in it."""

    slug: str
    answer: str
    level: int
    discussion: str


@dataclass(frozen=True, slots=True)
class SampleSet:
    """The answers to one question, about one competency."""

    competency: str
    name: str
    question: str
    samples: tuple[Sample, ...]


@functools.cache
def sample_sets() -> tuple[SampleSet, ...]:
    """Return the shipped sets in their order; raises CatalogueError where the file is wrong."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))["set"]
    return tuple(_set(Entry(table, where=f"{FILE.name}, set {place}")) for place, table in enumerate(tables, start=1))


def _set(entry: Entry) -> SampleSet:
    competency = entry.slug("competency")
    samples = [_sample(competency, one) for one in entry.tables("sample")]
    # By name, which is a digest: in the file they stand by level, and neither their order nor their names may say so.
    samples.sort(key=lambda one: one.slug)
    return SampleSet(competency, entry.text("name"), entry.text("question"), tuple(samples))


def _sample(competency: str, entry: Entry) -> Sample:
    answer = entry.text("answer")
    return Sample(
        slug=f"{competency}-{hashlib.sha256(answer.encode()).hexdigest()[:6]}",
        answer=answer,
        level=entry.whole("level", low=1, high=4),
        discussion=entry.text("discussion"),
    )


def set_of(competency: str) -> SampleSet | None:
    return next((one for one in sample_sets() if one.competency == competency), None)


def quarter_of(day: dt.date) -> str:
    """Return the quarter of a day, as in 2026Q4."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"
