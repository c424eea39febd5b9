import datetime as dt
import json

import pytest

from candidates.connectors.errors import (
    RecordMissing,
    SourceAnswerBroken,
)
from candidates.connectors.pages import Flaw
from candidates.connectors.records import Scheme
from candidates.connectors.virtual_site import VirtualSiteClient
from tests.candidates.connectors.source_server import Scripted

NAMES = ["Odalys Brenninkmeyer", "Júlia Várhegyi", "Wei-Han Tseng"]


def names(record):
    assert [author.position for author in record.authors] == list(range(1, len(record.authors) + 1))
    return [author.name for author in record.authors]


def event(forum="aB3xYz12", **changes):
    people = [
        {"id": place, "fullname": name, "url": "", "institution": "Tidal Lab"} for place, name in enumerate(NAMES)
    ]
    return {
        "id": 119718,
        "uid": "bad5f33780c42f25",
        "name": "Counting tides",
        "authors": people,
        "abstract": "We count tides.",
        "topic": "Computer Vision->Seas",
        "keywords": ["tides"],
        "decision": "Accept (poster)",
        "session": "Poster Session 6",
        "eventtype": "Poster",
        "event_type": "{location} Poster",
        "virtualsite_url": "/virtual/2025/poster/119718",
        "paper_url": f"https://openreview.net/forum?id={forum}" if forum else None,
        "starttime": "2025-12-05T16:30:00-08:00",
    } | changes


def programme(*events, **changes):
    return Scripted(
        json.dumps({"count": len(events), "next": None, "previous": None, "results": list(events)} | changes)
    )


@pytest.fixture
def site(source):
    return VirtualSiteClient(source.url, venue="NeurIPS", year=2025)


def test_virtual_site_lists_papers_with_authors_and_institutions(site, source):
    source.answers(programme(event()))

    (record,) = site.page().records

    assert names(record) == NAMES
    assert record.authors[0].affiliation == "Tidal Lab"
    assert record.identifier(Scheme.OPENREVIEW) == "aB3xYz12"
    assert (record.venue, record.published) == ("NeurIPS 2025", dt.date(2025, 12, 5))
    assert record.keywords == ("tides", "Computer Vision", "Seas")
    assert source.asked[0].path == "/static/virtual/data/neurips-2025-orals-posters.json"


def test_posters_orals_and_second_sites_of_one_paper_are_one(site, source):
    oral = event(id=2, eventtype="Oral", decision="Accept (oral)", event_type="Oral")
    source.answers(
        programme(
            event(),
            oral,
            event(id=3),
            event("Other123", name="Waves"),
            event(None, name="Sand"),
            event(None, name="Sand"),
        )
    )

    records = site.page().records

    assert [record.title for record in records] == ["Counting tides", "Waves", "Sand"]
    assert records[0].venue == "NeurIPS 2025 oral"
    assert records[2].url == f"{source.url}/virtual/2025/poster/119718"


def test_virtual_site_leaves_out_what_is_no_paper_and_says_what_is_broken(site, source):
    tutorial = event(name="A tutorial", eventtype="Tutorial", event_type="Tutorial")
    source.answers(programme(tutorial, event(name=""), event(authors=None), event(), 7, count=2_891))

    page = site.page()

    assert [record.title for record in page.records] == ["Counting tides"]
    assert page.flaws == (
        Flaw("entry 2", "It has no title."),
        Flaw("Counting tides", "It has no authors."),
        Flaw("the list", "It says that it has 2,891 entries and holds 5."),
    )


def test_abstracts_in_a_file_of_their_own_are_fetched(site, source):
    source.answers(programme(event(abstract=None)), Scripted(json.dumps({"119718": "We count tides elsewhere."})))

    assert site.page().records[0].abstract == "We count tides elsewhere."
    assert source.asked[1].path == "/static/virtual/data/neurips-2025-abstracts.json"


def test_missing_abstracts_cost_the_abstracts_only(site, source):
    source.answers(programme(event(abstract=None)), Scripted("no", status=404))

    assert site.page().records[0].abstract == ""


def test_an_edition_that_is_not_there_yet_is_said(site, source):
    source.answers(Scripted("no", status=404, media_type="text/html"))

    with pytest.raises(RecordMissing, match="no programme of 2025"):
        site.page()


@pytest.mark.parametrize(
    "answer", [Scripted("[]"), Scripted("{}"), Scripted("<html>", media_type="text/html"), Scripted("{")]
)
def test_a_virtual_site_that_answers_something_else_heals(site, source, answer):
    source.answers(answer)

    with pytest.raises(SourceAnswerBroken):
        site.page()


def test_a_conference_without_a_site_is_refused():
    with pytest.raises(ValueError, match="icml"):
        VirtualSiteClient("http://127.0.0.1:9", venue="SIGTIDE", year=2025)
