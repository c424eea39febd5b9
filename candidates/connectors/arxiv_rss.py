"""Read arXiv's daily announcement: one request for all categories, not sent again while it has not changed."""

import datetime
import re

from lxml import etree

from candidates.connectors import web
from candidates.connectors.code_links import find_code
from candidates.connectors.errors import SourceError
from candidates.connectors.gate import Gate
from candidates.connectors.latex import to_text
from candidates.connectors.links import LinkKind, recognise
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line
from candidates.connectors.xml import ElementReader, XmlBroken, text_of

SOURCE = "arXiv RSS"
ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MAX_AUTHORS = 5_000
LIMITS = web.Limits(silence=60.0, total=120.0, size=64 * 1024 * 1024)
CATEGORY = re.compile(r"[a-z][a-z-]*(?:\.[A-Za-z][A-Za-z-]*)?", re.ASCII)
NUMBER = re.compile(r"oai:arXiv\.org:(.+)", re.IGNORECASE)
PREAMBLE = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*[\w-]+\s*(?:Abstract:)?\s*", re.IGNORECASE)
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "v"})


class RssClient:
    """Reads the feed of some categories."""

    def __init__(
        self, base_url: str, gate: Gate, *, categories: tuple[str, ...], etag: str = "", limits: web.Limits = LIMITS
    ) -> None:
        if wrong := [name for name in categories if not CATEGORY.fullmatch(name)]:
            raise ValueError(f"“{wrong[0]}” is no category of arXiv. They read cs.LG, stat.ML, hep-th.")
        if not categories:
            raise ValueError("Name at least one category, such as cs.LG.")
        self.url = f"{base_url.rstrip('/')}/{'+'.join(categories)}"
        self.gate = gate
        self.etag = etag
        self.limits = limits

    def page(self, _cursor: str = "") -> Page:
        """Return today's announcement. It is empty at weekends and on holidays, which is no error."""
        reading = FeedReading(datetime.datetime.now(datetime.UTC))
        headers = {"If-None-Match": self.etag} if self.etag else {}
        with self.gate.enter():
            answer = web.request(SOURCE, "GET", self.url, headers=headers, limits=self.limits, sink=reading.feed)
            if answer.status == 429:
                raise self.gate.trip(web.retry_time(answer.headers))
        if answer.status == 304:
            return Page(etag=self.etag, is_unchanged=True)
        if answer.status != 200:
            raise SourceError(SOURCE, f"arXiv has no such feed (it answered {answer.status}). Check the categories.")
        return reading.page(etag=answer.headers.get("etag", ""))


class FeedReading:
    """One feed on its way in, in either of the two formats arXiv writes it in."""

    def __init__(self, fetched_at: datetime.datetime) -> None:
        self.fetched_at = fetched_at
        self.records: list[PaperRecord] = []
        self.flaws: list[Flaw] = []
        self._reader = ElementReader([f"{ATOM}entry", "item"], self._take)

    def feed(self, piece: bytes) -> None:
        """Read on."""
        try:
            self._reader.feed(piece)
        except XmlBroken as error:
            raise web.garbled(SOURCE) from error

    def page(self, *, etag: str) -> Page:
        """Return the feed once all of it has come."""
        try:
            root = self._reader.close()
        except XmlBroken as error:
            raise web.garbled(SOURCE) from error
        if root.tag not in {f"{ATOM}feed", "rss"}:
            raise web.garbled(SOURCE)
        return Page(tuple(self.records), tuple(self.flaws), etag=etag)

    def _take(self, entry: etree._Element) -> None:
        record = read_entry(entry, self.fetched_at)
        if isinstance(record, Flaw):
            self.flaws.append(record)
        else:
            self.records.append(record)


def read_entry(entry: etree._Element, fetched_at: datetime.datetime) -> PaperRecord | Flaw:
    """Return one announced paper, or what is wrong with it."""
    is_atom = entry.tag == f"{ATOM}entry"
    name = ATOM if is_atom else ""
    number = one_line(entry.findtext(f"{ATOM}id") if is_atom else entry.findtext("guid"))
    title = one_line(entry.findtext(f"{name}title"))
    where = clipped(number or title or "an entry", 120)
    written = NUMBER.fullmatch(number)
    link = recognise(f"arXiv:{written[1]}") if written else None
    if link is None or link.kind is not LinkKind.ARXIV:
        return Flaw(where, f"“{clipped(number, 60)}” is no arXiv number.")
    authors = _authors(text_of(entry.find(f"{DC}creator")))
    if not title or not authors:
        return Flaw(where, "It has no title." if not title else "It has no authors.")
    terms = entry.findall(f"{ATOM}category") if is_atom else entry.findall("category")
    categories = (one_line(term.get("term") if is_atom else term.text) for term in terms)
    announced = _day(entry.findtext(f"{ATOM}published")) if is_atom else _mail_day(entry.findtext("pubDate"))
    abstract = entry.findtext(f"{ATOM}summary") if is_atom else entry.findtext("description")
    kind = one_line(entry.findtext(f"{ARXIV}announce_type"))
    # Of a replacement, or an old paper's cross-listing, the day of the announcement is not the day of publication.
    is_new = kind == "new" or (kind == "cross" and announced and link.identifier.startswith(f"{announced:%y%m}."))
    return PaperRecord(
        title=clipped(title, 500),
        authors=authors,
        source=SOURCE,
        url=link.url,
        identifiers=(PaperIdentifier(Scheme.ARXIV, link.identifier),),
        abstract=one_line(PREAMBLE.sub("", abstract or "", count=1)),
        published=announced if is_new else None,
        categories=tuple(dict.fromkeys(filter(None, categories))),
        code_links=find_code(abstract or ""),
        version=link.version or 0,
        updated=announced,
        fetched_at=fetched_at,
    )


def _authors(written: str) -> tuple[AuthorRecord, ...]:
    """Part the names at their commas; “Ada Quill, Jr.” stays one."""
    names: list[str] = []
    for part in one_line(written).split(","):
        name = one_line(to_text(part) if "\\" in part or "{" in part else part)
        if names and name.lower() in SUFFIXES:
            names[-1] = f"{names[-1]} {name}"
        elif re.search(r"[^\W\d_]", name):
            names.append(name)
    return tuple(
        AuthorRecord(name=clipped(name, 200), position=place) for place, name in enumerate(names[:MAX_AUTHORS], 1)
    )


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def _mail_day(text: str | None) -> datetime.date | None:
    """Read “Wed, 20 Aug 2025 00:00:00 -0400”."""
    try:
        return datetime.datetime.strptime((text or "").strip()[:16].strip(), "%a, %d %b %Y").date()  # noqa: DTZ007
    except ValueError:
        return None
