"""List the accepted papers of a venue on OpenReview, signed in."""

import datetime

from candidates.connectors import web
from candidates.connectors.errors import PaperNotFound, SourceAnswerBroken, SourceRefused
from candidates.connectors.openreview import SOURCE, OpenReviewClient, read_paper
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import clipped

PAGE = 1_000
LIMITS = web.Limits(silence=60.0, total=180.0, size=64 * 1024 * 1024)
NOT_PUBLIC = "OpenReview does not show the papers of this venue to the public yet. Try again once they are decided."


class VenueClient:
    """Lists the papers whose venue id is `venue`, such as ICLR.cc/2026/Conference."""

    def __init__(self, client: OpenReviewClient, *, venue: str, size: int = PAGE) -> None:
        if not venue or any(sign.isspace() for sign in venue) or "/" not in venue:
            raise ValueError(f"“{venue}” is no venue of OpenReview. They read ICLR.cc/2026/Conference.")
        self.client = client
        self.venue = venue
        self.size = size

    def page(self, cursor: str) -> Page:
        """Return the papers from place `cursor` on."""
        start = int(cursor or 0)
        asked = {
            "content.venueid": self.venue,
            "sort": "number:asc",
            "limit": str(self.size),
            "offset": str(start),
        }
        try:
            answer = self.client.ask(self.client.base_urls[0], asked)
        except PaperNotFound as error:  # what a refusal of one paper is called
            raise SourceRefused(SOURCE, NOT_PUBLIC) from error
        body = answer.json(SOURCE) if answer.status == 200 and answer.media_type == "application/json" else None
        notes = body.get("notes") if isinstance(body, dict) else None
        if not isinstance(notes, list):
            raise web.garbled(SOURCE)
        total = body.get("count") if isinstance(body, dict) else None
        total = total if isinstance(total, int) else None
        records, flaws = [], []
        for note in notes:
            where = clipped(str(note.get("id") if isinstance(note, dict) else note), 120)
            try:
                record = read_paper(
                    note if isinstance(note, dict) else {}, fetched_at=datetime.datetime.now(datetime.UTC)
                )
            except SourceAnswerBroken:
                flaws.append(Flaw(where, "It has no title."))
                continue
            if record.authors:
                records.append(record)
            else:
                flaws.append(Flaw(where, "Its authors are hidden."))
        end = start + len(notes)
        # Some answers come without a count: then a full page means that there may be more.
        more = bool(notes) and (end < total if total is not None else len(notes) == self.size)
        return Page(tuple(records), tuple(flaws), cursor=str(end) if more else "", total=total)
