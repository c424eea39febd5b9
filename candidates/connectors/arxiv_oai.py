"""Harvest arXiv by OAI-PMH, its way to hand out everything: page by page, each page naming the next by a token."""

import datetime
import re

from lxml import etree

from candidates.connectors import web
from candidates.connectors.code_links import find_code
from candidates.connectors.errors import ListRestarts, SourceError
from candidates.connectors.gate import Gate
from candidates.connectors.links import LinkKind, recognise
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line
from candidates.connectors.xml import ElementReader, XmlBroken, text_of

SOURCE = "arXiv"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
ARXIV = "{http://arxiv.org/OAI/arXiv/}"
MAX_AUTHORS = 5_000
MOST_RECORDS = 20_000
LIMITS = web.Limits(silence=120.0, total=240.0, size=128 * 1024 * 1024)
SET_NAME = re.compile(r"[a-z][a-z-]*(?::[A-Za-z][A-Za-z-]*){0,2}", re.ASCII)
BAD_SET = "arXiv writes its sets with colons: cs, cs:cs:LG, stat:stat:ML, physics:hep-th."


class OaiClient:
    """Lists what changed in a set between two days, `until` included."""

    def __init__(
        self,
        base_url: str,
        gate: Gate,
        *,
        set_name: str = "",
        since: datetime.date | None = None,
        until: datetime.date | None = None,
        limits: web.Limits = LIMITS,
    ) -> None:
        if set_name and not SET_NAME.fullmatch(set_name):
            raise ValueError(f"There is no set “{set_name}”. {BAD_SET}")
        self.base_url = base_url
        self.gate = gate
        self.limits = limits
        self.first = {"verb": "ListRecords", "metadataPrefix": "arXiv"}
        self.first |= {"from": since.isoformat()} if since else {}
        self.first |= {"until": until.isoformat()} if until else {}
        self.first |= {"set": set_name} if set_name else {}

    def page(self, cursor: str) -> Page:
        """Return the first page, or the one a token asks for; ListRestarts where the token is no longer good."""
        asked = {"verb": "ListRecords", "resumptionToken": cursor} if cursor else self.first
        reading = PageReading(datetime.datetime.now(datetime.UTC))
        with self.gate.enter():
            answer = web.request(
                SOURCE, "GET", self.base_url, params=asked, limits=self.limits, sink=reading.feed,
                redirect_hosts=("oaipmh.arxiv.org",),
            )  # fmt: skip
            if answer.status == 429:
                raise self.gate.trip(web.retry_time(answer.headers))
        if answer.status != 200:
            raise SourceError(SOURCE, f"arXiv refused to list papers (it answered {answer.status}). Check the set.")
        return reading.page()


class PageReading:
    """One page on its way in."""

    def __init__(self, fetched_at: datetime.datetime) -> None:
        self.fetched_at = fetched_at
        self.records: list[PaperRecord] = []
        self.flaws: list[Flaw] = []
        self.token = ""
        self.gone = 0
        self.error: tuple[str, str] | None = None
        self._reader = ElementReader([f"{OAI}record", f"{OAI}resumptionToken", f"{OAI}error"], self._take)

    def feed(self, piece: bytes) -> None:
        """Read on."""
        try:
            self._reader.feed(piece)
        except XmlBroken as error:
            raise web.garbled(SOURCE) from error

    def page(self) -> Page:
        """Return the page once all of it has come, or raise what the archive says instead."""
        try:
            root = self._reader.close()
        except XmlBroken as error:
            raise web.garbled(SOURCE) from error
        if root.tag != f"{OAI}OAI-PMH":
            raise web.garbled(SOURCE)
        if self.error is not None:
            return self._without_records(*self.error)
        if not self.records and not self.flaws and not self.gone:
            raise web.garbled(SOURCE)  # an empty list is an error called noRecordsMatch
        return Page(tuple(self.records), tuple(self.flaws), cursor=self.token, gone=self.gone)

    def _without_records(self, code: str, words: str) -> Page:
        if code == "noRecordsMatch":
            return Page()
        if code == "badResumptionToken":
            raise ListRestarts(SOURCE, "arXiv no longer knows how far we were, so this window is read again.")
        hint = f" {BAD_SET}" if code == "badArgument" else ""
        raise SourceError(SOURCE, f"arXiv refused to list papers: {clipped(words, 200)} ({code}).{hint}")

    def _take(self, element: etree._Element) -> None:
        if element.tag == f"{OAI}resumptionToken":
            self.token = (element.text or "").strip()
        elif element.tag == f"{OAI}error":
            self.error = (element.get("code", ""), one_line(text_of(element)))
        elif len(self.records) + len(self.flaws) >= MOST_RECORDS:
            raise web.garbled(SOURCE)
        else:
            self._take_record(element)

    def _take_record(self, element: etree._Element) -> None:
        header = element.find(f"{OAI}header")
        where = one_line(element.findtext(f"{OAI}header/{OAI}identifier")) or f"record {len(self.records) + 1}"
        if header is not None and header.get("status") == "deleted":
            self.gone += 1
            return
        metadata = element.find(f"{OAI}metadata/{ARXIV}arXiv")
        if metadata is None:
            self.flaws.append(Flaw(where, "It came without a description."))
            return
        record = read_record(metadata, self.fetched_at)
        if isinstance(record, str):
            self.flaws.append(Flaw(clipped(where, 120), record))
        else:
            self.records.append(record)


def read_record(metadata: etree._Element, fetched_at: datetime.datetime) -> PaperRecord | str:
    """Return one record of the format arXiv, or why it cannot be taken."""

    def told(name: str) -> str:
        return one_line(text_of(metadata.find(f"{ARXIV}{name}")))

    link = recognise(f"arXiv:{told('id')}")
    if link is None or link.kind is not LinkKind.ARXIV:
        return f"“{clipped(told('id'), 60)}” is no arXiv number."
    title, authors = told("title"), _authors(metadata)
    if not title or not authors:
        return "It has no title." if not title else "It has no authors."
    identifiers = [PaperIdentifier(Scheme.ARXIV, link.identifier)]
    doi = recognise(told("doi").split(" ")[0])
    if doi is not None and doi.kind is LinkKind.DOI:
        identifiers.append(PaperIdentifier(Scheme.DOI, doi.identifier))
    created, updated = _day(told("created")), _day(told("updated"))
    return PaperRecord(
        title=clipped(title, 500),
        authors=authors,
        source=SOURCE,
        url=link.url,
        identifiers=tuple(identifiers),
        abstract=told("abstract"),
        published=created,
        venue=clipped(told("journal-ref"), 200),
        categories=tuple(dict.fromkeys(told("categories").split())),
        comment=clipped(told("comments"), 2_000),
        code_links=find_code(told("abstract"), told("comments")),
        updated=updated or created,
        fetched_at=fetched_at,
    )


def _authors(metadata: etree._Element) -> tuple[AuthorRecord, ...]:
    authors: list[AuthorRecord] = []
    for element in metadata.findall(f"{ARXIV}authors/{ARXIV}author")[:MAX_AUTHORS]:
        family, given, suffix = (
            one_line(text_of(element.find(f"{ARXIV}{part}"))) for part in ("keyname", "forenames", "suffix")
        )
        name = clipped(" ".join(filter(None, (given, family, suffix))), 200)
        if not re.search(r"[^\W\d_]", name):  # collaborations leave a lone ":" among the authors
            continue
        places = filter(None, (one_line(text_of(place)) for place in element.findall(f"{ARXIV}affiliation")))
        authors.append(
            AuthorRecord(
                name=name,
                position=len(authors) + 1,
                given=clipped(given, 100),
                family=clipped(family, 100),
                affiliation=clipped("; ".join(places), 300),
            )
        )
    return tuple(authors)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
