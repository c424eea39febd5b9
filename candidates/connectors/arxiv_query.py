"""List papers by arXiv's query API. It is the touchy one: for going back in time, not for every day."""

import datetime
import re

from candidates.connectors import arxiv, web
from candidates.connectors.errors import SourceAnswerBroken, SourceError, SourceUnavailable
from candidates.connectors.gate import Gate
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import clipped, one_line

SOURCE = arxiv.SOURCE
PAGE = 500
# From here on the API answers errors; a narrower window is the way on.
MOST_RESULTS = 30_000
LIMITS = web.Limits(silence=60.0, total=120.0, size=32 * 1024 * 1024)


class QueryClient:
    """Lists the papers of some categories, or of any search, submitted between two days."""

    def __init__(
        self,
        base_url: str,
        gate: Gate,
        *,
        categories: tuple[str, ...] = (),
        words: str = "",
        since: datetime.date | None = None,
        until: datetime.date | None = None,
        size: int = PAGE,
        limits: web.Limits = LIMITS,
    ) -> None:
        self.base_url = base_url
        self.gate = gate
        self.size = size
        self.limits = limits
        parts = [" OR ".join(f"cat:{name}" for name in categories), words.strip()]
        parts = [f"({part})" for part in parts if part]
        if not parts:
            raise ValueError("Name a category, such as cs.LG, or words to search for.")
        if since or until:
            first, last = since or datetime.date(1991, 1, 1), until or datetime.date(9999, 12, 31)
            parts.append(f"submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]")
        self.query = " AND ".join(parts)

    def page(self, cursor: str) -> Page:
        """Return the papers from place `cursor` on, the oldest first, so that new ones come last and shift nothing."""
        start = int(cursor or 0)
        asked = {
            "search_query": self.query,
            "start": str(start),
            "max_results": str(self.size),
            "sortBy": "submittedDate",
            "sortOrder": "ascending",
        }
        with self.gate.enter():
            answer = web.request(SOURCE, "GET", self.base_url, params=asked, limits=self.limits)
            if answer.status == 429:
                raise self.gate.trip(web.retry_time(answer.headers))
        return self._read(answer, start)

    def _read(self, answer: web.Answer, start: int) -> Page:
        if answer.status not in {200, 400}:
            raise SourceError(SOURCE, f"arXiv refused the search (it answered {answer.status}).")
        feed = arxiv.read_feed(answer)
        entries = feed.findall(f"{arxiv.ATOM}entry")
        if entries and arxiv.is_error(entries[0]):
            words = one_line(entries[0].findtext(f"{arxiv.ATOM}summary"))
            raise SourceError(SOURCE, f"arXiv refused the search: {clipped(words, 200)}.")
        told = one_line(feed.findtext(f"{arxiv.OPENSEARCH}totalResults"))
        if not re.fullmatch(r"\d{1,9}", told):
            raise web.garbled(SOURCE)
        total = int(told)
        if total > MOST_RESULTS:
            raise SourceError(
                SOURCE, f"The search finds {total:,} papers; arXiv lists {MOST_RESULTS:,} at most. Shorten the time."
            )
        if not entries and start < total:  # a known hiccup
            raise SourceUnavailable(SOURCE, "arXiv sent an empty page.")
        return self._page(entries, start, total)

    def _page(self, entries: list[arxiv.Element], start: int, total: int) -> Page:
        records, flaws = [], []
        for entry in entries:
            where = one_line(entry.findtext(f"{arxiv.ATOM}id")) or "an entry"
            try:
                records.append(arxiv.read_entry(entry, datetime.datetime.now(datetime.UTC)))
            except SourceAnswerBroken:
                flaws.append(Flaw(clipped(where, 120), "It has no arXiv number, no title or no authors."))
        end = start + len(entries)
        return Page(tuple(records), tuple(flaws), cursor=str(end) if end < total else "", total=total)
