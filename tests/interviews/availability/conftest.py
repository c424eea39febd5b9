"""A real CalDAV server (Radicale) on 127.0.0.1, and a second client to look at what ours wrote."""

import contextlib
import socket
import subprocess
import sys
import time
import zoneinfo

import caldav
import pytest

from interviews.availability.sources import add_source, choose_calendar
from interviews.availability.syncing import sync_source
from tests import factories
from tests.candidates.connectors.source_server import SourceServer

USER, PASSWORD = "mara", "app-password"


class Radicale:
    """The server, with an account whose calendars the tests make themselves."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
        options = {
            "server-hosts": f"127.0.0.1:{self.port}",
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": str(folder / "users"),
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
            "storage-filesystem-folder": str(folder / "collections"),
            "logging-level": "error",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", "", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.wait()

    def wait(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError("Radicale does not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def client(self):
        """The second client: the `caldav` library, which shares no code with ours."""
        return caldav.DAVClient(url=self.url, username=USER, password=PASSWORD)


@pytest.fixture(scope="module")
def radicale(tmp_path_factory):
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    yield server
    server.stop()


@pytest.fixture
def their_calendar(radicale):
    """A fresh calendar, as the second client sees it."""
    with radicale.client() as client:
        calendar = client.principal().make_calendar(name="Work")
        yield calendar
        calendar.delete()


@pytest.fixture
def mara(db):
    return factories.UserFactory(name="Mara Olsen", email="mara@staff.example", time_zone="Europe/Zurich")


@pytest.fixture
def zurich():
    return zoneinfo.ZoneInfo("Europe/Zurich")


@pytest.fixture
def account(mara, radicale, their_calendar):
    """Our row for that calendar, chosen from the account's list."""
    source = add_source(user=mara, name="", address=radicale.url, username=USER, password=PASSWORD)
    assert sync_source(source=source) == "found"
    source.refresh_from_db()
    return choose_calendar(source=source, address=source.found[0]["address"])


@pytest.fixture
def feed_server():
    with SourceServer() as server:
        yield server
