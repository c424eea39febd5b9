"""Look papers up in arXiv's query API, which is touchy: one request in three seconds, then silence for ten minutes."""

import datetime
import re
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
import stamina
from defusedxml.common import DefusedXmlException

from candidates.connectors import web
from candidates.connectors.code_links import find_code
from candidates.connectors.errors import PaperNotFound, SourceAnswerBroken, SourceUnavailable
from candidates.connectors.gate import Gate
from candidates.connectors.links import LinkKind, recognise
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line

SOURCE = "arXiv"
ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
MAX_AUTHORS = 5_000


class ArxivClient:
    """Fetches one paper at a time through the gate all processes share."""

    def __init__(self, base_url: str, gate: Gate, *, attempts: int = 2, limits: web.Limits | None = None) -> None:
        self.base_url = base_url
        self.gate = gate
        self.attempts = attempts
        self.limits = limits

    def fetch(self, identifier: str) -> PaperRecord:
        """Return the newest version of a paper, or raise a SourceError."""
        for attempt in stamina.retry_context(
            on=SourceUnavailable, attempts=self.attempts, timeout=None, wait_initial=1
        ):
            with attempt:
                answer = self._ask(identifier)
        return read_paper(answer, identifier, fetched_at=datetime.datetime.now(datetime.UTC))

    def _ask(self, identifier: str) -> web.Answer:
        with self.gate.enter():
            answer = web.request(
                SOURCE, "GET", self.base_url, params={"id_list": identifier, "max_results": "1"}, limits=self.limits
            )
            if answer.status == 429:
                raise self.gate.trip()
        return answer


def read_paper(answer: web.Answer, identifier: str, *, fetched_at: datetime.datetime) -> PaperRecord:
    """Read the Atom feed of one look-up: a paper, no paper, or an error dressed as a paper."""
    if answer.status not in {200, 400}:
        raise SourceAnswerBroken(SOURCE, f"arXiv refused the look-up (it answered {answer.status}).")
    feed = read_feed(answer)
    entry = feed.find(f"{ATOM}entry")
    if entry is None:
        total = one_line(feed.findtext(f"{OPENSEARCH}totalResults"))
        if total not in {"", "0"}:  # it counts a paper and sends none: a known hiccup
            raise SourceUnavailable(SOURCE, "arXiv sent an empty page.")
        raise _unknown(identifier)
    if is_error(entry):
        raise _unknown(identifier)
    record = read_entry(entry, fetched_at)
    if answer.status != 200 or record.identifier(Scheme.ARXIV) != identifier:
        raise web.broken(SOURCE)
    return record


def read_feed(answer: web.Answer) -> Element:
    """Return the Atom feed of an answer, or raise SourceAnswerBroken."""
    if answer.media_type not in {"application/atom+xml", "application/xml", "text/xml"}:
        raise web.broken(SOURCE)
    try:
        feed: Element = defusedxml.ElementTree.fromstring(answer.body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise web.broken(SOURCE) from error
    if feed.tag != f"{ATOM}feed":
        raise web.broken(SOURCE)
    return feed


def is_error(entry: Element) -> bool:
    """Say whether an entry is a complaint in a paper's clothes."""
    # A paper may be called "Error" too; only arXiv's own complaints live under /api/errors.
    return "/api/errors" in (entry.findtext(f"{ATOM}id") or "")


def _unknown(identifier: str) -> PaperNotFound:
    return PaperNotFound(SOURCE, f"arXiv knows no paper {identifier}. Check the number in the link.")


def read_entry(entry: Element, fetched_at: datetime.datetime) -> PaperRecord:
    """Return the paper of one entry, or raise SourceAnswerBroken."""
    link = recognise(entry.findtext(f"{ATOM}id"))
    title = one_line(entry.findtext(f"{ATOM}title"))
    authors = _authors(entry)
    if link is None or link.kind is not LinkKind.ARXIV or not title or not authors:
        raise web.broken(SOURCE)
    identifiers = [PaperIdentifier(Scheme.ARXIV, link.identifier)]
    doi = recognise(entry.findtext(f"{ARXIV}doi"))
    if doi is not None and doi.kind is LinkKind.DOI:
        identifiers.append(PaperIdentifier(Scheme.DOI, doi.identifier))
    abstract, comment = one_line(entry.findtext(f"{ATOM}summary")), one_line(entry.findtext(f"{ARXIV}comment"))
    return PaperRecord(
        title=clipped(title, 500),
        authors=authors,
        source=SOURCE,
        url=link.url,
        identifiers=tuple(identifiers),
        abstract=abstract,
        published=_day(entry.findtext(f"{ATOM}published")),
        venue=clipped(one_line(entry.findtext(f"{ARXIV}journal_ref")), 200),
        categories=_categories(entry),
        comment=clipped(comment, 2_000),
        code_links=find_code(abstract, comment),
        version=link.version or 0,
        updated=_day(entry.findtext(f"{ATOM}updated")),
        fetched_at=fetched_at,
    )


def _categories(entry: Element) -> tuple[str, ...]:
    """Return the categories, the primary one first."""
    first = entry.find(f"{ARXIV}primary_category")
    terms = [term.get("term", "") for term in (first, *entry.findall(f"{ATOM}category")) if term is not None]
    return tuple(dict.fromkeys(filter(None, terms)))


def _authors(entry: Element) -> tuple[AuthorRecord, ...]:
    authors: list[AuthorRecord] = []
    for element in entry.findall(f"{ATOM}author")[:MAX_AUTHORS]:
        name = clipped(one_line(element.findtext(f"{ATOM}name")), 200)
        if not re.search(r"[^\W\d_]", name):  # collaborations leave a lone ":" among the authors
            continue
        places = filter(None, (one_line(place.text) for place in element.findall(f"{ARXIV}affiliation")))
        affiliation = clipped("; ".join(places), 300)
        authors.append(AuthorRecord(name=name, position=len(authors) + 1, affiliation=affiliation))
    return tuple(authors)


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None
