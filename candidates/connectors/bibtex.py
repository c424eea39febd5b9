"""Read a BibTeX file into paper records, with a verdict on every entry: one broken entry spoils no other."""

import codecs
import dataclasses
import datetime
import re
from collections.abc import Iterator

from candidates.connectors.latex import to_text
from candidates.connectors.links import Link, LinkKind, find_links, recognise
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line

SOURCE = "BibTeX"
LARGEST_FILE = 8 * 1024 * 1024
MOST_ENTRIES = 3_000
MOST_UNCLOSED = 100
MOST_AUTHORS = 1_000
LONGEST_ENTRY = 100_000
LONGEST_VALUE = 20_000
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
OPENING = re.compile(r"@[ \t]*([A-Za-z]+)\s*([{(])")
MARKS = re.compile(r"[{})\"]")
NAME = re.compile(r"[^\s{}(),=\"#%]+")
NOT_ENTRIES = frozenset({"comment", "preamble", "string"})
SCHEMES = {LinkKind.ARXIV: Scheme.ARXIV, LinkKind.OPENREVIEW: Scheme.OPENREVIEW, LinkKind.DOI: Scheme.DOI}


class BibtexUnreadable(Exception):
    """The file as a whole cannot be taken; the message says why."""


@dataclasses.dataclass(frozen=True, slots=True)
class BibtexEntry:
    """One entry: where it stands and what came of it. `record` is None where `problem` says why."""

    line: int
    key: str
    record: PaperRecord | None
    problem: str = ""
    remarks: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    body: str
    line: int
    is_whole: bool


class _Broken(Exception):
    """An entry's syntax is wrong; the message says where."""


def read_bibtex(content: bytes) -> list[BibtexEntry]:
    """Return every entry of a file in its order. Raises BibtexUnreadable for a file that is no BibTeX or too large."""
    if len(content) > LARGEST_FILE:
        raise BibtexUnreadable(
            f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. Split it and import the parts."
        )
    text = decode(content)
    if "\x00" in text:
        raise BibtexUnreadable("This is no text file. Export it again as BibTeX (.bib).")
    words: dict[str, str] = {}
    entries: list[BibtexEntry] = []
    unclosed = 0
    for block in _blocks(text):
        unclosed += not block.is_whole
        if unclosed > MOST_UNCLOSED:
            raise BibtexUnreadable(f"More than {MOST_UNCLOSED} entries are not closed. Is this a BibTeX file?")
        if block.kind == "string":
            _remember(block, words)
        elif block.kind not in NOT_ENTRIES:
            entries.append(_entry(block, words))
        if len(entries) > MOST_ENTRIES:
            raise BibtexUnreadable(f"The file has more than {MOST_ENTRIES:,} entries. Split it and import the parts.")
    if not entries:
        raise BibtexUnreadable("There is no BibTeX entry in this file. It should hold blocks such as “@article{…}”.")
    return entries


def decode(content: bytes) -> str:
    """Decode by byte order mark, else as UTF-8, else as Windows-1252, which takes any byte we are likely to meet."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _blocks(text: str) -> Iterator[_Block]:
    place, line, counted = 0, 1, 0
    while opening := OPENING.search(text, place):
        line += text.count("\n", counted, opening.start())
        counted = opening.start()
        kind = opening[1].lower()
        end = _closing(text, opening.end(), "}" if opening[2] == "{" else ")")
        if end is None:
            # Go on at the next entry that begins a line; what lies between belongs to the broken one.
            following = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.MULTILINE).search(text, opening.end())
            end = following.start() if following else len(text)
            yield _Block(kind, text[opening.end() : min(end, opening.end() + 200)], line, is_whole=False)
            place = end
        else:
            yield _Block(kind, text[opening.end() : end], line, is_whole=True)
            place = end + 1


def _closing(text: str, start: int, closing: str) -> int | None:
    """Return where the entry's own bracket closes, or None if it does not within a sensible length."""
    depth, quoted = 0, False
    for mark in MARKS.finditer(text, start, start + LONGEST_ENTRY):
        sign = mark[0]
        if sign == '"':
            if depth == 0 and text[mark.start() - 1] != "\\":  # “\"o” is an accent
                quoted = not quoted
        elif sign == "{":
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        elif sign == closing and depth == 0 and not quoted:
            return mark.start()
    return None


def _remember(block: _Block, words: dict[str, str]) -> None:
    if not block.is_whole or len(words) > 2_000:
        return
    try:
        words.update(_fields(block.body, words))
    except _Broken:
        return  # entries that use the word will say that it is unknown


def _entry(block: _Block, words: dict[str, str]) -> BibtexEntry:
    key, comma, rest = block.body.partition(",")
    key = clipped(one_line(key), 120)
    if not block.is_whole:
        return BibtexEntry(block.line, key, None, "The entry is not closed: a “}” or a quotation mark is missing.")
    if not comma or "=" in key:
        return BibtexEntry(block.line, "" if "=" in key else key, None, "The entry has no key or no fields.")
    try:
        fields = _fields(rest, words)
    except _Broken as error:
        return BibtexEntry(block.line, key, None, str(error))
    return _read(block.line, key, fields)


def _fields(body: str, words: dict[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    place = 0
    while True:
        place = _skip(body, place, ",")
        if place >= len(body):
            return fields
        name = NAME.match(body, place)
        equals = _skip(body, name.end()) if name else place
        if name is None or body[equals : equals + 1] != "=":
            raise _Broken(f"Near “{one_line(body[place : place + 30])}”: a field should read name = {{value}}.")
        value, place = _value(body, equals + 1, words)
        fields.setdefault(name[0].lower(), value)


def _value(body: str, place: int, words: dict[str, str]) -> tuple[str, int]:
    """Read pieces joined by “#” until the field ends."""
    pieces: list[str] = []
    while True:
        place = _skip(body, place)
        sign = body[place : place + 1]
        if sign in {"{", '"'}:
            end = (
                _closing(body, place + 1, "}" if sign == "{" else '"') if sign == "{" else _quoted_end(body, place + 1)
            )
            if end is None:
                raise _Broken(f"Near “{one_line(body[place : place + 30])}”: the value is not closed.")
            pieces.append(body[place + 1 : end])
            place = end + 1
        elif word := NAME.match(body, place):
            pieces.append(words.get(word[0].lower(), word[0]))
            place = word.end()
        else:
            raise _Broken(f"Near “{one_line(body[max(place - 20, 0) : place + 20])}”: a value is missing.")
        place = _skip(body, place)
        if body[place : place + 1] != "#":
            return "".join(pieces)[:LONGEST_VALUE], place
        place += 1


def _quoted_end(body: str, start: int) -> int | None:
    depth = 0
    for place in range(start, len(body)):
        sign = body[place]
        depth += (sign == "{") - (sign == "}")
        if sign == '"' and depth <= 0 and body[place - 1] != "\\":
            return place
    return None


def _skip(body: str, place: int, also: str = "") -> int:
    while place < len(body) and (body[place].isspace() or body[place] in also):
        place += 1
    return place


def _read(line: int, key: str, fields: dict[str, str]) -> BibtexEntry:
    title = clipped(one_line(to_text(fields.get("title", ""))), 500)
    authors, cut_short = _authors(fields.get("author", ""))
    if not title:
        return BibtexEntry(line, key, None, "The entry has no title.")
    if not authors:
        editors = " It has editors only." if fields.get("editor") else ""
        return BibtexEntry(line, key, None, f"The entry has no authors.{editors}")
    links = _links(fields)
    known = {scheme: link.identifier for link in reversed(links) if (scheme := SCHEMES.get(link.kind))}
    venue = fields.get("booktitle") or fields.get("journal") or fields.get("howpublished") or ""
    record = PaperRecord(
        title=title,
        authors=authors,
        source=SOURCE,
        url=next((link.url for link in links), ""),
        identifiers=tuple(PaperIdentifier(scheme, value) for scheme, value in known.items()),
        abstract=one_line(to_text(fields.get("abstract", ""))),
        published=_day(fields),
        venue=clipped(one_line(to_text(venue)), 200),
    )
    remarks = ("The list of authors is cut short (“and others”).",) if cut_short else ()
    return BibtexEntry(line, key, record, remarks=remarks)


def _authors(text: str) -> tuple[tuple[AuthorRecord, ...], bool]:
    authors: list[AuthorRecord] = []
    cut_short = False
    for written in _parted(text)[:MOST_AUTHORS]:
        if to_text(written).lower() in {"others", "et al.", "et al"}:
            cut_short = True
            continue
        if author := _author(written, len(authors) + 1):
            authors.append(author)
    return tuple(authors), cut_short


def _parted(text: str) -> list[str]:
    """Split at “and” outside braces: a corporate author may have an “and” of its own."""
    names, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", text, re.IGNORECASE):
        if match[0] in "{}":
            depth = max(depth + (1 if match[0] == "{" else -1), 0)
        elif depth == 0:
            names.append(text[start : match.start()])
            start = match.end()
    return [name for name in (*names, text[start:]) if name.strip()]


def _author(written: str, position: int) -> AuthorRecord | None:
    written = written.strip()
    if re.fullmatch(r"\{[^{}]*\}", written):  # a name in braces is one name: an organisation
        return _named(to_text(written), position)
    family, *others = [to_text(part) for part in _comma_parts(written)]
    if not others:
        return _named(family, position)
    suffix, given = (others[0], others[1]) if len(others) > 1 else ("", others[0])
    name = one_line(" ".join(filter(None, (given, family, suffix))))
    return _named(name, position, given=one_line(given), family=one_line(family))


def _comma_parts(written: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(written):
        depth += (sign == "{") - (sign == "}")
        if sign == "," and depth <= 0:
            parts.append(written[start:place])
            start = place + 1
    return [*parts, written[start:]]


def _named(name: str, position: int, *, given: str = "", family: str = "") -> AuthorRecord | None:
    name = clipped(one_line(name), 200)
    if not re.search(r"[^\W\d_]", name):
        return None
    return AuthorRecord(name=name, position=position, given=clipped(given, 100), family=clipped(family, 100))


def _links(fields: dict[str, str]) -> list[Link]:
    """Return where the paper is: identifiers first, then any address in the usual fields."""
    found: list[Link] = []
    if fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower() == "arxiv":
        found += find_links(f"arXiv:{fields.get('eprint', '').strip()}")
    if doi := recognise(to_text(fields.get("doi", ""))):
        found.append(doi)
    for name in ("url", "link", "journal", "note", "howpublished"):
        found += find_links(fields.get(name, "").replace("\\_", "_").replace("\\url{", " ").replace("}", " "))
    papers = [link for link in found if link.is_paper]
    pages = [link for link in found if link.kind is LinkKind.HOMEPAGE]
    return papers + pages


def _day(fields: dict[str, str]) -> datetime.date | None:
    """Return the day of publication; a missing month or day is taken as the first."""
    written = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?.*", to_text(fields.get("date", "")))
    year = written[1] if written else to_text(fields.get("year", ""))
    if not re.fullmatch(r"\d{4}", year):
        return None
    month = 1
    if written:
        month = int(written[2] or 1)
    elif (told := to_text(fields.get("month", "")).lower())[:3] in MONTHS:
        month = MONTHS.index(told[:3]) + 1
    elif re.fullmatch(r"\d{1,2}", told):
        month = int(told)
    try:
        return datetime.date(int(year), month, int(written[3] or 1) if written else 1)
    except ValueError:
        return None


__all__ = ["BibtexEntry", "BibtexUnreadable", "decode", "read_bibtex"]
