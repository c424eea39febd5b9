import gzip
import time
import zlib

import pytest

from candidates.connectors import web
from candidates.connectors.errors import RecordMissing, SourceAnswerBroken, SourceUnavailable
from tests.candidates.connectors.source_server import Scripted


def get(source, **limits):
    return web.request("Somewhere", "GET", f"{source.url}/x", limits=web.Limits(**limits))


def test_request_names_itself_and_returns_the_whole_answer(source):
    source.answers(Scripted('{"a": 1}', media_type="Application/JSON; charset=utf-8"))

    answer = get(source)

    assert (answer.status, answer.media_type, answer.json("Somewhere")) == (200, "application/json", {"a": 1})
    assert source.asked[0].headers["User-Agent"].startswith("Strongsuit/")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_request_to_a_faulty_source_may_heal(source, status):
    source.answers(Scripted("first byte timeout", status=status))

    with pytest.raises(SourceUnavailable) as raised:
        get(source)

    assert raised.value.heals


def test_request_that_drips_is_ended_by_the_total_limit(source):
    source.answers(Scripted("x" * 200, drip=0.05))
    start = time.monotonic()

    with pytest.raises(SourceUnavailable, match="too long"):
        get(source, total=0.3)

    assert time.monotonic() - start < 9  # the whole answer takes 10


def test_request_that_is_silent_is_ended(source):
    source.answers(Scripted("x", delay=1.0))

    with pytest.raises(SourceUnavailable, match="too long"):
        get(source, silence=0.2)


def test_request_cut_short_may_heal(source):
    source.answers(Scripted("x" * 100, cut_at=50))

    with pytest.raises(SourceUnavailable, match="could not be reached"):
        get(source)


def test_request_to_nobody_may_heal():
    with pytest.raises(SourceUnavailable, match="could not be reached"):
        web.request("Somewhere", "GET", "http://127.0.0.1:9/")


def test_answer_too_large_is_dropped(source):
    source.answers(Scripted("x" * 2000))

    with pytest.raises(SourceAnswerBroken, match="far more"):
        get(source, size=1000)


def test_answer_that_unpacks_to_something_huge_is_dropped(source):
    bomb = gzip.compress(b"\0" * 20_000_000)
    source.answers(Scripted(bomb, headers={"content-encoding": "gzip"}))

    with pytest.raises(SourceAnswerBroken, match="far more"):
        get(source, size=100_000)

    assert len(bomb) < 100_000


def test_answer_packed_is_unpacked(source):
    source.answers(Scripted(gzip.compress(b'{"a": 1}'), headers={"content-encoding": "gzip"}))

    assert get(source).json("Somewhere") == {"a": 1}


@pytest.mark.parametrize(
    "scripted",
    [
        Scripted(b"not packed", headers={"content-encoding": "gzip"}),
        Scripted(gzip.compress(b"x" * 1000)[:-12], headers={"content-encoding": "gzip"}),
        Scripted(zlib.compress(b"x"), headers={"content-encoding": "deflate"}),
    ],
)
def test_answer_packed_wrongly_is_broken(source, scripted):
    source.answers(scripted)

    with pytest.raises(SourceAnswerBroken):
        get(source)


def test_answer_deeply_nested_is_broken(source):
    source.answers(Scripted("[" * 100_000))

    with pytest.raises(SourceAnswerBroken):
        get(source).json("Somewhere")


def test_redirect_within_the_source_is_followed(source):
    source.answers(Scripted(status=302, headers={"location": "/y"}), Scripted("{}"))

    assert get(source).url == f"{source.url}/y"


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest", "https://elsewhere.example/", "file:///etc/passwd", "//x:y/"]
)
def test_redirect_elsewhere_is_never_followed(source, target):
    source.answers(Scripted(status=302, headers={"location": target}))

    with pytest.raises((RecordMissing, SourceUnavailable)):
        get(source)

    assert len(source.asked) == 1


def test_redirect_in_circles_ends(source):
    source.answers(Scripted(status=302, headers={"location": "/x"}))

    with pytest.raises(SourceAnswerBroken):
        get(source)

    assert len(source.asked) == web.MAX_REDIRECTS + 1
