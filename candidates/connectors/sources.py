"""The one way from a recognised paper link to its record, on the addresses and accounts in the settings."""

import functools

import redis
from django.conf import settings

from candidates.connectors.arxiv import SOURCE as ARXIV
from candidates.connectors.arxiv import ArxivClient
from candidates.connectors.doi import DoiClient
from candidates.connectors.gate import Gate
from candidates.connectors.links import Link, LinkKind
from candidates.connectors.openreview import OpenReviewClient
from candidates.connectors.records import PaperRecord


def fetch_paper(link: Link) -> PaperRecord:
    """Ask the source a paper link points at; raise a SourceError where it gives none."""
    if link.kind is LinkKind.ARXIV:
        return _arxiv(settings.ARXIV_API_URL, settings.REDIS_URL, settings.ARXIV_SPACING).fetch(link.identifier)
    if link.kind is LinkKind.OPENREVIEW:
        return _openreview(
            settings.OPENREVIEW_API_URL,
            settings.OPENREVIEW_OLDER_API_URL,
            settings.OPENREVIEW_USERNAME,
            settings.OPENREVIEW_PASSWORD,
        ).fetch(link.identifier)
    if link.kind is LinkKind.DOI:
        return DoiClient(settings.DOI_API_URL).fetch(link.identifier)
    raise ValueError(f"{link.kind} is no paper")


# Kept for the life of the process: the OpenReview client holds its token, the gate its connections.
@functools.lru_cache(maxsize=4)
def _openreview(base_url: str, older: str, username: str, password: str) -> OpenReviewClient:
    return OpenReviewClient(base_url, older_base_url=older, username=username, password=password)


@functools.lru_cache(maxsize=4)
def _arxiv(base_url: str, redis_url: str, spacing: float) -> ArxivClient:
    connection = redis.Redis.from_url(redis_url, socket_timeout=5, socket_connect_timeout=5)
    return ArxivClient(base_url, Gate(connection, ARXIV, spacing=spacing))
