import datetime
import json

import pytest

from candidates.connectors.doi import CSL, DoiClient
from candidates.connectors.errors import PaperNotFound, RecordMissing, SourceAnswerBroken, SourceLimited
from candidates.connectors.records import AuthorRecord, PaperIdentifier, Scheme
from tests.candidates.connectors.source_server import Scripted

ITEM = {
    "type": "article-journal",
    "DOI": "10.1000/Tides.7",
    "title": "Counting <i>tides</i> &amp; waves",
    "container-title": "Journal of Tides",
    "issued": {"date-parts": [[2025, 7]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We count tides.</jats:p>",
    "author": [
        {
            "given": "Odalys",
            "family": "Brenninkmeyer",
            "sequence": "first",
            "ORCID": "http://orcid.org/0000-0002-1825-0097",
            "affiliation": [{"name": "Harbour Institute"}],
        },
        {
            "given": "Joost",
            "family": "Berg",
            "non-dropping-particle": "van den",
            "suffix": "Jr.",
            "sequence": "additional",
        },
        {"literal": "The Tide Collaboration"},
    ],
}


def csl(item=None, **options):
    return Scripted(json.dumps(ITEM if item is None else item), media_type=options.pop("media_type", CSL), **options)


@pytest.fixture
def client(source):
    return DoiClient(source.url)


def test_fetch_reads_ordered_authors_and_plain_text(client, source):
    source.answers(csl())

    record = client.fetch("10.1000/tides.7")

    assert record.title == "Counting tides & waves"
    assert record.abstract == "We count tides."
    assert record.venue == "Journal of Tides"
    assert record.published == datetime.date(2025, 7, 1)
    assert record.authors == (
        AuthorRecord(
            "Odalys Brenninkmeyer",
            1,
            given="Odalys",
            family="Brenninkmeyer",
            orcid="0000-0002-1825-0097",
            affiliation="Harbour Institute",
        ),
        AuthorRecord("Joost van den Berg Jr.", 2, given="Joost", family="van den Berg"),
        AuthorRecord("The Tide Collaboration", 3),
    )
    assert record.identifiers == (PaperIdentifier(Scheme.DOI, "10.1000/tides.7"),)
    assert source.asked[0].headers["Accept"].startswith(CSL)


def test_fetch_reads_the_registrys_own_shape_with_lists(client, source):
    source.answers(csl(ITEM | {"title": ["Counting tides"], "container-title": []}, media_type="application/json"))

    record = client.fetch("10.1000/tides.7")

    assert (record.title, record.venue) == ("Counting tides", "")


def test_fetch_quotes_odd_characters_of_the_doi(client, source):
    source.answers(csl())

    client.fetch("10.1000/a(b)<c>#d?e")

    assert source.asked[0].path == "/10.1000/a%28b%29%3Cc%3E%23d%3Fe"


def test_fetch_follows_the_resolver(client, source):
    source.answers(Scripted(status=302, headers={"location": "/v1/works"}), csl())

    assert client.fetch("10.1000/tides.7").title == "Counting tides & waves"


def test_fetch_never_follows_to_a_publisher(client, source):
    source.answers(Scripted(status=302, headers={"location": "http://publisher.example/tides"}))

    with pytest.raises(RecordMissing, match="by hand"):
        client.fetch("10.1000/tides.7")


@pytest.mark.parametrize("scripted", [Scripted(status=406), Scripted("<html/>", media_type="text/html")])
def test_fetch_without_a_record_says_what_to_do(client, source, scripted):
    source.answers(scripted)

    with pytest.raises(RecordMissing, match="Add the title and the authors by hand") as raised:
        client.fetch("10.1000/tides.7")

    assert not raised.value.heals


def test_fetch_of_an_unknown_doi_says_so(client, source):
    source.answers(Scripted("DOI Not Found", status=404, media_type="text/html"))

    with pytest.raises(PaperNotFound, match=r"There is no DOI 10\.1000/tides\.7"):
        client.fetch("10.1000/tides.7")


def test_fetch_limited_names_the_time(client, source):
    source.answers(Scripted(status=429))

    with pytest.raises(SourceLimited, match="will be tried again at"):
        client.fetch("10.1000/tides.7")


@pytest.mark.parametrize(
    "scripted", [csl([]), csl({}), csl(ITEM | {"title": []}), Scripted("{", media_type=CSL), Scripted("{}", status=400)]
)
def test_fetch_of_an_answer_outside_the_format_is_broken(client, source, scripted):
    source.answers(scripted)

    with pytest.raises(SourceAnswerBroken):
        client.fetch("10.1000/tides.7")


@pytest.mark.parametrize(
    ("issued", "day"),
    [
        ({"date-parts": [[2025]]}, datetime.date(2025, 1, 1)),
        ({"date-parts": [[2025, 2, 3]]}, datetime.date(2025, 2, 3)),
        ({"date-parts": [["2025", "2"]]}, datetime.date(2025, 2, 1)),
        ({"date-parts": [[2025, 13]]}, None),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": []}, None),
        ({"raw": "soon"}, None),
        ("2025", None),
    ],
)
def test_fetch_reads_partial_and_broken_dates(client, source, issued, day):
    source.answers(csl(ITEM | {"issued": issued, "author": [None, {}, {"given": 3}, {"family": "Tseng"}]}))

    record = client.fetch("10.1000/tides.7")

    assert record.published == day
    assert [author.name for author in record.authors] == ["Tseng"]
