import datetime as dt

import pytest

from candidates.connectors.arxiv_oai import OaiClient
from candidates.connectors.errors import (
    ListRestarts,
    SourceAnswerBroken,
    SourceError,
    SourceLimited,
    SourceUnavailable,
)
from candidates.connectors.gate import Gate
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import AuthorRecord, Scheme
from tests.candidates.connectors import oai_answers as oai
from tests.candidates.connectors.source_server import Scripted


def xml(body, **options):
    return Scripted(body, media_type="text/xml; charset=utf-8", **options)


@pytest.fixture
def client(source, redis_connection):
    gate = Gate(redis_connection, "arXiv", spacing=0)
    window = {"since": dt.date(2026, 11, 13), "until": dt.date(2026, 11, 20)}
    return OaiClient(f"{source.url}/oai", gate, set_name="cs:cs:LG", **window)


def test_page_reads_papers_with_their_authors_in_order(client, source):
    text = "Code: https://github.com/Tide-Lab/Tides."
    source.answers(
        xml(
            oai.listing(
                oai.paper(comments=f"9 pages. {text}", doi="10.1000/ABC.7", updated="2026-11-19"), more=oai.token(1)
            )
        )
    )

    page = client.page("")

    (record,) = page.records
    assert record.authors == (
        AuthorRecord("Odalys Brenninkmeyer", 1, given="Odalys", family="Brenninkmeyer"),
        AuthorRecord("Júlia Várhegyi", 2, given="Júlia", family="Várhegyi"),
        AuthorRecord("Ada Quill Jr", 3, given="Ada", family="Quill"),
    )
    assert (record.title, record.abstract) == ("Counting tides", "We count tides. They come & go.")
    assert (record.identifier(Scheme.ARXIV), record.identifier(Scheme.DOI)) == ("2611.01234", "10.1000/abc.7")
    assert (record.published, record.updated) == (dt.date(2026, 11, 18), dt.date(2026, 11, 19))
    assert (record.categories, record.comment) == (("cs.LG", "stat.ML"), f"9 pages. {text}")
    assert record.code_links == ("https://github.com/tide-lab/tides",)
    assert page.cursor == oai.token(1)
    asked = "verb=ListRecords&metadataPrefix=arXiv&from=2026-11-13&until=2026-11-20&set=cs%3Acs%3ALG"
    assert source.asked[0].path == f"/oai?{asked}"


def test_next_page_is_asked_for_by_the_whole_token_and_nothing_else(client, source):
    source.answers(xml(oai.listing(oai.paper(), more="")))

    page = client.page(oai.token(1300))

    assert page.cursor == ""
    # The token is quoted already; it goes back as the value it is.
    quoted = oai.token(1300).replace("%", "%25")
    assert source.asked[0].path == f"/oai?verb=ListRecords&resumptionToken={quoted}"


def test_page_without_a_token_is_the_whole_answer(client, source):
    source.answers(xml(oai.listing(oai.paper())))

    assert client.page("").cursor == ""


def test_nothing_new_is_an_empty_page(client, source):
    source.answers(xml(oai.error("noRecordsMatch")))

    assert client.page("") == Page()


def test_a_token_that_is_no_longer_good_means_to_start_again(client, source):
    source.answers(xml(oai.error("badResumptionToken")))

    with pytest.raises(ListRestarts) as raised:
        client.page("stale")

    assert raised.value.heals


def test_a_refused_set_is_said_with_how_sets_are_written(client, source):
    source.answers(xml(oai.error("badArgument", "Set does not exist.")))

    with pytest.raises(SourceError, match="cs:cs:LG") as raised:
        client.page("")

    assert not raised.value.heals


@pytest.mark.parametrize("name", ["cs.LG", "cs cs", "CS", "cs:cs:LG:x", "cs&set=x"])
def test_a_set_that_is_none_is_refused_before_anything_is_asked(name):
    with pytest.raises(ValueError, match="colons"):
        OaiClient("http://127.0.0.1:9/", None, set_name=name)


def test_broken_records_are_counted_and_spoil_no_other(client, source):
    lone = "<record><header><identifier>oai:arXiv.org:2611.00009</identifier></header></record>"
    source.answers(
        xml(
            oai.listing(
                oai.paper("2611.00001"),
                oai.paper("26x1.00002"),
                oai.paper("2611.00003", authors=()),
                oai.paper("2611.00004", title=" "),
                lone,
                oai.DELETED.format(number="2611.00005"),
                oai.paper("2611.00006", authors=((":", "", ""), ("Quill", "Ada", ""))),
            )
        )
    )

    page = client.page("")

    assert [record.identifier(Scheme.ARXIV) for record in page.records] == ["2611.00001", "2611.00006"]
    assert [author.name for author in page.records[1].authors] == ["Ada Quill"]
    assert page.flaws == (
        Flaw("oai:arXiv.org:26x1.00002", "“26x1.00002” is no arXiv number."),
        Flaw("oai:arXiv.org:2611.00003", "It has no authors."),
        Flaw("oai:arXiv.org:2611.00004", "It has no title."),
        Flaw("oai:arXiv.org:2611.00009", "It came without a description."),
    )
    assert page.gone == 1


def test_an_answer_cut_in_the_middle_gives_nothing(client, source):
    body = oai.listing(*(oai.paper(f"2611.0{place:04}") for place in range(50)))
    source.answers(xml(body, cut_at=len(body) // 2))

    with pytest.raises(SourceUnavailable):
        client.page("")


@pytest.mark.parametrize(
    "body",
    [
        oai.listing(oai.paper())[:-30],
        oai.listing(),
        "<html><body>Just a moment</body></html>",
        "",
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "tide">]><OAI-PMH>&a;</OAI-PMH>',
    ],
)
def test_an_answer_that_is_no_list_heals(client, source, body):
    source.answers(xml(body))

    with pytest.raises(SourceAnswerBroken) as raised:
        client.page("")

    assert raised.value.heals


def test_a_busy_server_says_when_to_come_back(client, source):
    source.answers(xml("first byte timeout", status=503, headers={"Retry-After": "120"}))

    with pytest.raises(SourceUnavailable) as raised:
        client.page("")

    ahead = raised.value.retry_at - dt.datetime.now(dt.UTC)
    assert dt.timedelta(seconds=100) < ahead <= dt.timedelta(seconds=120)


def test_too_many_requests_shut_this_door_and_not_the_query_api(source, redis_connection):
    oai_gate, query_gate = (Gate(redis_connection, "arXiv", spacing=0, entrance=name) for name in ("oai", ""))
    source.answers(xml("Rate exceeded.", status=429, headers={"Retry-After": "1800"}))

    with pytest.raises(SourceLimited) as raised:
        OaiClient(f"{source.url}/oai", oai_gate).page("")

    assert raised.value.retry_at > dt.datetime.now(dt.UTC) + dt.timedelta(minutes=29)
    with pytest.raises(SourceLimited), oai_gate.enter():
        pass
    with query_gate.enter():
        pass
