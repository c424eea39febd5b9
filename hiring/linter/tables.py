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
        has_label = bool(self.columns) or bool(kinds[:1] and kinds[0])
        for index, (start, words) in enumerate(cells):
            if not words or (has_label and index == 0):
                continue
            column = self.columns[index] if index < len(self.columns) else None
            yield start, words, kind_of_sentence(words) or column or kinds[0]


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip())
