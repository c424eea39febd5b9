"""Numbers that a README claims in its tables, and how far they are from the number a paper reports."""

import dataclasses
import re

MOST_TABLES = 40
MOST_ROWS = 200
LONGEST_LINE = 2_000
NUMBER = re.compile(r"(?<![\w.])[-+]?(\d{1,9}(?:[.,]\d{1,8})?)(?![\w]|\.\d)\s*(%)?")
# Columns and rows that repeat what the paper says are no claim of this repository.
OF_THE_PAPER = re.compile(
    r"\b(?:papers?|reported|original|official|authors?|published|baselines?|target|reference)\b", re.IGNORECASE
)
FENCE = re.compile(r"^\s{0,3}(```|~~~)")
SEPARATOR = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table of a README: the words over its columns, and its rows."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """A number of a table that stands under or beside the metric asked for, with the words around it."""

    value: float
    column: str
    row: str
    is_percent: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Distance:
    """The claim nearest to the paper's number: `gap` in the paper's unit, `share` of the paper's number (0 to 1)."""

    claim: Claim
    gap: float
    share: float


def tables_of(markdown: str) -> list[Table]:
    """Return the pipe tables of a Markdown text, leaving out what stands in code fences. Any text is answered."""
    found: list[Table] = []
    lines = _outside_fences(markdown)
    place = 0
    while place + 1 < len(lines) and len(found) < MOST_TABLES:
        if "|" in lines[place] and "|" in lines[place + 1] and SEPARATOR.match(lines[place + 1]):
            header = _cells(lines[place])
            end = place + 2
            while end < len(lines) and "|" in lines[end] and end - place < MOST_ROWS:
                end += 1
            found.append(Table(header, tuple(_cells(line) for line in lines[place + 2 : end])))
            place = end
        else:
            place += 1
    return found


def holds_results(tables: list[Table]) -> bool:
    """Say whether some table holds measured numbers: a column of them under a heading of its own, with a decimal or a percent sign."""
    for table in tables:
        for column in range(1, len(table.header)):
            cells = [row[column] for row in table.rows if column < len(row)]
            measured = [cell for cell in cells if re.search(r"\d[.,]\d|\d\s*%", cell) and NUMBER.search(cell)]
            if measured and 2 * len(measured) >= len(cells):
                return True
    return False


def claims_of(tables: list[Table], metric: str) -> list[Claim]:
    """Return the numbers under a column or beside a row named after the metric, but for those quoted from the paper."""
    wanted = _plain(metric)
    if not wanted:
        return []
    claims = []
    for table in tables:
        for row in table.rows:
            for place, cell in enumerate(row):
                column = table.header[place] if place < len(table.header) else ""
                label = row[0] if place else ""
                if not (_says(column, wanted) or _says(label, wanted)) or _is_quoted(column, label, wanted):
                    continue
                if number := NUMBER.search(_bare(cell)):
                    value = float(number[0].rstrip("% ").replace(",", "."))
                    claims.append(Claim(value, _bare(column)[:80], _bare(label)[:80], bool(number[2])))
    return claims


def nearest(claims: list[Claim], paper_number: float) -> Distance | None:
    """Return the claim nearest to the paper's number; 0.284 and 28.4 are the same where one of them is a share."""
    best: Distance | None = None
    for claim in claims:
        for value in _in_the_papers_unit(claim.value, paper_number):
            gap = value - paper_number
            share = abs(gap) / abs(paper_number) if paper_number else (0.0 if not gap else 1.0)
            if best is None or abs(gap) < abs(best.gap):
                best = Distance(claim, gap, share)
    return best


def _in_the_papers_unit(value: float, paper_number: float) -> list[float]:
    if abs(value) <= 1 < abs(paper_number) <= 100:
        return [value, value * 100]
    if abs(paper_number) <= 1 < abs(value) <= 100:
        return [value, value / 100]
    return [value]


def _outside_fences(markdown: str) -> list[str]:
    lines, fence = [], ""
    for line in markdown.splitlines():
        mark = FENCE.match(line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
            lines.append("")
        else:
            lines.append("" if fence else line[:LONGEST_LINE])
    return lines


def _cells(line: str) -> tuple[str, ...]:
    inside = line.strip().removeprefix("|").removesuffix("|")
    return tuple(cell.strip() for cell in inside.split("|"))[:60]


def _bare(cell: str) -> str:
    """Return a cell's words without links, emphasis and markup."""
    cell = re.sub(r"!?\[([^\]]{0,200})\]\([^)]{0,500}\)", r"\1", cell)
    return " ".join(re.sub(r"<[^>]{0,200}>|[*_`~]", " ", cell).split())


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


def _says(text: str, wanted: str) -> bool:
    return f" {wanted} " in f" {_plain(_bare(text))} "


def _is_quoted(column: str, label: str, wanted: str) -> bool:
    """Say whether a cell repeats the paper's number; the metric's own words are no sign of that."""
    return any(OF_THE_PAPER.search(_plain(_bare(text)).replace(wanted, "")) for text in (column, label))
