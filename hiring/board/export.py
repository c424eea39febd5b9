"""The list as a CSV file: exactly the rows and columns on screen, in the same order."""

from collections.abc import Iterator
from typing import Any

from defusedcsv import csv
from django.utils import timezone

from hiring.board.cards import Card
from hiring.board.queries import Pipeline
from hiring.pipeline.enums import Standing

HEADINGS = ("Candidate", "Stage", "Standing", "Days in stage", "Days over", "Channel", "Detail", "Applied", "More")
ROWS_AT_ONCE = 500


class _Echo:
    """A file that hands back what is written to it, so that rows leave one by one."""

    def write(self, text: str) -> str:
        return text


def csv_lines(pipeline: Pipeline) -> Iterator[str]:
    """Yield the file line by line. Cells that a spreadsheet would run as a formula are made harmless."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEADINGS)
    cursor = ""
    while True:
        page, cards = pipeline.page(cursor=cursor, backwards=False, size=ROWS_AT_ONCE)
        for card in cards:
            yield writer.writerow(_cells(card))
        cursor = page.next_cursor
        if not cursor:
            return


def _cells(card: Card) -> tuple[Any, ...]:
    return (
        card.name,
        card.stage.name,
        Standing(card.standing).label,
        card.days,
        card.over or "",
        card.channel_name,
        card.channel_detail,
        timezone.localtime(card.applied_at).date().isoformat(),
        " · ".join(card.extras["words"]),
    )
