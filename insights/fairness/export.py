"""The applicant flow as a CSV file: what the pages show, all of it, and nothing more."""

from collections.abc import Iterable, Iterator
from typing import Any

from defusedcsv import csv

from insights.fairness.models import FairnessReport, FairnessTable
from insights.fairness.wording import STAGE_NAMES, group_words, stage_words

HEADINGS = (
    "Applied from", "Applied before", "Country", "Roles", "Question", "Stage", "Group", "Decided", "Passed", "Rate",
    "Compared with", "Ratio", "95 % from", "95 % to", "Mid-p", "In words",
)  # fmt: skip


class _Echo:
    """A file that hands back what is written to it, so that rows leave one by one."""

    def write(self, text: str) -> str:
        return text


def csv_lines(report: FairnessReport, tables: Iterable[FairnessTable]) -> Iterator[str]:
    """Yield the file line by line."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEADINGS)
    for table in tables:
        head = (report.begins_on.isoformat(), report.ends_on.isoformat(), table.country, table.block, table.question)
        for stage in table.stages:
            for cells in _rows(stage):
                yield writer.writerow((*head, STAGE_NAMES[stage["stage"]], *cells))


def _rows(stage: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    yield ("Everybody", *_numbers(stage["total"]), "", "", "", "", "", stage_words(stage))
    for row in stage["groups"]:
        said = [row.get(name, "") for name in ("ratio", "low", "high", "p")]
        beside = row.get("of", "") if "ratio" in row else ""
        yield (row["name"], *_numbers([row["passed"], row["decided"]]), beside, *said, group_words(row))
    if stage["pool"]:
        yield ("Pooled", *_numbers(stage["pool"]), "", "", "", "", "", "")


def _numbers(pair: list[int] | None) -> tuple[Any, ...]:
    """Decided, passed, rate."""
    return (pair[1], pair[0], f"{pair[0] / pair[1]:.4f}") if pair else ("hidden", "hidden", "")
