"""A real Chromium, pages signed in as anybody of the cast, and a failure for every error in the console."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from config.local.bootstrap import BROWSERS
from tests.plugins.servers import wait_for

# From its first use to the end, Playwright keeps an event loop in this thread; Django would take that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Threads of the live server that are answering a request at this moment.
in_flight: set[int] = set()


def note_start(**_: object) -> None:
    if threading.current_thread() is not threading.main_thread():
        in_flight.add(threading.get_ident())


def note_end(**_: object) -> None:
    in_flight.discard(threading.get_ident())


request_started.connect(note_start, dispatch_uid="note_start")
request_finished.connect(note_end, dispatch_uid="note_end")

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
QUIET += ("--disable-sync", "--no-first-run")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Use the system's Chromium where there is one; Playwright's own otherwise."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    arguments = {**browser_type_launch_args, "args": list(QUIET)}
    return {**arguments, "executable_path": found} if found else arguments


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Ask as a British desktop would, so that dates and numbers are the same everywhere.

    And as somebody who wants no motion: a colour on its way from light to dark has neither's contrast.
    """
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/Berlin", "reduced_motion": "reduce"}


@pytest.fixture(autouse=True)
def server_has_answered(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the database only when the live server has answered everything that closed pages still asked."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")
    yield
    if "live_server" in request.fixturenames:
        wait_for(lambda: not in_flight, what="the live server to have answered")


@pytest.fixture
def open_page(context: BrowserContext, live_server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a path, signed in as `user` if one is given.

    The test fails at its end if any page wrote an error to its console or threw one.
    """
    complaints: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))

    context.on("page", watch)

    def open_path(path: str, *, user=None) -> Page:
        if user is not None:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_path
    assert complaints == []
