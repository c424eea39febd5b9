"""Read a volume of the Proceedings of Machine Learning Research, from the citation file every volume carries.

It is YAML made from a template that quotes titles and abstracts but not names, so it is read as text only (a family
called “No” is no truth value), entry by entry: one that is broken spoils no other.
"""

import datetime
import re
from typing import Any

import yaml

from candidates.connectors import web
from candidates.connectors.bibtex import decode
from candidates.connectors.code_links import find_code
from candidates.connectors.errors import RecordMissing, SourceError
from candidates.connectors.latex import to_text
from candidates.connectors.links import LinkKind, is_orcid, recognise
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line

SOURCE = "PMLR"
MAX_AUTHORS = 2_000
LONGEST_ENTRY = 200_000
LIMITS = web.Limits(silence=60.0, total=180.0, size=64 * 1024 * 1024)
ENTRY = re.compile(r"^- (?=title:)", re.MULTILINE)


class PmlrClient:
    """Reads one volume, such as v235."""

    def __init__(self, base_url: str, *, volume: str, limits: web.Limits = LIMITS) -> None:
        if not re.fullmatch(r"[vr]\d{1,4}", volume):
            raise ValueError(f"“{volume}” is no volume of PMLR. They read v235.")
        self.url = f"{base_url.rstrip('/')}/{volume}/assets/bib/citeproc.yaml"
        self.volume = volume
        self.limits = limits

    def page(self, _cursor: str = "") -> Page:
        """Return the whole volume."""
        answer = web.request(SOURCE, "GET", self.url, limits=self.limits)
        if answer.status == 404:
            raise RecordMissing(SOURCE, f"PMLR has no volume {self.volume} with a citation file. Check the number.")
        if answer.status != 200:
            raise SourceError(SOURCE, f"PMLR refused the volume (it answered {answer.status}).")
        return read_volume(decode(answer.body))


def read_volume(text: str) -> Page:
    """Read a citation file."""
    entries = ENTRY.split(text)[1:]
    if not entries:
        raise web.garbled(SOURCE)
    records, flaws = [], []
    fetched_at = datetime.datetime.now(datetime.UTC)
    for place, entry in enumerate(entries, 1):
        record = _record(entry, fetched_at)
        if isinstance(record, str):
            first = one_line(entry.partition("\n")[0]).removeprefix("title:").strip(" '\"")
            flaws.append(Flaw(clipped(first, 120) or f"entry {place}", record))
        else:
            records.append(record)
    return Page(tuple(records), tuple(flaws), total=len(entries))


def _record(entry: str, fetched_at: datetime.datetime) -> PaperRecord | str:
    if len(entry) > LONGEST_ENTRY:
        return "It is far longer than a paper's description."
    try:
        # The first line stood after “- ”, two signs to the right.
        read = yaml.load("  " + entry, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (text only)
    except yaml.YAMLError:
        return "It cannot be read: a name or a title in it breaks the format."
    if not isinstance(read, dict):
        return "It cannot be read."
    title, authors = clipped(_text(read, "title"), 500), _authors(read.get("author"))
    if not title or not authors:
        return "It has no title." if not title else "It has no authors."
    abstract = _text(read, "abstract")
    return PaperRecord(
        title=title,
        authors=authors,
        source=SOURCE,
        url=url if (url := _text(read, "URL")).startswith("http") else "",
        identifiers=_identifiers(read),
        abstract=abstract,
        published=_day(read.get("issued")),
        venue=clipped(_text(read, "container-title"), 200),
        code_links=find_code(abstract, _text(read, "software"), _text(read, "note")),
        fetched_at=fetched_at,
    )


def _text(read: dict[str, Any], name: str) -> str:
    said = read.get(name)
    if not isinstance(said, str):
        return ""
    return one_line(to_text(said) if name in {"title"} and "\\" in said else said)


def _authors(listed: object) -> tuple[AuthorRecord, ...]:
    authors: list[AuthorRecord] = []
    for person in listed[:MAX_AUTHORS] if isinstance(listed, list) else []:
        if not isinstance(person, dict):
            continue
        given, family = _text(person, "given"), _text(person, "family")
        name = clipped(one_line(f"{given} {family}"), 200)
        if not re.search(r"[^\W\d_]", name):
            continue
        orcid = _text(person, "orcid").rstrip("/").rsplit("/", 1)[-1].upper()
        authors.append(
            AuthorRecord(
                name=name,
                position=len(authors) + 1,
                given=clipped(given, 100),
                family=clipped(family, 100),
                orcid=orcid if is_orcid(orcid) else "",
            )
        )
    return tuple(authors)


def _identifiers(read: dict[str, Any]) -> tuple[PaperIdentifier, ...]:
    found = []
    forum = recognise(f"https://openreview.net/forum?id={_text(read, 'openreview')}")
    if forum is not None and forum.kind is LinkKind.OPENREVIEW:
        found.append(PaperIdentifier(Scheme.OPENREVIEW, forum.identifier))
    doi = recognise(_text(read, "DOI"))
    if doi is not None and doi.kind is LinkKind.DOI:
        found.append(PaperIdentifier(Scheme.DOI, doi.identifier))
    return tuple(found)


def _day(issued: object) -> datetime.date | None:
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    try:
        year, month, day = (*(int(part) for part in (parts or [])[:3]), 1, 1)[:3]
        return datetime.date(year, month, day)
    except (TypeError, ValueError):
        return None
