import json

import pytest

from candidates.connectors.errors import SourceAnswerBroken, SourceError, SourceLimited, SourceRefused
from candidates.connectors.gate import Gate
from candidates.connectors.records import PaperIdentifier, Scheme
from candidates.connectors.semantic_scholar import SemanticScholarClient
from tests.candidates.connectors.source_server import Scripted


def told(number, venue="", year=2025, **ids):
    return {
        "paperId": "c31c87c5",
        "externalIds": {"ArXiv": number, "CorpusId": 1} | ids,
        "title": "x",
        "venue": venue,
        "year": year,
    }


@pytest.fixture
def client(source, redis_connection):
    return SemanticScholarClient(source.url, Gate(redis_connection, "Semantic Scholar", spacing=0), key="k")


def test_venues_and_dois_come_back_along_the_question(client, source):
    answer = [
        None,
        told("2611.00002", "International Conference on Tides", DOI="10.1000/X.1"),
        told("2611.00003", "arXiv.org"),
        told("2611.9", "Elsewhere"),
    ]
    source.answers(Scripted(json.dumps(answer)))

    (record,) = client.papers([f"2611.0000{place}" for place in range(1, 5)])

    assert record.identifiers == (
        PaperIdentifier(Scheme.ARXIV, "2611.00002"),
        PaperIdentifier(Scheme.DOI, "10.1000/x.1"),
    )
    assert (record.venue, record.title, record.authors) == ("International Conference on Tides 2025", "", ())
    assert json.loads(source.asked[0].body)["ids"][0] == "arXiv:2611.00001"
    assert source.asked[0].path == "/paper/batch?fields=externalIds%2Ctitle%2Cvenue%2Cyear"
    assert source.asked[0].headers["x-api-key"] == "k"


def test_nothing_known_is_no_error(client, source):
    source.answers(Scripted('{"error": "No valid paper ids given"}', status=400))

    assert client.papers(["2611.00001"]) == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Scripted("{}", status=403), SourceRefused),
        (Scripted('{"error": "Unrecognized or unsupported fields"}', status=400), SourceError),
        (Scripted("[]"), SourceAnswerBroken),
        (Scripted("{}"), SourceAnswerBroken),
        (Scripted("{}", status=429), SourceLimited),
    ],
)
def test_refusals_are_said(client, source, answer, error):
    source.answers(answer)

    with pytest.raises(error):
        client.papers(["2611.00001"])
