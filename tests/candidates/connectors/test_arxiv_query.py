import datetime as dt

import pytest

from candidates.connectors.arxiv_query import QueryClient
from candidates.connectors.errors import SourceAnswerBroken, SourceError, SourceLimited, SourceUnavailable
from candidates.connectors.gate import Gate
from candidates.connectors.records import Scheme
from tests.candidates.connectors import arxiv_answers
from tests.candidates.connectors.source_server import Scripted


def atom(*entries, total, **options):
    body = arxiv_answers.FEED.format(identifier="", total=total, entries="".join(entries))
    return Scripted(body, media_type="application/atom+xml; charset=utf-8", **options)


def entry(number, **options):
    feed = arxiv_answers.found(number, **options)
    return feed[feed.index("  <entry>") : feed.index("</feed>")]


@pytest.fixture
def gate(redis_connection):
    return Gate(redis_connection, "arXiv", spacing=0)


@pytest.fixture
def client(source, gate):
    window = {"since": dt.date(2026, 11, 1), "until": dt.date(2026, 11, 2)}
    return QueryClient(f"{source.url}/api/query", gate, categories=("cs.LG", "cs.CL"), size=2, **window)


def test_pages_follow_each_other_to_the_end(client, source):
    source.answers(
        atom(entry("2611.00001"), entry("2611.00002"), total=3), atom(entry("2611.00003", version=4), total=3)
    )

    first = client.page("")
    second = client.page(first.cursor)

    numbers = [record.identifier(Scheme.ARXIV) for record in (*first.records, *second.records)]
    assert numbers == ["2611.00001", "2611.00002", "2611.00003"]
    assert (first.cursor, second.cursor, first.total) == ("2", "", 3)
    assert [author.name for author in first.records[0].authors] == list(arxiv_answers.AUTHORS)
    assert (second.records[0].version, second.records[0].categories) == (4, ("cs.LG",))
    assert (
        "search_query=%28cat%3Acs.LG+OR+cat%3Acs.CL%29+AND+submittedDate%3A%5B202611010000+TO+202611022359%5D"
        in source.asked[0].path
    )
    assert "start=2&max_results=2&sortBy=submittedDate&sortOrder=ascending" in source.asked[1].path


def test_nothing_found_is_an_empty_page(client, source):
    source.answers(atom(total=0))

    page = client.page("")

    assert (page.records, page.cursor, page.total) == ((), "", 0)


def test_an_empty_page_in_the_middle_is_asked_for_again(client, source):
    source.answers(atom(total=3))

    with pytest.raises(SourceUnavailable, match="empty page"):
        client.page("2")


def test_a_broken_entry_spoils_no_other(client, source):
    source.answers(atom(entry("2611.00001", title=" "), entry("2611.00002"), total=2))

    page = client.page("")

    assert [record.identifier(Scheme.ARXIV) for record in page.records] == ["2611.00002"]
    assert [flaw.where for flaw in page.flaws] == ["http://arxiv.org/abs/2611.00001v2"]


def test_more_than_arxiv_lists_is_said_with_what_to_do(client, source):
    source.answers(atom(entry("2611.00001"), total=214_881))

    with pytest.raises(SourceError, match="Shorten the time"):
        client.page("")


def test_a_refusal_is_passed_on(client, source):
    source.answers(Scripted(arxiv_answers.error(), status=400, media_type="application/atom+xml"))

    with pytest.raises(SourceError, match="incorrect id format"):
        client.page("")


def test_too_many_requests_shut_the_gate_for_everybody(client, source, gate):
    source.answers(Scripted("Rate exceeded.", status=429, media_type="text/plain"))

    with pytest.raises(SourceLimited):
        client.page("")
    with pytest.raises(SourceLimited):
        client.page("")

    assert len(source.asked) == 1


def test_a_page_instead_of_a_feed_is_broken(client, source):
    source.answers(Scripted("<html></html>", media_type="text/html"))

    with pytest.raises(SourceAnswerBroken):
        client.page("")


def test_a_search_for_nothing_is_refused():
    with pytest.raises(ValueError, match="Name a category"):
        QueryClient("http://127.0.0.1:9/", None, words="  ")
