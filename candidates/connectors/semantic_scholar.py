"""Ask Semantic Scholar where preprints were published: DOI, venue and year, five hundred at a time."""

import re
from typing import Any

from candidates.connectors import web
from candidates.connectors.errors import SourceError, SourceRefused
from candidates.connectors.gate import Gate
from candidates.connectors.links import LinkKind, recognise
from candidates.connectors.records import PaperIdentifier, PaperRecord, Scheme, clipped, one_line

SOURCE = "Semantic Scholar"
AT_ONCE = 500
LIMITS = web.Limits(silence=60.0, total=120.0, size=32 * 1024 * 1024)
PREPRINTS = frozenset({"arxiv.org", "arxiv", "corr"})


class SemanticScholarClient:
    """Looks papers up in batches, behind one gate for all processes: without a key, everybody shares one allowance."""

    def __init__(self, base_url: str, gate: Gate, *, key: str = "", limits: web.Limits = LIMITS) -> None:
        self.base_url = base_url.rstrip("/")
        self.gate = gate
        self.key = key
        self.limits = limits

    def papers(self, numbers: list[str]) -> list[PaperRecord]:
        """Return what is known of these arXiv numbers, at most five hundred; those it does not know are left out."""
        numbers = numbers[:AT_ONCE]
        with self.gate.enter():
            answer = web.request(
                SOURCE,
                "POST",
                f"{self.base_url}/paper/batch",
                params={"fields": "externalIds,title,venue,year"},
                headers={"x-api-key": self.key} if self.key else {},
                payload={"ids": [f"arXiv:{number}" for number in numbers]},
                limits=self.limits,
            )
            if answer.status == 429:
                raise self.gate.trip(web.retry_time(answer.headers))
        if answer.status in {401, 403}:
            raise SourceRefused(
                SOURCE, "Semantic Scholar did not accept the key that is set up here (SEMANTIC_SCHOLAR_KEY)."
            )
        if answer.status == 404 or (answer.status == 400 and b"No valid paper ids" in answer.body):
            return []
        if answer.status != 200:
            raise SourceError(SOURCE, f"Semantic Scholar refused the look-up (it answered {answer.status}).")
        body = answer.json(SOURCE)
        # The answer runs along the question, with null for what is not known.
        if not isinstance(body, list) or len(body) != len(numbers):
            raise web.garbled(SOURCE)
        records = (_record(number, told) for number, told in zip(numbers, body, strict=True) if isinstance(told, dict))
        return [record for record in records if record]


def _record(number: str, told: dict[str, Any]) -> PaperRecord | None:
    ids = told.get("externalIds")
    ids = ids if isinstance(ids, dict) else {}
    if str(ids.get("ArXiv") or number) != number:
        return None
    doi = recognise(ids.get("DOI"))
    identifiers = [PaperIdentifier(Scheme.ARXIV, number)]
    if doi is not None and doi.kind is LinkKind.DOI:
        identifiers.append(PaperIdentifier(Scheme.DOI, doi.identifier))
    venue, year = one_line(told.get("venue")), told.get("year")
    if venue.lower() in PREPRINTS:
        venue = ""
    elif venue and isinstance(year, int) and not re.search(r"\d{4}", venue):
        venue = f"{venue} {year}"
    if len(identifiers) == 1 and not venue:
        return None
    return PaperRecord(
        title="", authors=(), source=SOURCE, url="", identifiers=tuple(identifiers), venue=clipped(venue, 200)
    )
