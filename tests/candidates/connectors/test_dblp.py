import datetime as dt
import json

import pytest

from candidates.connectors.dblp import DblpClient
from candidates.connectors.errors import (
    SourceAnswerBroken,
    SourceLimited,
    SourceUnavailable,
)
from candidates.connectors.gate import Gate
from candidates.connectors.pages import Flaw
from candidates.connectors.records import Scheme
from tests.candidates.connectors.source_server import Scripted

NAMES = ["Odalys Brenninkmeyer", "Júlia Várhegyi", "Wei-Han Tseng"]


def names(record):
    assert [author.position for author in record.authors] == list(range(1, len(record.authors) + 1))
    return [author.name for author in record.authors]


def hit(key="conf/iclr/BrenninkmeyerVT24", **changes):
    people = [
        {"@pid": "1/1", "text": NAMES[0]},
        {"@pid": "2/2", "text": f"{NAMES[1]} 0001"},
        {"@pid": "3/3", "text": NAMES[2]},
    ]
    info = {
        "authors": {"author": people},
        "title": "Counting tides &amp; waves.",
        "venue": "ICLR",
        "year": "2024",
        "type": "Conference and Workshop Papers",
        "access": "open",
        "key": key,
        "ee": "https://openreview.net/forum?id=aB3xYz12",
        "url": f"https://dblp.org/rec/{key}",
    }
    return {"@score": "1", "@id": "1", "info": info | changes, "url": "URL#1"}


def hits(*found, total):
    counts = {"@total": str(total), "@computed": str(total), "@sent": str(len(found)), "@first": "0"}
    return Scripted(json.dumps({"result": {"query": "", "hits": counts | ({"hit": list(found)} if found else {})}}))


@pytest.fixture
def dblp(source, redis_connection):
    return DblpClient(source.url, Gate(redis_connection, "DBLP", spacing=0), words="conf/iclr/iclr2024", size=2)


def test_dblp_lists_a_volume_with_names_as_people_write_them(dblp, source):
    alone = {"author": {"@pid": "4/4", "text": "Ada Quill"}}
    source.answers(
        hits(hit(), hit("b", ee=["https://doi.org/10.1000/X.1", "https://arxiv.org/abs/2401.00001"]), total=3),
        hits(hit("c", authors=alone), total=3),
    )

    first = dblp.page("")
    second = dblp.page(first.cursor)

    assert [names(record) for record in (*first.records, *second.records)] == [NAMES, NAMES, ["Ada Quill"]]
    assert first.records[0].title == "Counting tides & waves"
    assert (first.records[0].venue, first.records[0].published) == ("ICLR 2024", dt.date(2024, 1, 1))
    assert first.records[0].identifier(Scheme.OPENREVIEW) == "aB3xYz12"
    assert first.records[1].identifier(Scheme.DOI) == "10.1000/x.1"
    assert first.records[1].identifier(Scheme.ARXIV) == "2401.00001"
    assert (first.cursor, second.cursor) == ("2", "")
    assert source.asked[0].path == "/search/publ/api?q=toc%3Adb%2Fconf%2Ficlr%2Ficlr2024.bht%3A&format=json&h=2&f=0"


def test_dblp_that_finds_nothing_is_an_empty_page(dblp, source):
    source.answers(hits(total=0))

    assert (dblp.page("").records, dblp.page("").cursor) == ((), "")


def test_dblp_leaves_out_volumes_and_says_what_is_broken(dblp, source):
    source.answers(hits(hit(type="Editorship"), hit("d", authors=None), hit("e", title=""), "nonsense", total=4))

    page = dblp.page("")

    assert page.records == ()
    assert page.flaws == (
        Flaw("d", "It has no authors."),
        Flaw("e", "It has no title."),
        Flaw("hit 4", "It cannot be read."),
    )


def test_dblp_that_is_asked_too_often_says_when_to_come_back(dblp, source):
    source.answers(Scripted("slow down", status=429, headers={"Retry-After": "900"}))

    with pytest.raises(SourceLimited) as raised:
        dblp.page("")

    assert raised.value.retry_at > dt.datetime.now(dt.UTC) + dt.timedelta(minutes=14)


def test_dblp_out_of_order_heals(dblp, source):
    source.answers(Scripted("no", status=500))

    with pytest.raises(SourceUnavailable):
        dblp.page("")


@pytest.mark.parametrize("body", ["[]", "{}", '{"result": {"hits": {"@total": "many"}}}', "{"])
def test_dblp_answer_that_is_no_list_heals(dblp, source, body):
    source.answers(Scripted(body))

    with pytest.raises(SourceAnswerBroken):
        dblp.page("")
