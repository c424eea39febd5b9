"""Read a collection of the ACL Anthology from its own XML, the one list with first and last names told apart."""

import datetime
import re

from lxml import etree

from candidates.connectors import web
from candidates.connectors.code_links import find_code
from candidates.connectors.errors import RecordMissing, SourceError
from candidates.connectors.links import LinkKind, is_orcid, recognise
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line
from candidates.connectors.xml import ElementReader, XmlBroken, text_of

SOURCE = "ACL Anthology"
MAX_AUTHORS = 2_000
LIMITS = web.Limits(silence=60.0, total=180.0, size=64 * 1024 * 1024)
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


class AclClient:
    """Reads one collection, such as 2024.acl, or one volume of it, such as 2024.acl-long."""

    def __init__(self, base_url: str, *, collection: str, limits: web.Limits = LIMITS) -> None:
        written = re.fullmatch(r"(\d{4}\.[a-z0-9]+|[A-Z]\d\d)(?:-([a-z0-9]+))?", collection)
        if written is None:
            raise ValueError(f"“{collection}” is no collection of the Anthology. They read 2024.acl or 2024.acl-long.")
        self.collection, self.volume = written[1], written[2] or ""
        self.url = f"{base_url.rstrip('/')}/{self.collection}.xml"
        self.limits = limits

    def page(self, _cursor: str = "") -> Page:
        """Return the whole collection or volume."""
        reading = VolumeReading(self.volume)
        answer = web.request(SOURCE, "GET", self.url, limits=self.limits, sink=reading.feed)
        if answer.status == 404:
            raise RecordMissing(SOURCE, f"The ACL Anthology has no collection {self.collection} yet. Check its name.")
        if answer.status != 200:
            raise SourceError(SOURCE, f"The ACL Anthology refused the collection (it answered {answer.status}).")
        page = reading.page()
        if self.volume and not page.records and not page.flaws:
            raise RecordMissing(SOURCE, f"Collection {self.collection} has no volume {self.volume} yet.")
        return page


class VolumeReading:
    """A collection on its way in, volume after volume."""

    def __init__(self, volume: str) -> None:
        self.volume = volume
        self.records: list[PaperRecord] = []
        self.flaws: list[Flaw] = []
        self.fetched_at = datetime.datetime.now(datetime.UTC)
        self._meta: tuple[str, datetime.date | None] = ("", None)
        # A paper's own title and authors are children; only whole papers and a volume's head are asked for.
        self._reader = ElementReader(["meta", "paper"], self._take)

    def feed(self, piece: bytes) -> None:
        """Read on."""
        try:
            self._reader.feed(piece)
        except XmlBroken as error:
            raise web.garbled(SOURCE) from error

    def page(self) -> Page:
        """Return what was read once all of it has come."""
        try:
            root = self._reader.close()
        except XmlBroken as error:
            raise web.garbled(SOURCE) from error
        if root.tag != "collection":
            raise web.garbled(SOURCE)
        return Page(tuple(self.records), tuple(self.flaws), total=len(self.records) + len(self.flaws))

    def _take(self, element: etree._Element) -> None:
        volume = element.getparent()
        if volume is None or volume.tag != "volume" or self.volume not in {"", volume.get("id")}:
            return
        if element.tag == "meta":
            month = one_line(text_of(element.find("month"))).lower()
            self._meta = (one_line(text_of(element.find("booktitle"))), _day(text_of(element.find("year")), month))
            return
        collection = volume.getparent()
        name = collection.get("id", "") if collection is not None else ""
        number = f"{name}-{volume.get('id')}.{element.get('id')}"
        record = self._record(element, number)
        if isinstance(record, str):
            self.flaws.append(Flaw(clipped(number, 120), record))
        elif record is not None:
            self.records.append(record)

    def _record(self, paper: etree._Element, number: str) -> PaperRecord | str | None:
        title = clipped(one_line(text_of(paper.find("title"))), 500)
        authors = _authors(paper)
        if not authors and paper.find("editor") is not None:
            return None  # the front matter
        if not title or not authors:
            return "It has no title." if not title else "It has no authors."
        url = one_line(text_of(paper.find("url"))) or number
        doi = recognise(one_line(text_of(paper.find("doi"))))
        abstract = one_line(text_of(paper.find("abstract")))
        venue, published = self._meta
        return PaperRecord(
            title=title,
            authors=authors,
            source=SOURCE,
            url=url if url.startswith("http") else f"https://aclanthology.org/{url}/",
            identifiers=(PaperIdentifier(Scheme.DOI, doi.identifier),) if doi and doi.kind is LinkKind.DOI else (),
            abstract=abstract,
            published=published,
            venue=clipped(venue, 200),
            code_links=find_code(abstract, *(code.get("url", "") for code in paper.iter("pwccode", "software"))),
            fetched_at=self.fetched_at,
        )


def _authors(paper: etree._Element) -> tuple[AuthorRecord, ...]:
    authors: list[AuthorRecord] = []
    for element in paper.findall("author")[:MAX_AUTHORS]:
        given, family = one_line(text_of(element.find("first"))), one_line(text_of(element.find("last")))
        name = clipped(one_line(f"{given} {family}"), 200)
        if not re.search(r"[^\W\d_]", name):
            continue
        orcid = (element.get("orcid") or "").upper()
        authors.append(
            AuthorRecord(
                name=name,
                position=len(authors) + 1,
                given=clipped(given, 100),
                family=clipped(family, 100),
                orcid=orcid if is_orcid(orcid) else "",
                affiliation=clipped(
                    "; ".join(one_line(text_of(place)) for place in element.findall("affiliation")), 300
                ),
            )
        )
    return tuple(authors)


def _day(year: str, month: str) -> datetime.date | None:
    first = re.split(r"[\W\d]+", month)[0]  # “July–August”, “May 22”
    try:
        return datetime.date(int(year), MONTHS.index(first) + 1 if first in MONTHS else 1, 1)
    except ValueError:
        return None
