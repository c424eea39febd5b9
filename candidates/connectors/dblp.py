"""List the papers of a proceedings volume, or of any search, in DBLP."""

import datetime
import html
import re
from typing import Any

from candidates.connectors import web
from candidates.connectors.errors import SourceError
from candidates.connectors.gate import Gate
from candidates.connectors.links import LinkKind, is_orcid, recognise
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line

SOURCE = "DBLP"
PAGE = 1_000
# DBLP shows no more of a search than this, whatever it finds.
MOST_RESULTS = 10_000
MAX_AUTHORS = 2_000
LIMITS = web.Limits(silence=60.0, total=120.0, size=32 * 1024 * 1024)
VOLUME = re.compile(r"(?:conf|journals)/[a-z0-9]+/[\w.+-]+", re.ASCII)
HOMONYM = re.compile(r"\s+\d{4}$")
SCHEMES = {LinkKind.ARXIV: Scheme.ARXIV, LinkKind.OPENREVIEW: Scheme.OPENREVIEW, LinkKind.DOI: Scheme.DOI}


class DblpClient:
    """Lists a volume by its key, such as conf/iclr/iclr2024, or whatever a search finds."""

    def __init__(self, base_url: str, gate: Gate, *, words: str, size: int = PAGE, limits: web.Limits = LIMITS) -> None:
        if not words.strip():
            raise ValueError("Name a volume of DBLP, such as conf/iclr/iclr2024, or words to search for.")
        self.url = f"{base_url.rstrip('/')}/search/publ/api"
        self.gate = gate
        self.query = f"toc:db/{words}.bht:" if VOLUME.fullmatch(words) else words
        self.size = size
        self.limits = limits

    def page(self, cursor: str) -> Page:
        """Return the papers from place `cursor` on."""
        start = int(cursor or 0)
        asked = {"q": self.query, "format": "json", "h": str(self.size), "f": str(start)}
        with self.gate.enter():
            answer = web.request(SOURCE, "GET", self.url, params=asked, limits=self.limits)
            if answer.status == 429:
                raise self.gate.trip(web.retry_time(answer.headers))
        if answer.status != 200:
            raise SourceError(SOURCE, f"DBLP refused the search (it answered {answer.status}).")
        body = answer.json(SOURCE)
        try:
            hits = body["result"]["hits"]
            total, listed = int(hits["@total"]), hits.get("hit", [])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise web.garbled(SOURCE) from error
        if not isinstance(listed, list):
            listed = [listed]
        return _page(listed, start, total)


def _page(listed: list[Any], start: int, total: int) -> Page:
    records, flaws = [], []
    fetched_at = datetime.datetime.now(datetime.UTC)
    for place, hit in enumerate(listed, start + 1):
        info = hit.get("info") if isinstance(hit, dict) else None
        record = _record(info, fetched_at) if isinstance(info, dict) else "It cannot be read."
        if isinstance(record, str):
            where = str(info.get("key") or f"hit {place}") if isinstance(info, dict) else f"hit {place}"
            flaws.append(Flaw(clipped(where, 120), record))
        elif record is not None:
            records.append(record)
    end = start + len(listed)
    if total > MOST_RESULTS and end >= MOST_RESULTS:
        flaws.append(Flaw("the search", f"It finds {total:,} papers; DBLP lists {MOST_RESULTS:,} at most."))
    more = bool(listed) and end < min(total, MOST_RESULTS)
    return Page(tuple(records), tuple(flaws), cursor=str(end) if more else "", total=total)


def _record(info: dict[str, Any], fetched_at: datetime.datetime) -> PaperRecord | str | None:
    # Titles end with a full stop that is DBLP's own.
    title = clipped(_plain(info.get("title")).removesuffix("."), 500)
    authors = _authors(info.get("authors"))
    if info.get("type") == "Editorship":
        return None
    if not title or not authors:
        return "It has no title." if not title else "It has no authors."
    addresses = info.get("ee")
    addresses = addresses if isinstance(addresses, list) else [addresses]
    links = [link for text in (*addresses, info.get("doi")) if (link := recognise(text))]
    known = {scheme: link.identifier for link in reversed(links) if (scheme := SCHEMES.get(link.kind))}
    year = _plain(info.get("year"))
    venue = info.get("venue")
    return PaperRecord(
        title=title,
        authors=authors,
        source=SOURCE,
        url=links[0].url if links else _plain(info.get("url")),
        identifiers=tuple(PaperIdentifier(scheme, value) for scheme, value in known.items()),
        published=datetime.date(int(year), 1, 1) if re.fullmatch(r"[12]\d{3}", year) else None,
        venue=clipped(
            " ".join(filter(None, (_plain(venue[0] if isinstance(venue, list) and venue else venue), year))), 200
        ),
        fetched_at=fetched_at,
    )


def _authors(told: object) -> tuple[AuthorRecord, ...]:
    listed = told.get("author") if isinstance(told, dict) else None
    listed = listed if isinstance(listed, list) else [listed]
    authors: list[AuthorRecord] = []
    for person in listed[:MAX_AUTHORS]:
        # “Wei Wang 0001”: the number tells homonyms apart in DBLP and is no part of the name.
        name = HOMONYM.sub("", _plain(person.get("text") if isinstance(person, dict) else person))
        orcid = _plain(person.get("@orcid")).upper() if isinstance(person, dict) else ""
        if re.search(r"[^\W\d_]", name):
            authors.append(AuthorRecord(clipped(name, 200), len(authors) + 1, orcid=orcid if is_orcid(orcid) else ""))
    return tuple(authors)


def _plain(text: object) -> str:
    """Return a value of the JSON as text: it is escaped as if it stood in a page, and may be a bare word or an object."""
    told = text.get("text") if isinstance(text, dict) else text
    return one_line(html.unescape(told)) if isinstance(told, str) else ""
