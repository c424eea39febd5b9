import datetime as dt
import json

import pytest

from candidates.connectors.errors import SourceAnswerBroken, SourceError, SourceLimited, SourceRefused
from candidates.connectors.openalex import OpenAlexClient
from candidates.connectors.records import AuthorRecord, Scheme
from tests.candidates.connectors.source_server import Scripted


def author(raw, display, *places, orcid=None):
    return {
        "author_position": "middle",
        "author": {"id": "https://openalex.org/A1", "display_name": display, "orcid": orcid},
        "institutions": [],
        "raw_author_name": raw,
        "raw_affiliation_strings": list(places),
        "raw_orcid": None,
    }


def work(number="2611.01234", *people):
    people = people or (
        author("Brenninkmeyer, Odalys", "Odalys Brenninkmeyer", "Tidal Lab", "Harbour Institute"),
        author("Ada Quill", "A. Quill", orcid="https://orcid.org/0000-0002-1825-0097"),
    )
    return {
        "id": "https://openalex.org/W1",
        "doi": f"https://doi.org/10.48550/arxiv.{number}",
        "authorships": list(people),
    }


def works(*found):
    return Scripted(json.dumps({"meta": {"count": len(found)}, "results": list(found)}))


@pytest.fixture
def client(source):
    return OpenAlexClient(source.url, key="k")


def test_affiliations_stand_beside_the_authors_in_order(client, source):
    source.answers(works(work()))

    (record,) = client.papers(["2611.01234", "2611.00009"])

    assert record.authors == (
        AuthorRecord("Odalys Brenninkmeyer", 1, affiliation="Tidal Lab; Harbour Institute"),
        AuthorRecord("Ada Quill", 2, orcid="0000-0002-1825-0097"),
    )
    assert record.identifier(Scheme.ARXIV) == "2611.01234"
    assert "filter=doi%3A10.48550%2Farxiv.2611.01234%7C10.48550%2Farxiv.2611.00009" in source.asked[0].path
    assert "api_key=k" in source.asked[0].path


def test_what_was_not_asked_for_or_has_a_gap_is_left(client, source):
    source.answers(works(work("2611.00002"), work("2611.00003", "x"), {"doi": None}, work("2611.00001")))

    assert [record.identifier(Scheme.ARXIV) for record in client.papers(["2611.00001", "2611.00003"])] == ["2611.00001"]


def test_without_a_key_nothing_is_asked(source):
    with pytest.raises(SourceRefused, match="OPENALEX_KEY"):
        OpenAlexClient(source.url, key="").papers(["2611.00001"])

    assert source.asked == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Scripted("{}", status=401), SourceRefused),
        (Scripted("{}", status=400), SourceError),
        (Scripted("[]"), SourceAnswerBroken),
        (Scripted("{"), SourceAnswerBroken),
    ],
)
def test_refusals_are_said(client, source, answer, error):
    source.answers(answer)

    with pytest.raises(error):
        client.papers(["2611.00001"])


def test_a_key_that_is_used_up_waits(client, source):
    source.answers(Scripted("{}", status=429))

    with pytest.raises(SourceLimited) as raised:
        client.papers(["2611.00001"])

    assert raised.value.retry_at > dt.datetime.now(dt.UTC) + dt.timedelta(minutes=50)
