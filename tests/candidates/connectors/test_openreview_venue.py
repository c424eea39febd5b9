import json

import pytest

from candidates.connectors.errors import (
    SourceRefused,
)
from candidates.connectors.openreview import OpenReviewClient
from candidates.connectors.openreview_venue import VenueClient
from candidates.connectors.records import Scheme
from tests.candidates.connectors.source_server import Scripted

NAMES = ["Odalys Brenninkmeyer", "Júlia Várhegyi", "Wei-Han Tseng"]


def names(record):
    assert [author.position for author in record.authors] == list(range(1, len(record.authors) + 1))
    return [author.name for author in record.authors]


def note(identifier, title="Counting tides", **content):
    told = {
        "title": title,
        "authors": NAMES,
        "authorids": ["~Odalys_Brenninkmeyer1", "~Júlia_Várhegyi2", "x@y.example"],
    }
    told |= {"venue": "ICLR 2026 Oral", "keywords": ["tides"], "primary_area": "seas"} | content
    return {"id": identifier, "forum": identifier, "content": {name: {"value": said} for name, said in told.items()}}


@pytest.fixture
def venue(source):
    client = OpenReviewClient(source.url, username="a@b.example", password="p", attempts=1)
    return VenueClient(client, venue="ICLR.cc/2026/Conference", size=2)


TOKEN = Scripted(json.dumps({"token": "t"}))


def test_venue_lists_its_papers_page_by_page(venue, source):
    pages = [{"notes": [note("aaaaa1"), note("aaaaa2")], "count": 3}, {"notes": [note("aaaaa3")], "count": 3}]
    source.answers(TOKEN, *(Scripted(json.dumps(page)) for page in pages))

    first = venue.page("")
    second = venue.page(first.cursor)

    found = [record.identifier(Scheme.OPENREVIEW) for record in (*first.records, *second.records)]
    assert found == ["aaaaa1", "aaaaa2", "aaaaa3"]
    assert (first.cursor, second.cursor, first.total) == ("2", "", 3)
    assert names(first.records[0]) == NAMES
    assert [author.openreview_id for author in first.records[0].authors] == [
        "~Odalys_Brenninkmeyer1",
        "~Júlia_Várhegyi2",
        "",
    ]
    assert first.records[0].keywords == ("tides", "seas")
    assert "content.venueid=ICLR.cc%2F2026%2FConference" in source.asked[1].path
    assert "limit=2&offset=2" in source.asked[2].path


def test_papers_under_review_are_said_to_hide_their_authors(venue, source):
    notes = [note("aaaaa1", authors=[], authorids=[]), note("aaaaa2", title=""), "nonsense"]
    source.answers(TOKEN, Scripted(json.dumps({"notes": notes, "count": 3})))

    page = venue.page("")

    assert page.records == ()
    assert [flaw.words for flaw in page.flaws] == ["Its authors are hidden.", "It has no title.", "It has no title."]


def test_openreview_without_an_account_is_refused_in_words(source):
    refusal = {"name": "ChallengeRequiredError", "message": "Challenge", "status": 403}
    source.answers(Scripted(json.dumps(refusal), status=403))
    venue = VenueClient(OpenReviewClient(source.url, attempts=1), venue="ICLR.cc/2026/Conference")

    with pytest.raises(SourceRefused, match="ask your administrator"):
        venue.page("")


def test_a_venue_that_is_not_public_is_said(venue, source):
    hidden = Scripted(json.dumps({"name": "ForbiddenError"}), status=403)
    source.answers(TOKEN, hidden, TOKEN, hidden)

    with pytest.raises(SourceRefused, match="not show the papers of this venue"):
        venue.page("")


@pytest.mark.parametrize("name", ["", "ICLR 2026", "ICLR.cc/2026/ Conference"])
def test_a_venue_that_is_none_is_refused(name):
    with pytest.raises(ValueError, match="no venue"):
        VenueClient(OpenReviewClient("http://127.0.0.1:9"), venue=name)
