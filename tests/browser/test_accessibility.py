"""Every page a person can open, looked at by axe: wide and light, narrow and dark. A new page joins by being in docs/permissions.md."""

import importlib.resources
import logging
from dataclasses import dataclass

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.utils.http import urlencode

from tests.architecture import matrix
from tests.architecture.addresses import addresses
from tests.architecture.world import build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """
async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], elementRef: false });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
}
"""
# Asked with everything unfolded that stays so: a page must fit before a chart has folded its table away, too.
UNFOLD = "document.querySelectorAll('details:not(.menu)').forEach((one) => { one.open = true; })"
SETTLE = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# Who looks at a page, of those it is for: whoever sees most on it first.
LOOKERS = ("recruiter", "hiring_manager", "interviewer", "admin", "other_interviewer", "other_manager", "nobody")
# Not ours: what programs read, and Django's own admin for operators.
ELSEWHERE = ("api", "operator", "health")


@dataclass(frozen=True)
class Stop:
    """A page on the way, and who opens it."""

    path: str
    persona: str


@pytest.fixture
def world(transactional_db, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.CRITICAL)
    yield build_world()
    logging.disable(logging.NOTSET)


def stops(world):
    """Every page that answers somebody with a whole HTML page, once; home once for each persona."""
    columns = matrix.columns_in_page()
    for address in addresses():
        key = (matrix.group_of(address), "GET", matrix.said(address))
        if key[0] in ELSEWHERE:
            continue
        lookers = [persona for persona in LOOKERS if columns[persona].get(key) == "200"]
        query = urlencode(world.also.get(address.route, {}))
        for persona in lookers if address.route == "" else lookers[:1]:
            stop = Stop(matrix.path_to(address, world) + (f"?{query}" if query else ""), persona)
            if is_a_page(stop, world):
                yield stop
    yield Stop("/nothing-here/", "recruiter")


def is_a_page(stop, world):
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = world.sessions.get(stop.persona, "")
    with transaction.atomic():
        response = client.get(stop.path)
        start = b"".join(response)[:200]
        transaction.set_rollback(True)
    return response["Content-Type"].startswith("text/html") and b"<html" in start


def look_at(page, address, stop):
    """What is wrong with one page: loaded wide and light, then made narrow and dark."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(address + stop.path)
    page.evaluate(AXE)
    for how, size in (("wide", WIDE), ("narrow", NARROW)):
        if how == "narrow":
            page.set_viewport_size(size)
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            page.evaluate(SETTLE)
        if page.evaluate(WIDER) > 0:
            yield f"{stop.path} as {stop.persona}, {how}: scrolls sideways"
        for fault in page.evaluate(LOOK, WCAG):
            yield f"{stop.path} as {stop.persona}, {how}: {fault}"
    page.evaluate(UNFOLD)
    page.evaluate(SETTLE)
    if page.evaluate(WIDER) > 0:
        yield f"{stop.path} as {stop.persona}, narrow and unfolded: scrolls sideways"


def test_every_page_can_be_used_by_everybody_and_fits_a_phone(world, live_server, context):
    page = context.new_page()
    way = list(stops(world))
    faults = []

    for stop in way:
        context.clear_cookies()
        if session := world.sessions.get(stop.persona):
            name = django_settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
        faults += look_at(page, live_server.url, stop)

    page.goto("about:blank")  # what it still asks for would outlive the database
    assert "\n".join(faults) == ""
    assert len(way) > 90
