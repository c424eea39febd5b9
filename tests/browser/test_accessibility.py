"""Every page a person can open, looked at by axe: wide and light, narrow and dark. A new page joins by being in docs/permissions.md."""

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
from tests.browser.looking import WIDE, faults_at_both_widths, show

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

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


def stops(world, group):
    """Every page of a group that answers somebody with a whole HTML page, once; home once for each persona."""
    columns = matrix.columns_in_page()
    for address in addresses():
        key = (matrix.group_of(address), "GET", matrix.said(address))
        if key[0] != group:
            continue
        lookers = [persona for persona in LOOKERS if columns[persona].get(key) == "200"]
        query = urlencode(world.also.get(address.route, {}))
        for persona in lookers if address.route == "" else lookers[:1]:
            stop = Stop(matrix.path_to(address, world) + (f"?{query}" if query else ""), persona)
            if is_a_page(stop, world):
                yield stop
    if group == "workspace":
        yield Stop("/nothing-here/", "recruiter")


def is_a_page(stop, world):
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = world.sessions.get(stop.persona, "")
    with transaction.atomic():
        response = client.get(stop.path)
        start = b"".join(response)[:200]
        transaction.set_rollback(True)
    return response["Content-Type"].startswith("text/html") and b"<html" in start


@pytest.mark.parametrize("group", [group for group in matrix.GROUPS if group not in ELSEWHERE])
def test_every_page_can_be_used_by_everybody_and_fits_a_phone(group, world, live_server, context):
    page = context.new_page()
    way = list(stops(world, group))
    faults = []

    for stop in way:
        context.clear_cookies()
        if session := world.sessions.get(stop.persona):
            name = django_settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
        show(page, size=WIDE, scheme="light")
        page.goto(live_server.url + stop.path)
        faults += [f"{stop.path} as {stop.persona}, {fault}" for fault in faults_at_both_widths(page)]

    page.goto("about:blank")  # what it still asks for would outlive the database
    assert "\n".join(faults) == ""
    assert len(way) > 3
