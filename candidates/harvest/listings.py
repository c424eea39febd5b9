"""From a source's row to the list it reads, on the addresses and accounts in the settings.

The connectors are imported when they are needed: pages that only show sources carry none of them.
"""

import datetime as dt
import functools
import pathlib
from collections.abc import Callable

import redis
from django.conf import settings

from candidates.connectors.gate import Gate
from candidates.connectors.pages import Flaw, Listing, Page
from candidates.harvest.enums import WINDOWED, Connector
from candidates.harvest.models import Source

FILE_SLICE = 200


def listing_of(source: Source) -> Listing:
    """Return what reads a source's list from where it stands. Raises ValueError for a scope that is none."""
    return LISTINGS[Connector(source.connector)](source)


def tidy_scope(connector: str, scope: str) -> str:
    """Return a scope as it is kept, or raise ValueError with how it is written."""
    if connector == Connector.BIBTEX:
        return scope
    scope = " ".join(scope.split())
    if connector == Connector.RSS:
        scope = " ".join(dict.fromkeys(scope.replace(",", " ").replace("+", " ").split()))
    if connector == Connector.VIRTUAL_SITE:
        scope = scope.lower()
    window = dt.date(2000, 1, 1) if connector in WINDOWED else None
    listing_of(Source(connector=connector, scope=scope, window_from=window, window_until=window))
    return scope


@functools.lru_cache(maxsize=4)
def _redis(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)


def gate(name: str, *, spacing: float, entrance: str = "") -> Gate:
    """Return a source's gate as a harvest passes it: patient, and held as long as a slow page takes."""
    connection = _redis(settings.REDIS_URL)
    return Gate(connection, name, spacing=spacing, hold=300.0, patience=60.0, entrance=entrance)


def _rss(source: Source) -> Listing:
    from candidates.connectors.arxiv_rss import RssClient

    door = gate("arXiv", spacing=settings.ARXIV_SPACING, entrance="rss")
    categories = tuple(source.scope.split())
    return RssClient(source.base_url or settings.ARXIV_RSS_URL, door, categories=categories, etag=source.etag)


def _oai(source: Source) -> Listing:
    from candidates.connectors.arxiv_oai import OaiClient

    return OaiClient(
        source.base_url or settings.ARXIV_OAI_URL,
        gate("arXiv", spacing=settings.ARXIV_SPACING, entrance="oai"),
        set_name=source.scope,
        since=source.window_from,
        until=source.window_until,
    )


def _arxiv(source: Source) -> Listing:
    from candidates.connectors.arxiv_query import QueryClient
    from candidates.connectors.arxiv_rss import CATEGORY

    words = source.scope.split()
    is_categories = bool(words) and all(CATEGORY.fullmatch(word) and "." in word for word in words)
    return QueryClient(
        source.base_url or settings.ARXIV_API_URL,
        gate("arXiv", spacing=settings.ARXIV_SPACING),
        categories=tuple(words) if is_categories else (),
        words="" if is_categories else source.scope,
        since=source.window_from,
        until=source.window_until,
    )


def _virtual_site(source: Source) -> Listing:
    from candidates.connectors.virtual_site import VirtualSiteClient

    venue, _, year = source.scope.partition(" ")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise ValueError("Write the conference and the year, such as neurips 2025.")
    return VirtualSiteClient(source.base_url or settings.VIRTUAL_SITE_URL, venue=venue, year=int(year))


def _openreview(source: Source) -> Listing:
    from candidates.connectors.openreview import OpenReviewClient
    from candidates.connectors.openreview_venue import LIMITS, VenueClient

    client = OpenReviewClient(
        source.base_url or settings.OPENREVIEW_API_URL,
        username=settings.OPENREVIEW_USERNAME,
        password=settings.OPENREVIEW_PASSWORD,
        limits=LIMITS,
    )
    return VenueClient(client, venue=source.scope)


def _pmlr(source: Source) -> Listing:
    from candidates.connectors.pmlr import PmlrClient

    return PmlrClient(source.base_url or settings.PMLR_URL, volume=source.scope)


def _acl(source: Source) -> Listing:
    from candidates.connectors.acl import AclClient

    return AclClient(source.base_url or settings.ACL_ANTHOLOGY_URL, collection=source.scope)


def _dblp(source: Source) -> Listing:
    from candidates.connectors.dblp import DblpClient

    door = gate("DBLP", spacing=settings.DBLP_SPACING)
    return DblpClient(source.base_url or settings.DBLP_URL, door, words=source.scope)


def _openalex(source: Source) -> Listing:
    from candidates.connectors.openalex import AT_ONCE, OpenAlexClient
    from candidates.harvest.enriching import EnrichingList, preprints

    client = OpenAlexClient(source.base_url or settings.OPENALEX_URL, key=settings.OPENALEX_KEY)
    return EnrichingList(preprints(source.connector, _categories(source)), client.papers, at_once=AT_ONCE)


def _semantic_scholar(source: Source) -> Listing:
    from candidates.connectors.semantic_scholar import AT_ONCE, SemanticScholarClient
    from candidates.harvest.enriching import EnrichingList, preprints

    door = gate("Semantic Scholar", spacing=settings.SEMANTIC_SCHOLAR_SPACING)
    client = SemanticScholarClient(
        source.base_url or settings.SEMANTIC_SCHOLAR_URL, door, key=settings.SEMANTIC_SCHOLAR_KEY
    )
    return EnrichingList(preprints(source.connector, _categories(source)), client.papers, at_once=AT_ONCE)


def _categories(source: Source) -> list[str]:
    from candidates.connectors.arxiv_rss import CATEGORY

    categories = source.scope.split()
    if wrong := [name for name in categories if not CATEGORY.fullmatch(name)]:
        raise ValueError(f"“{wrong[0]}” is no category of arXiv. They read cs.LG, stat.ML, hep-th.")
    return categories


class FileListing:
    """A BibTeX file, a slice of its entries at a time."""

    def __init__(self, path: pathlib.Path) -> None:
        from candidates.connectors.bibtex import BibtexUnreadable, read_bibtex

        try:
            self.entries = read_bibtex(path.read_bytes())
        except BibtexUnreadable as error:
            raise ValueError(str(error)) from error

    def page(self, cursor: str) -> Page:
        """Return the entries from place `cursor` on."""
        start = int(cursor or 0)
        part = self.entries[start : start + FILE_SLICE]
        records = tuple(entry.record for entry in part if entry.record)
        flaws = [Flaw(f"line {entry.line}", entry.problem) for entry in part if not entry.record]
        end = start + len(part)
        return Page(records, tuple(flaws), cursor=str(end) if end < len(self.entries) else "", total=len(self.entries))


def _bibtex(source: Source) -> Listing:
    return FileListing(pathlib.Path(source.scope))


LISTINGS: dict[Connector, Callable[[Source], Listing]] = {
    Connector.RSS: _rss,
    Connector.OAI: _oai,
    Connector.ARXIV: _arxiv,
    Connector.VIRTUAL_SITE: _virtual_site,
    Connector.OPENREVIEW: _openreview,
    Connector.PMLR: _pmlr,
    Connector.ACL: _acl,
    Connector.DBLP: _dblp,
    Connector.OPENALEX: _openalex,
    Connector.SEMANTIC_SCHOLAR: _semantic_scholar,
    Connector.BIBTEX: _bibtex,
}
