"""Ask OpenAlex where the authors of preprints work: raw affiliations and ORCIDs, in the paper's own order."""

import datetime
import re
from typing import Any

from candidates.connectors import web
from candidates.connectors.errors import SourceError, SourceLimited, SourceRefused
from candidates.connectors.links import LinkKind, is_orcid, recognise
from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme, clipped, one_line

SOURCE = "OpenAlex"
# So many DOIs fit into one filter.
AT_ONCE = 50
LIMITS = web.Limits(silence=30.0, total=60.0, size=32 * 1024 * 1024)
PAUSE = datetime.timedelta(hours=1)
NO_KEY = (
    "OpenAlex answers programs that bring a key, and none is set up here (OPENALEX_KEY). It is free on openalex.org."
)


class OpenAlexClient:
    """Looks preprints up by the DOI arXiv gives each."""

    def __init__(self, base_url: str, *, key: str, limits: web.Limits = LIMITS) -> None:
        self.base_url = base_url.rstrip("/")
        self.key = key
        self.limits = limits

    def papers(self, numbers: list[str]) -> list[PaperRecord]:
        """Return what OpenAlex knows of these arXiv numbers, at most fifty; those it does not know are left out."""
        if not self.key:
            raise SourceRefused(SOURCE, NO_KEY)
        dois = "|".join(f"10.48550/arxiv.{number}" for number in numbers[:AT_ONCE])
        fields = "id,doi,authorships"
        asked = {"filter": f"doi:{dois}", "per-page": str(AT_ONCE), "select": fields, "api_key": self.key}
        answer = web.request(SOURCE, "GET", f"{self.base_url}/works", params=asked, limits=self.limits)
        if answer.status == 429:
            retry_at = web.retry_time(answer.headers) or datetime.datetime.now(datetime.UTC) + PAUSE
            raise SourceLimited(SOURCE, "OpenAlex has answered all that the key is good for today.", retry_at=retry_at)
        if answer.status in {401, 403}:
            raise SourceRefused(SOURCE, "OpenAlex did not accept the key that is set up here (OPENALEX_KEY).")
        if answer.status != 200:
            raise SourceError(SOURCE, f"OpenAlex refused the look-up (it answered {answer.status}).")
        body = answer.json(SOURCE)
        works = body.get("results") if isinstance(body, dict) else None
        if not isinstance(works, list):
            raise web.garbled(SOURCE)
        wanted = set(numbers)
        records = (_record(work) for work in works if isinstance(work, dict))
        return [record for record in records if record and record.identifier(Scheme.ARXIV) in wanted]


def _record(work: dict[str, Any]) -> PaperRecord | None:
    link = recognise(work.get("doi"))
    authors = _authors(work.get("authorships"))
    if link is None or link.kind is not LinkKind.ARXIV or not authors:
        return None
    return PaperRecord(
        title="",
        authors=authors,
        source=SOURCE,
        url="",
        identifiers=(PaperIdentifier(Scheme.ARXIV, link.identifier),),
    )


def _authors(listed: object) -> tuple[AuthorRecord, ...]:
    authors: list[AuthorRecord] = []
    for place, one in enumerate(listed if isinstance(listed, list) else [], 1):
        if not isinstance(one, dict):
            return ()  # with a gap in the list, nobody's place is certain
        author = one.get("author") if isinstance(one.get("author"), dict) else {}
        name = _turned(one_line(one.get("raw_author_name"))) or one_line(author.get("display_name"))  # type: ignore[union-attr]
        orcid = str(one.get("raw_orcid") or author.get("orcid") or "").rstrip("/").rsplit("/", 1)[-1].upper()  # type: ignore[union-attr]
        places = one.get("raw_affiliation_strings")
        told = "; ".join(filter(None, map(one_line, places if isinstance(places, list) else [])))
        if not re.search(r"[^\W\d_]", name):
            return ()
        authors.append(
            AuthorRecord(
                name=clipped(name, 200),
                position=place,
                orcid=orcid if is_orcid(orcid) else "",
                affiliation=clipped(told, 300),
            )
        )
    return tuple(authors)


def _turned(name: str) -> str:
    """Return “Luo, Zhaofeng” the way a paper prints it."""
    family, comma, given = name.partition(",")
    return one_line(f"{given} {family}") if comma else name
