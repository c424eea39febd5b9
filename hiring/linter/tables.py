"""Tables within a role's text: “| | Required | Desirable |” says of a whole column what it is for, “| Requirements | … |” of a row."""

import re
from collections.abc import Iterator

from hiring.linter.headings import kind_of_heading, kind_of_sentence
from hiring.linter.terms import Kind

_CELL = re.compile(r"[^|]+")
_RULE = re.compile(r"[\s|:+=–—-]+")
LEAST_BARS = 2


def is_row(line: str) -> bool:
    """Whether a line is a row of a table: it begins with a bar and has another one."""
    return line.lstrip().startswith("|") and line.count("|") >= LEAST_BARS


class Table:
    """One table, row by row."""

    def __init__(self) -> None:
        self.columns: list[Kind | None] | None = None

    def cells(self, line: str) -> Iterator[tuple[int, str, Kind | None]]:
        """The cells that say something: where each begins in its line, its words, and what its column or row is for."""
        if _RULE.fullmatch(line):
            return
        cells = [(one.start() + _indent(one.group()), one.group().strip()) for one in _CELL.finditer(line)]
        kinds = [kind_of_heading(words) for _, words in cells]
        if self.columns is None:
            self.columns = kinds if any(kinds[1:]) else []
            if self.columns:
                return
        # A first column with a heading of its own holds no labels; a first cell that is a heading says what its row is for.
        # “Skill | Essential | Desirable”: what another column is for as well is a label.
        is_headed = bool(self.columns) and self.columns[0] in (None, *self.columns[1:])
        has_label = is_headed or (not self.columns and bool(kinds[:1] and kinds[0]))
        label = cells[0] if is_headed and not kinds[0] and cells[0][1] else None
        for index, (start, words) in enumerate(cells):
            if not words or (has_label and index == 0):
                continue
            column = self.columns[index] if index < len(self.columns) else None
            kind = kind_of_sentence(words) or column or kinds[0]
            if label:  # “| vLLM | 5 years | |”: five years of what stands in the label
                start, label = label[0], None
                words = line[start : cells[index][0] + len(words)]
            yield start, words, kind


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip())
