"""Look papers up by DOI: the resolver hands the request on to whoever registered it, and that one answers CSL JSON."""

import datetime
import html
import re
import urllib.parse
from typing import Any

import stamina

from candidates.connectors import web
from candidates.connectors.errors import PaperNotFound, RecordMissing, SourceLimited, SourceUnavailable
from candidates.connectors.links import is_orcid
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line

SOURCE = "The DOI registry"
CSL = "application/vnd.citationstyles.csl+json"
JSON = frozenset({CSL, "application/json", "application/vnd.citeproc+json", "application/citeproc+json"})
# The registration agencies' own metadata services; a publisher's page is no place to send this process to.
REGISTRARS = frozenset(
    {
        "doi.org", "dx.doi.org", "data.crossref.org", "api.crossref.org", "data.crosscite.org", "data.datacite.org",
        "api.datacite.org", "data.medra.org", "citation.crosscite.org",
    }
)  # fmt: skip
NO_RECORD = "Whoever registered this DOI offers no machine-readable record. Add the title and the authors by hand."
PAUSE = datetime.timedelta(minutes=10)
MAX_AUTHORS = 5_000


class DoiClient:
    """Resolves one DOI by content negotiation."""

    def __init__(self, base_url: str, *, attempts: int = 3, limits: web.Limits | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        self.attempts = attempts
        self.limits = limits

    def fetch(self, identifier: str) -> PaperRecord:
        """Return the paper a DOI names, or raise a SourceError."""
        for attempt in stamina.retry_context(on=SourceUnavailable, attempts=self.attempts, timeout=None):
            with attempt:
                answer = web.request(
                    SOURCE,
                    "GET",
                    f"{self.base_url}/{urllib.parse.quote(identifier, safe='/')}",
                    headers={"Accept": f"{CSL}, application/json;q=0.5"},
                    redirect_hosts=REGISTRARS,
                    limits=self.limits,
                )
        return read_paper(answer, identifier, fetched_at=datetime.datetime.now(datetime.UTC))


def read_paper(answer: web.Answer, identifier: str, *, fetched_at: datetime.datetime) -> PaperRecord:
    """Read the answer to one look-up, or raise a SourceError."""
    if answer.status in {404, 410}:
        raise PaperNotFound(SOURCE, f"There is no DOI {identifier}. Check it for a missing or extra character.")
    if answer.status == 429:
        retry_at = (fetched_at + PAUSE).replace(second=0, microsecond=0)
        raise SourceLimited(SOURCE, f"{SOURCE} is limiting requests.", retry_at=retry_at)
    if answer.status == 406 or (answer.status == 200 and answer.media_type not in JSON):
        raise RecordMissing(SOURCE, NO_RECORD)
    item = answer.json(SOURCE) if answer.status == 200 else None
    if not isinstance(item, dict):
        raise web.broken(SOURCE)
    return _record(item, identifier, fetched_at)


def _record(item: dict[str, Any], identifier: str, fetched_at: datetime.datetime) -> PaperRecord:
    title = clipped(_plain(_first(item.get("title"))), 500)
    if not title:
        raise web.broken(SOURCE)
    return PaperRecord(
        title=title,
        authors=_authors(item.get("author")),
        source=SOURCE,
        url=f"https://doi.org/{urllib.parse.quote(identifier, safe='/:;()._-')}",
        identifiers=(PaperIdentifier(Scheme.DOI, identifier),),
        abstract=re.sub(r"^Abstract[:.]?\s+(?=[A-Z])", "", _plain(item.get("abstract"))),
        published=_day(item.get("issued")) or _day(item.get("published-online")),
        venue=clipped(_plain(_first(item.get("container-title"))), 200),
        fetched_at=fetched_at,
    )


def _authors(listed: object) -> tuple[AuthorRecord, ...]:
    authors: list[AuthorRecord] = []
    for person in listed[:MAX_AUTHORS] if isinstance(listed, list) else []:
        if not isinstance(person, dict):
            continue
        given = _plain(person.get("given"))
        family = " ".join(filter(None, (_plain(person.get("non-dropping-particle")), _plain(person.get("family")))))
        suffix = _plain(person.get("suffix"))
        name = " ".join(filter(None, (given, family, suffix))) or _plain(person.get("literal") or person.get("name"))
        if not name:
            continue
        tail = str(person.get("ORCID", "")).rstrip("/").rsplit("/", 1)[-1].upper()
        authors.append(
            AuthorRecord(
                name=clipped(name, 200),
                position=len(authors) + 1,
                given=clipped(given, 100),
                family=clipped(family, 100),
                orcid=tail if is_orcid(tail) else "",
                affiliation=_affiliation(person.get("affiliation")),
            )
        )
    return tuple(authors)


def _affiliation(places: object) -> str:
    listed = places if isinstance(places, list) else []
    names = (_plain(place.get("name") if isinstance(place, dict) else place) for place in listed)
    return clipped("; ".join(filter(None, names)), 300)


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _plain(text: object) -> str:
    """Return marked-up text (JATS, HTML) as one plain line."""
    return one_line(html.unescape(re.sub(r"</?[A-Za-z][^<>]{0,300}>", " ", text))) if isinstance(text, str) else ""


def _day(issued: object) -> datetime.date | None:
    """Read `{"date-parts": [[2020, 7, 21]]}`; a missing month or day is taken as the first."""
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    first = _first(parts)
    if not isinstance(first, list):
        return None
    try:
        year, month, day = (*(int(part) for part in first[:3]), 1, 1)[:3]
        return datetime.date(year, month, day)
    except (TypeError, ValueError):
        return None
