import datetime
import itertools
import threading

import pytest

from candidates.connectors.arxiv import ArxivClient
from candidates.connectors.errors import PaperNotFound, SourceAnswerBroken, SourceLimited, SourceUnavailable
from candidates.connectors.gate import Gate
from candidates.connectors.records import AuthorRecord, PaperIdentifier, Scheme
from tests.candidates.connectors import arxiv_answers
from tests.candidates.connectors.source_server import Scripted


def atom(body, **options):
    return Scripted(body, media_type="application/atom+xml; charset=utf-8", **options)


@pytest.fixture
def client(source, redis_connection):
    return ArxivClient(f"{source.url}/api/query", Gate(redis_connection, "arXiv", spacing=0))


def test_fetch_reads_the_paper_with_its_authors_in_order(client, source):
    source.answers(atom(arxiv_answers.found()))

    record = client.fetch("2401.01234")

    assert record.title == "Counting tides with attention"
    assert record.abstract == "We count tides. They come & go."
    assert record.authors == tuple(
        AuthorRecord(name=name, position=position) for position, name in enumerate(arxiv_answers.AUTHORS, 1)
    )
    assert record.published == datetime.date(2024, 1, 2)
    assert record.url == "https://arxiv.org/abs/2401.01234"
    assert record.identifiers == (PaperIdentifier(Scheme.ARXIV, "2401.01234"),)
    assert record.fetched_at.tzinfo is not None
    assert source.asked[0].path == "/api/query?id_list=2401.01234&max_results=1"


def test_fetch_keeps_affiliations_doi_and_journal(client, source):
    more = "<arxiv:doi>10.1000/ABC.7</arxiv:doi><arxiv:journal_ref>Journal of Tides 3 (2025) 1-9</arxiv:journal_ref>"
    authors = [
        arxiv_answers.author("Odalys Brenninkmeyer", "Harbour Institute", "Tidal Lab"),
        arxiv_answers.author(":"),
    ]
    source.answers(atom(arxiv_answers.found("math/0309136", more=more, authors=authors)))

    record = client.fetch("math/0309136")

    assert record.authors == (AuthorRecord("Odalys Brenninkmeyer", 1, affiliation="Harbour Institute; Tidal Lab"),)
    assert record.identifier(Scheme.DOI) == "10.1000/abc.7"
    assert record.venue == "Journal of Tides 3 (2025) 1-9"


def test_fetch_of_a_paper_called_error_is_a_paper(client, source):
    source.answers(atom(arxiv_answers.found(title="Error")))

    assert client.fetch("2401.01234").title == "Error"


@pytest.mark.parametrize(
    "scripted",
    [
        atom(arxiv_answers.error(), status=200),
        atom(arxiv_answers.error(), status=400),
        atom(arxiv_answers.nothing()),
    ],
)
def test_fetch_of_an_unknown_paper_says_so(client, source, scripted):
    source.answers(scripted)

    with pytest.raises(PaperNotFound, match="arXiv knows no paper") as raised:
        client.fetch("2401.99999")

    assert not raised.value.heals
    assert len(source.asked) == 1


def test_fetch_limited_by_arxiv_stops_everybody_and_names_the_time(client, source, redis_connection):
    source.answers(Scripted("Rate exceeded.", status=429, media_type="text/plain"))
    colleague = ArxivClient(client.base_url, Gate(redis_connection, "arXiv"))

    with pytest.raises(SourceLimited) as first:
        client.fetch("2401.01234")
    with pytest.raises(SourceLimited):
        colleague.fetch("2401.01234")

    berlin = datetime.timezone(datetime.timedelta(hours=2), "CEST")
    shown = first.value.retry_at.astimezone(berlin)
    assert len(source.asked) == 1
    assert first.value.explain(berlin) == (
        f"arXiv is limiting requests. The link is kept and will be tried again at {shown:%H:%M} (CEST)."
    )


def test_fetch_after_a_passing_fault_tries_once_more(client, source):
    source.answers(Scripted("first byte timeout", status=503), atom(arxiv_answers.found()))

    assert client.fetch("2401.01234").title == "Counting tides with attention"
    assert len(source.asked) == 2


@pytest.mark.parametrize(
    "scripted",
    [
        Scripted("down", status=503),
        atom(arxiv_answers.found(), cut_at=300),
    ],
)
def test_fetch_from_a_faulty_arxiv_ends_and_may_heal(client, source, scripted):
    source.answers(scripted)

    with pytest.raises(SourceUnavailable, match="try again in a few minutes") as raised:
        client.fetch("2401.01234")

    assert raised.value.heals
    assert len(source.asked) == 2


def test_fetch_with_an_empty_page_that_counts_a_paper_may_heal(client, source):
    source.answers(atom(arxiv_answers.nothing("2401.01234", total=1)))

    with pytest.raises(SourceUnavailable):
        client.fetch("2401.01234")


@pytest.mark.parametrize(
    "scripted",
    [
        Scripted("<html><title>Are you a robot?</title></html>", media_type="text/html"),
        atom(arxiv_answers.found()[:400]),
        atom(arxiv_answers.BOMB),
        atom(arxiv_answers.OUTSIDE_ENTITY),
        atom("<rss/>"),
        atom(""),
        atom(b"\xff\xfe\x00"),
        atom("<?xml version='1.0' encoding='no-such-encoding'?><feed/>"),
        atom(arxiv_answers.found("2401.09999")),
        atom(arxiv_answers.found(title=" ")),
        atom(arxiv_answers.found(authors=[arxiv_answers.author(":")])),
        Scripted("no", status=403, media_type="text/plain"),
    ],
)
def test_fetch_of_an_answer_outside_the_format_is_broken_never_half_a_paper(client, source, scripted):
    source.answers(scripted)

    with pytest.raises(SourceAnswerBroken) as raised:
        client.fetch("2401.01234")

    assert "arXiv" in str(raised.value)


def test_fetches_at_the_same_time_reach_arxiv_one_by_one(source, redis_connection):
    source.answers(atom(arxiv_answers.found(), delay=0.1))
    clients = [
        ArxivClient(f"{source.url}/api/query", Gate(redis_connection, "arXiv", spacing=0.2, patience=20))
        for _ in range(3)
    ]
    threads = [threading.Thread(target=client.fetch, args=("2401.01234",)) for client in clients]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    starts = sorted(asked.at for asked in source.asked)
    assert source.most_at_once == 1
    assert min(later - earlier for earlier, later in itertools.pairwise(starts)) >= 0.29


def test_fetch_keeps_hostile_words_as_plain_text(client, source):
    source.answers(
        atom(arxiv_answers.found(title="<script>alert(1)</script>", authors=[arxiv_answers.author("<b>Eve</b>")]))
    )

    record = client.fetch("2401.01234")

    assert record.title == "<script>alert(1)</script>"
    assert record.authors[0].name == "<b>Eve</b>"
