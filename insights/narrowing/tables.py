"""A table of a dashboard, as it is shown, printed and downloaded. Free of Django."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workspace.charts import Chart

Value = int | float | str | None


@dataclass(frozen=True)
class Cell:
    """One figure: `words` is how it is written where the number alone does not do, `note` what has to be known with it, `url` its rows."""

    value: Value
    words: str = ""
    note: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        return self.words or ("\N{EN DASH}" if self.value is None else str(self.value))

    @property
    def is_number(self) -> bool:
        return not isinstance(self.value, str)

    @property
    def leads(self) -> bool:
        """Whether there is anything to open."""
        return bool(self.url and self.value)


@dataclass(frozen=True)
class Line:
    head: str
    cells: Sequence[Cell]
    icon: str = ""
    url: str = ""
    person: object = None


@dataclass(frozen=True)
class Table:
    """`heads` stand over the line's own head and then each cell."""

    id: str
    title: str
    heads: Sequence[str]
    lines: Sequence[Line]
    note: str = ""
    empty: str = "Nothing to count in this period."
    hint: str = "Widen the period or clear a filter."

    def __post_init__(self) -> None:
        for line in self.lines:
            if len(line.cells) != len(self.heads) - 1:
                raise ValueError(
                    f"{self.title}: {line.head} has {len(line.cells)} cells under {len(self.heads) - 1} heads"
                )

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Return each head beside the first, and whether numbers stand under it."""
        cells = zip(*(line.cells for line in self.lines), strict=True)
        return [
            (head, all(cell.is_number for cell in column)) for head, column in zip(self.heads[1:], cells, strict=True)
        ]

    @property
    def rows(self) -> Iterator[tuple[Line, list[tuple[str, bool, Cell]]]]:
        """Yield each line with its cells under their heads."""
        columns = self.columns
        for line in self.lines:
            yield line, [(*column, cell) for column, cell in zip(columns, line.cells, strict=True)]

    @property
    def file(self) -> Iterator[list[Value]]:
        """Yield it as lines of a file: what is only known as words stays words; a column beside it holds what has to be known with it."""
        noted = [any(line.cells[place].note for line in self.lines) for place in range(len(self.heads) - 1)]
        heads: list[Value] = [self.heads[0]]
        for name, has_notes in zip(self.heads[1:], noted, strict=True):
            heads += [name, f"{name}, note"] if has_notes else [name]
        yield heads
        for line in self.lines:
            row: list[Value] = [line.head]
            for cell, has_notes in zip(line.cells, noted, strict=True):
                value = cell.words if cell.value is None else cell.value
                row += [value, cell.note] if has_notes else [value]
            yield row


@dataclass(frozen=True)
class Page:
    """One dashboard: figures above, then charts and tables in this order."""

    name: str
    title: str
    note: str
    parts: Sequence[Table | Chart]
    figures: Sequence[Cell] = ()
    remarks: Sequence[str] = field(default_factory=tuple)
    act: tuple[str, str] = ("", "")  # the name of an address and the words on its button

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]

    @property
    def charts(self) -> list[Chart]:
        return [part for part in self.parts if isinstance(part, Chart)]
