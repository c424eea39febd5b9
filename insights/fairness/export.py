"""The applicant flow as a CSV file: what the pages show, all of it, and nothing more."""

from collections.abc import Iterable, Iterator
from typing import Any

from defusedcsv import csv

from insights.fairness.models import FairnessReport, FairnessTable, PooledReading
from insights.fairness.wording import STAGE_NAMES, group_words, pooled_words, stage_words

HEADINGS = (
    "Applied from", "Applied before", "Country", "Roles", "Question", "Stage", "Group", "Decided", "Passed", "Rate",
    "Compared with", "Ratio", "95 % from", "95 % to", "Mid-p", "In words",
)  # fmt: skip


class _Echo:
    """A file that hands back what is written to it, so that rows leave one by one."""

    def write(self, text: str) -> str:
        return text


def csv_lines(
    report: FairnessReport, tables: Iterable[FairnessTable], readings: Iterable[PooledReading]
) -> Iterator[str]:
    """Yield the file line by line: the tables of a half-year, then what it says together with those before."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEADINGS)
    for table in tables:
        since = table.since or report.begins_on
        head = (since.isoformat(), report.ends_on.isoformat(), table.country, table.block, table.question)
        for stage in table.stages:
            for cells in _rows(stage):
                yield writer.writerow((*head, STAGE_NAMES[stage["stage"]], *cells))
    for reading in readings:
        roles = f"Half-years together, {reading.tables} tables"
        head = (reading.since.isoformat(), report.ends_on.isoformat(), reading.country, roles, reading.question)
        for stage in reading.stages:
            for row in stage["groups"]:
                cells = (row["name"], *_numbers([row["passed"], row["decided"]]), stage["of"], *_said(row))
                yield writer.writerow((*head, STAGE_NAMES[stage["stage"]], *cells, pooled_words(row)))


def _rows(stage: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    yield ("Everybody", *_numbers(stage["total"]), "", "", "", "", "", stage_words(stage))
    for row in stage["groups"]:
        beside = row.get("of", "") if "ratio" in row else ""
        yield (row["name"], *_numbers([row["passed"], row["decided"]]), beside, *_said(row), group_words(row))
    if stage["pool"]:
        yield (f"Pooled: {'; '.join(stage['pooled'])}", *_numbers(stage["pool"]), "", "", "", "", "", "Not compared.")


def _said(row: dict[str, Any]) -> list[Any]:
    return [row.get(name, "") for name in ("ratio", "low", "high", "p")]


def _numbers(pair: list[int] | None) -> tuple[Any, ...]:
    """Decided, passed, rate."""
    return (pair[1], pair[0], f"{pair[0] / pair[1]:.4f}") if pair else ("hidden", "hidden", "")
