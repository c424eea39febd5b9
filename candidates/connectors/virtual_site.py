"""Read the programme of a conference from its virtual site: one file with ordered authors and their institutions.

The file is not documented, so everything in it may be missing: an entry without title or authors is left out and said.
"""

import datetime
import re
from typing import Any

from candidates.connectors import web
from candidates.connectors.code_links import find_code
from candidates.connectors.errors import RecordMissing, SourceError, SourceUnavailable
from candidates.connectors.links import LinkKind, recognise
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line

SITES = {
    "neurips": ("NeurIPS", "neurips.cc"),
    "icml": ("ICML", "icml.cc"),
    "iclr": ("ICLR", "iclr.cc"),
    "mlsys": ("MLSys", "mlsys.org"),
    "cvpr": ("CVPR", "cvpr.thecvf.com"),
    "eccv": ("ECCV", "eccv.ecva.net"),
}
MAX_AUTHORS = 2_000
LIMITS = web.Limits(silence=60.0, total=180.0, size=128 * 1024 * 1024)


class VirtualSiteClient:
    """Reads the one file of one edition. `base_url` may hold `{host}`, which stands for the conference's own."""

    def __init__(self, base_url: str, *, venue: str, year: int, limits: web.Limits = LIMITS) -> None:
        if venue.lower() not in SITES:
            raise ValueError(f"“{venue}” has no virtual site we know. Known are {', '.join(sorted(SITES))}.")
        self.venue, self.year = venue.lower(), year
        self.title, host = SITES[self.venue]
        self.source = f"{self.title} {year}"
        self.base_url = base_url.replace("{host}", host).rstrip("/")
        self.limits = limits

    def page(self, _cursor: str = "") -> Page:
        """Return the whole edition: posters, orals and their doubles at other sites of the conference are one paper each."""
        body = self._fetch("orals-posters")
        entries = body.get("results") if isinstance(body, dict) else None
        if not isinstance(entries, list):
            raise web.garbled(self.source)
        abstracts: dict[str, Any] = {}
        if entries and not any(isinstance(entry, dict) and entry.get("abstract") for entry in entries):
            abstracts = self._abstracts()
        return self._page(body, entries, abstracts)

    def _page(self, body: dict[str, Any], entries: list[Any], abstracts: dict[str, Any]) -> Page:
        records: dict[str, PaperRecord] = {}
        flaws: list[Flaw] = []
        fetched_at = datetime.datetime.now(datetime.UTC)
        for place, entry in enumerate(entries, 1):
            if not isinstance(entry, dict) or not _is_paper(entry):
                continue
            record = self._record(entry, abstracts, fetched_at)
            if isinstance(record, str):
                flaws.append(Flaw(clipped(one_line(entry.get("name")) or f"entry {place}", 120), record))
                continue
            key = record.identifier(Scheme.OPENREVIEW) or f"{record.title.casefold()}/{record.authors[0].name}"
            records[key] = _fuller(records.get(key), record)
        told = body.get("count")
        if isinstance(told, int) and told > len(entries):
            flaws.append(Flaw("the list", f"It says that it has {told:,} entries and holds {len(entries):,}."))
        return Page(tuple(records.values()), tuple(flaws), total=len(records))

    def _fetch(self, part: str) -> Any:
        url = f"{self.base_url}/static/virtual/data/{self.venue}-{self.year}-{part}.json"
        answer = web.request(self.source, "GET", url, limits=self.limits)
        if answer.status == 429:
            raise SourceUnavailable(
                self.source, f"{self.source} is limiting requests.", retry_at=web.retry_time(answer.headers)
            )
        if answer.status in {403, 404}:
            raise RecordMissing(self.source, f"{self.title} has no programme of {self.year} on its virtual site yet.")
        if answer.status != 200 or "json" not in answer.media_type:
            raise web.garbled(self.source)
        return answer.json(self.source)

    def _abstracts(self) -> dict[str, Any]:
        """Newer editions keep the abstracts in a file of their own; a missing one costs the abstracts only."""
        try:
            found = self._fetch("abstracts")
        except SourceError:
            return {}
        return found if isinstance(found, dict) else {}

    def _record(
        self, entry: dict[str, Any], abstracts: dict[str, Any], fetched_at: datetime.datetime
    ) -> PaperRecord | str:
        title, authors = clipped(one_line(entry.get("name")), 500), _authors(entry.get("authors"))
        if not title or not authors:
            return "It has no title." if not title else "It has no authors."
        links = [link for name in ("paper_url", "sourceurl", "url") if (link := recognise(entry.get(name)))]
        forum = next((link for link in links if link.kind is LinkKind.OPENREVIEW), None)
        page = one_line(entry.get("virtualsite_url"))
        url = forum.url if forum else (f"{self.base_url}{page}" if page.startswith("/") else page)
        abstract = entry.get("abstract") or abstracts.get(str(entry.get("id"))) or ""
        return PaperRecord(
            title=title,
            authors=authors,
            source=self.source,
            url=url if url.startswith("http") else "",
            identifiers=(PaperIdentifier(Scheme.OPENREVIEW, forum.identifier),) if forum else (),
            abstract=one_line(abstract),
            published=_day(entry.get("starttime")),
            venue=clipped(" ".join(filter(None, (self.source, _award(entry)))), 200),
            keywords=_keywords(entry),
            code_links=find_code(one_line(abstract), one_line(entry.get("url"))),
            fetched_at=fetched_at,
        )


def _is_paper(entry: dict[str, Any]) -> bool:
    """Tell papers from tutorials and socials by what they are called, and take what is not called anything."""
    kind = f"{entry.get('eventtype') or ''} {entry.get('event_type') or ''}".lower()
    return not kind.strip() or any(word in kind for word in ("poster", "oral", "spotlight", "paper", "journal"))


def _award(entry: dict[str, Any]) -> str:
    told = f"{entry.get('decision') or ''} {entry.get('eventtype') or ''}".lower()
    return next((word for word in ("oral", "spotlight") if word in told), "")


def _fuller(known: PaperRecord | None, other: PaperRecord) -> PaperRecord:
    """Of two entries about one paper, return the one that says more; an oral over its poster where they say the same."""
    if known is None:
        return other
    told = [(bool(one.abstract), "oral" in one.venue, "spotlight" in one.venue) for one in (known, other)]
    return other if told[1] > told[0] else known


def _authors(listed: object) -> tuple[AuthorRecord, ...]:
    authors: list[AuthorRecord] = []
    for person in listed[:MAX_AUTHORS] if isinstance(listed, list) else []:
        told = person if isinstance(person, dict) else {"fullname": person}
        name = clipped(one_line(told.get("fullname")), 200)
        if not re.search(r"[^\W\d_]", name):
            continue
        place = clipped(one_line(told.get("institution")), 300)
        authors.append(AuthorRecord(name=name, position=len(authors) + 1, affiliation=place))
    return tuple(authors)


def _keywords(entry: dict[str, Any]) -> tuple[str, ...]:
    listed = entry.get("keywords")
    words = listed if isinstance(listed, list) else str(listed or "").split(",")
    topic = one_line(entry.get("topic")).split("->")
    return tuple(dict.fromkeys(clipped(word, 80) for word in map(one_line, (*words, *topic)) if word))[:30]


def _day(text: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(text or "")[:10])
    except ValueError:
        return None
