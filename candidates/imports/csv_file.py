"""Read a CSV file somebody uploaded: guess encoding and delimiter, bound everything, keep every cell plain text."""

import codecs
import csv
import dataclasses
import io
import itertools
from collections.abc import Collection, Iterator

LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 10_000
LONGEST_HEADER = 80
DELIMITERS = (",", ";", "\t", "|")
# What other kinds of files begin with; their bytes would otherwise decode to something.
OTHER_KINDS = {
    b"PK\x03\x04": "an Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


class CsvUnreadable(Exception):
    """The file as a whole cannot be taken; the message says what to do."""


@dataclasses.dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: the line it begins on, its cells (as many as there are columns), and what is wrong with it as a row."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class CsvFile:
    """A file read whole. `headers` are unique and never empty."""

    headers: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    encoding: str
    delimiter: str


def read_csv(content: bytes) -> CsvFile:
    """Read a file, or raise CsvUnreadable with words for the person who uploaded it."""
    if len(content) > LARGEST_FILE:
        raise CsvUnreadable(
            f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Split it and import the parts."
        )
    for beginning, kind in OTHER_KINDS.items():
        if content.startswith(beginning):
            raise CsvUnreadable(f"This is {kind}, not a CSV file. Save the sheet as CSV (UTF-8) and upload that.")
    text, encoding = _decode(content)
    if "\x00" in text:
        raise CsvUnreadable("The file holds binary data. Save the sheet as CSV (UTF-8) and upload that.")
    delimiter = sniff_delimiter(text)
    lines = _parse(text, delimiter)
    head = next(((line, cells) for line, cells in lines if any(cell.strip() for cell in cells)), None)
    if head is None:
        raise CsvUnreadable("The file is empty. The first line should name the columns, such as “Name,E-mail”.")
    headers = unique_headers(head[1])
    rows = tuple(_rows(lines, len(headers)))
    if not rows:
        raise CsvUnreadable("The file has a line of column names and no rows under it.")
    return CsvFile(headers, rows, encoding, delimiter)


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            raise CsvUnreadable("The file is cut off or damaged. Export it again as CSV (UTF-8).") from error
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        # What Excel in Western Europe writes; five of its bytes mean nothing and become a visible mark.
        return content.decode("cp1252", errors="replace"), "cp1252"


def without_rows(content: bytes, lines: Collection[int]) -> bytes:
    """Return the file (as UTF-8) without the rows that begin on these lines; the others stay on theirs."""
    text, _ = _decode(content)
    written = list(io.StringIO(text, newline=""))
    begins = [line for line, _ in _parse(text, sniff_delimiter(text))]
    for first, after in itertools.pairwise([*begins, len(written) + 1]):
        if first in lines:
            written[first - 1 : after - 1] = ["\n"] * (after - first)
    return "".join(written).encode()


def sniff_delimiter(text: str) -> str:
    """Return the delimiter under which the first lines fall into the same number of columns, and into most of them."""
    sample = text[:20_000]
    if sample[:4].lower() == "sep=" and sample[4:5] in DELIMITERS:  # Excel's own way to say it
        return sample[4]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts: list[int] = []
        try:
            for cells in csv.reader(io.StringIO(sample), delimiter=delimiter):
                if cells:
                    counts.append(len(cells))
                if len(counts) == 20:
                    break
        except csv.Error:
            return 0, 0
        width = counts[0] if counts else 0
        return (sum(count == width for count in counts), width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=evenness)


def _parse(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins on."""
    if text[:4].lower() == "sep=":
        text = "\n" + text.partition("\n")[2]
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_FILE * 2))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise CsvUnreadable(f"Line {reader.line_num} cannot be read: {error}. Export the file again.") from error
        if cells is None:
            return
        yield begins, cells
        begins = reader.line_num + 1


def unique_headers(cells: list[str]) -> tuple[str, ...]:
    """Name the columns: empty ones by their place, repeated ones with a number."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise CsvUnreadable(f"The file has more than {MOST_COLUMNS} columns. Keep those you need and upload it again.")
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = clean_cell(cell)[:LONGEST_HEADER] or f"Column {place}"
        number, unique = 2, name
        while unique.casefold() in {known.casefold() for known in names}:
            unique, number = f"{name} ({number})", number + 1
        names.append(unique)
    return tuple(names)


def _rows(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[CsvRow]:
    count = 0
    for line, raw in lines:
        if not any(cell.strip() for cell in raw):
            continue
        count += 1
        if count > MOST_ROWS:
            raise CsvUnreadable(f"The file has more than {MOST_ROWS:,} rows. Split it and import the parts.")
        yield _row(line, raw, width)


def _row(line: int, raw: list[str], width: int) -> CsvRow:
    problem = ""
    if any(len(cell) > LONGEST_CELL for cell in raw):
        problem = f"A cell is longer than {LONGEST_CELL:,} characters. Is a quotation mark missing?"
    elif any(cell.strip() for cell in raw[width:]):
        problem = f"The row has {len(raw)} cells, but there are {width} columns. Is a quotation mark missing?"
    cells = [clean_cell(cell[:LONGEST_CELL]) for cell in raw[:width]]
    return CsvRow(line, tuple(cells + [""] * (width - len(cells))), problem)


def clean_cell(cell: str) -> str:
    """Return a cell as harmless text: no control characters, one line, and nothing else changed.

    A cell such as “=1+1” stays these four signs; it is only ever shown as text, and exports make it harmless again.
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in cell).split())
