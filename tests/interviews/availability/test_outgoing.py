import socket

import pytest

from interviews.availability import outgoing
from interviews.availability.outgoing import CalendarError, Unreachable, ask, known_address
from tests.candidates.connectors.source_server import Scripted


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("webcal://p1.example/a.ics", "https://p1.example/a.ics"),
        (" https://p1.example/a.ics#x ", "https://p1.example/a.ics"),
        ("http://127.0.0.1:80/a.ics", "http://127.0.0.1:80/a.ics"),
    ],
)
def test_known_address(typed, address):
    assert known_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "starts with https"),
        ("file:///etc/passwd", "starts with https"),
        ("ftp://p1.example/a.ics", "starts with https"),
        ("http://p1.example/a.ics", "so that nobody reads along"),
        ("https://mara:secret@p1.example/a.ics", "Leave name and password out"),
        ("https://[::1/a.ics", "not an address"),
        ("https://p1.example:99999/", "not an address"),
    ],
)
def test_unfit_address_is_refused(typed, words):
    with pytest.raises(CalendarError, match=words):
        known_address(typed)


INNER = [
    "127.0.0.2",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fd00::1",
    "fe80::1",
    "::ffff:10.0.0.1",
]


@pytest.mark.parametrize("address", INNER)
def test_no_inner_network_is_asked_whatever_name_leads_there(address, monkeypatch):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 443)), (family, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(CalendarError, match="private network"):
        ask("GET", "https://calendar.example/a.ics")


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch, feed_server, settings):
    """A name that answers with another address the second time gains nothing."""
    settings.CALENDAR_PRIVATE_HOSTS = ["calendar.example"]
    port = feed_server.server.server_port
    asked = []

    def names(host, *_, **__):
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(outgoing.socket, "getaddrinfo", names)
    feed_server.answers(Scripted("here"))

    answer = ask("GET", f"http://calendar.example:{port}/a.ics")

    assert (answer.status, answer.body) == (200, b"here")
    # Once by us; httpx connects to the number, for which nobody has to be asked.
    assert [host for host in asked if host == "calendar.example"] == ["calendar.example"]
    assert feed_server.asked[0].headers["Host"] == f"calendar.example:{port}"


def test_a_redirect_into_an_inner_network_is_not_followed(feed_server):
    feed_server.answers(Scripted(status=302, headers={"Location": "https://10.0.0.1/a.ics"}))

    with pytest.raises(CalendarError, match="private network"):
        ask("GET", f"{feed_server.url}/a.ics")


def test_a_password_does_not_travel_to_another_host(feed_server, settings):
    settings.CALENDAR_PRIVATE_HOSTS = ["127.0.0.1", "localhost"]
    other = feed_server.url.replace("127.0.0.1", "localhost")
    feed_server.answers(Scripted(status=302, headers={"Location": f"{other}/b.ics"}), Scripted("there"))

    ask("GET", f"{feed_server.url}/a.ics", auth=("mara", "secret"))

    assert ["Authorization" in one.headers for one in feed_server.asked] == [True, False]


def test_endless_redirects_end(feed_server):
    feed_server.answers(Scripted(status=302, headers={"Location": "/a.ics"}))

    with pytest.raises(CalendarError, match="without end"):
        ask("GET", f"{feed_server.url}/a.ics")


def test_a_huge_answer_is_refused(feed_server, monkeypatch):
    monkeypatch.setattr(outgoing, "MOST_BYTES", 1000)
    feed_server.answers(Scripted("x" * 1001))

    with pytest.raises(CalendarError, match="larger than"):
        ask("GET", f"{feed_server.url}/a.ics")


def test_a_packed_answer_is_refused(feed_server):
    feed_server.answers(Scripted("x", headers={"Content-Encoding": "gzip"}))

    with pytest.raises(CalendarError, match="compressed"):
        ask("GET", f"{feed_server.url}/a.ics")


def test_nobody_there_is_unreachable():
    with pytest.raises(Unreachable, match="could not be reached"):
        ask("GET", "http://127.0.0.1:9/a.ics")
