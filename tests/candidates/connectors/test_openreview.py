import datetime
import json

import pytest

from candidates.connectors.errors import PaperNotFound, SourceAnswerBroken, SourceLimited, SourceRefused
from candidates.connectors.openreview import OpenReviewClient
from candidates.connectors.records import AuthorRecord, PaperIdentifier, Scheme
from tests.candidates.connectors.source_server import Scripted

CHALLENGE = {
    "name": "ChallengeRequiredError",
    "message": "Challenge required",
    "status": 403,
    "details": {"url": "/challenge"},
}


def note(**content):
    content = {
        "title": {"value": "Counting tides"},
        "abstract": {"value": "We count  tides."},
        "authors": {"value": ["Odalys Brenninkmeyer", "Wei-Han Tseng"]},
        "authorids": {"value": ["~Odalys_Brenninkmeyer1", "wei@example.org"]},
        "venue": {"value": "TIDES 2026 poster"},
        "venueid": {"value": "TIDES.example/2026/Conference"},
    } | content
    return {"id": "aB3xYz12", "forum": "aB3xYz12", "cdate": 1_767_225_600_000, "content": content}


def listing(*notes):
    return Scripted(json.dumps({"notes": notes, "count": len(notes)}), media_type="application/json; charset=utf-8")


@pytest.fixture
def client(source):
    return OpenReviewClient(source.url)


def test_fetch_reads_authors_in_order_with_their_profiles(client, source):
    source.answers(listing(note()))

    record = client.fetch("aB3xYz12")

    assert record.title == "Counting tides"
    assert record.abstract == "We count tides."
    assert record.authors == (
        AuthorRecord("Odalys Brenninkmeyer", 1, openreview_id="~Odalys_Brenninkmeyer1"),
        AuthorRecord("Wei-Han Tseng", 2),
    )
    assert record.venue == "TIDES 2026 poster"
    assert record.published == datetime.date(2026, 1, 1)
    assert record.identifiers == (PaperIdentifier(Scheme.OPENREVIEW, "aB3xYz12"),)
    assert source.asked[0].path == "/notes?id=aB3xYz12"


def test_fetch_reads_author_objects(client, source):
    people = [
        {
            "fullname": "Odalys Brenninkmeyer",
            "username": "~Odalys_Brenninkmeyer1",
            "institutions": [{"name": "Harbour Institute", "domain": "harbour.example"}],
            "orcid": "https://orcid.org/0000-0002-1825-0097",
        }
    ]
    source.answers(listing(note(authors={"value": people}, authorids=None)))

    assert client.fetch("aB3xYz12").authors == (
        AuthorRecord(
            "Odalys Brenninkmeyer",
            1,
            openreview_id="~Odalys_Brenninkmeyer1",
            orcid="0000-0002-1825-0097",
            affiliation="Harbour Institute",
        ),
    )


def test_fetch_with_fewer_ids_than_names_trusts_no_id(client, source):
    source.answers(listing(note(authorids={"value": ["~Wei-Han_Tseng1"]})))

    assert [author.openreview_id for author in client.fetch("aB3xYz12").authors] == ["", ""]


def test_fetch_of_an_older_note_asks_the_older_api(source):
    client = OpenReviewClient(f"{source.url}/v2", older_base_url=f"{source.url}/v1/")
    plain = note(
        title="Counting tides", authors=["Odalys Brenninkmeyer"], authorids=["~Odalys_Brenninkmeyer1"], venue="2019"
    )
    source.answers(Scripted(json.dumps({"name": "NotFoundError", "status": 404}), status=404), listing(plain))

    record = client.fetch("aB3xYz12")

    assert [asked.path for asked in source.asked] == ["/v2/notes?id=aB3xYz12", "/v1/notes?id=aB3xYz12"]
    assert [author.name for author in record.authors] == ["Odalys Brenninkmeyer"]


def test_fetch_of_a_comment_returns_the_paper_it_is_about(client, source):
    comment = note() | {"id": "cOmMeNt99", "content": {"comment": {"value": "Nice."}}}
    source.answers(listing(comment), listing(note()))

    record = client.fetch("cOmMeNt99")

    assert record.title == "Counting tides"
    assert record.url == "https://openreview.net/forum?id=aB3xYz12"


def test_fetch_of_a_submission_under_review_has_no_authors(client, source):
    source.answers(listing(note(authors={"value": ["Anonymous"]}, authorids={"value": ["Anonymous"]})))

    assert client.fetch("aB3xYz12").authors == ()


def test_fetch_without_an_account_says_what_to_do(client, source):
    source.answers(Scripted(json.dumps(CHALLENGE), status=403))

    with pytest.raises(SourceRefused, match="arXiv link instead") as raised:
        client.fetch("aB3xYz12")

    assert not raised.value.heals
    assert len(source.asked) == 1


def test_fetch_signs_in_once_and_shows_its_token(source):
    client = OpenReviewClient(source.url, username="tides@example.org", password="low-and-high")
    source.answers(Scripted(json.dumps({"token": "t0ken"})), listing(note()), listing(note()))

    client.fetch("aB3xYz12")
    client.fetch("aB3xYz12")

    assert [(asked.method, asked.path.split("?")[0]) for asked in source.asked] == [
        ("POST", "/login"),
        ("GET", "/notes"),
        ("GET", "/notes"),
    ]
    assert json.loads(source.asked[0].body) == {"id": "tides@example.org", "password": "low-and-high"}
    assert source.asked[2].headers["Authorization"] == "Bearer t0ken"


def test_fetch_with_an_old_token_signs_in_again(source):
    client = OpenReviewClient(source.url, username="tides@example.org", password="low-and-high")
    source.answers(
        Scripted(json.dumps({"token": "old"})),
        Scripted(json.dumps({"name": "TokenExpiredError"}), status=401),
        Scripted(json.dumps({"token": "new"})),
        listing(note()),
    )

    assert client.fetch("aB3xYz12").title == "Counting tides"
    assert source.asked[-1].headers["Authorization"] == "Bearer new"


def test_fetch_with_a_refused_account_keeps_the_password_out_of_the_words(source):
    client = OpenReviewClient(source.url, username="tides@example.org", password="low-and-high")
    source.answers(Scripted(json.dumps({"name": "Error", "message": "Invalid username or password"}), status=400))

    with pytest.raises(SourceRefused, match="administrator") as raised:
        client.fetch("aB3xYz12")

    assert "low-and-high" not in str(raised.value)


def test_fetch_of_a_paper_not_yet_public_says_so(client, source):
    source.answers(Scripted(json.dumps({"name": "ForbiddenError", "status": 403}), status=403))

    with pytest.raises(PaperNotFound, match="not show this paper to the public"):
        client.fetch("aB3xYz12")


@pytest.mark.parametrize("scripted", [listing(), Scripted(json.dumps({"name": "NotFoundError"}), status=404)])
def test_fetch_of_an_unknown_paper_says_so(client, source, scripted):
    source.answers(scripted)

    with pytest.raises(PaperNotFound, match="knows no such paper"):
        client.fetch("aB3xYz12")


def test_fetch_limited_by_openreview_names_the_time(client, source):
    source.answers(Scripted(json.dumps({"name": "RateLimitError"}), status=429))

    with pytest.raises(SourceLimited) as raised:
        client.fetch("aB3xYz12")

    assert raised.value.retry_at > datetime.datetime.now(datetime.UTC)


@pytest.mark.parametrize(
    "scripted",
    [
        Scripted("<html></html>", media_type="text/html"),
        Scripted("[]"),
        Scripted('{"notes": 3}'),
        Scripted("{"),
        listing({"id": "aB3xYz12", "content": []}),
        listing(note(title={"value": ["not a title"]})),
        Scripted("{}", status=418),
    ],
)
def test_fetch_of_an_answer_outside_the_format_is_broken(client, source, scripted):
    source.answers(scripted)

    with pytest.raises(SourceAnswerBroken):
        client.fetch("aB3xYz12")


@pytest.mark.parametrize("authors", [{"value": [None, 3, {"fullname": 3}, []]}, {"value": "Ada"}, 7, {"wrong": 1}])
def test_fetch_with_authors_outside_the_format_shows_none(client, source, authors):
    source.answers(listing(note(authors=authors, cdate="soon")))

    assert client.fetch("aB3xYz12").authors == ()
