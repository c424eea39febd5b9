"""Every persona at every address. `make permissions` writes what this finds to docs/permissions.md."""

import logging
import time

import pytest

from config.beat import _key
from config.connections import open_redis
from tests.architecture import matrix
from tests.architecture.world import PERSONAS, build_world

OBSERVED = {}


@pytest.fixture
def world(db, settings):
    # Thousands of requests from one address are this test, not an attack.
    settings.ACCOUNT_RATE_LIMITS = False
    with open_redis(seconds=1) as client:
        client.set(_key("heartbeat"), time.time())
        logging.disable(logging.CRITICAL)
        yield build_world()
        logging.disable(logging.NOTSET)
        client.delete(_key("heartbeat"))


def test_world_has_a_row_for_every_address(world):
    assert list(matrix.leading_nowhere(world)) == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_persona_gets_what_the_page_says(persona, world):
    observed = matrix.column_of(persona, world)

    assert len(observed) > 300
    assert [key for key, status in observed.items() if status.startswith("5")] == []
    if matrix.wants_writing():
        OBSERVED[persona] = observed
        if set(OBSERVED) == set(PERSONAS):
            matrix.write_page(OBSERVED)
    else:
        written = matrix.columns_in_page()[persona]
        drift = "\n".join(matrix.differences(persona, observed, written))
        assert drift == "", "run `make permissions`, read the difference and commit it"


def test_nobody_gets_in_where_a_permission_is_asked_for():
    written = matrix.columns_in_page()["nobody"]
    asked = matrix.guards()
    let_in = {
        f"{method} {address}"
        for (group, method, address), status in written.items()
        if status not in matrix.TURNED_AWAY and asked[group, address] not in {"", "open to all"}
    }

    assert len(written) > 200
    assert let_in == set()


def test_every_address_of_ours_lets_somebody_in():
    """Else the world lacks the row it would show, or nobody can use it."""
    named = {(group, address) for group, _, address in matrix.columns_in_page()["admin"]}
    ours = {key for key, asked in matrix.guards().items() if asked}

    assert len(ours) > 100
    # The last is there only where a mail service is chosen; tests/candidates/outreach/test_webhooks.py shows whom it lets in.
    assert ours - named == {("api", "/api/"), ("candidates", "/mail/inbound/")}


def test_blind_and_uninvolved_get_nothing_of_an_application():
    columns = matrix.columns_in_page()
    involved = (
        "/applications/<uuid:application>/",
        "/interviews/<uuid:interview>/",
        "/interviews/scorecards/",
        "/decisions/",
        "/interviews/attempts/",
        "/interviews/exam-invitations/",
    )
    let_in = [
        f"{persona}: {method} {address}"
        for persona in ("other_interviewer", "other_manager", "nobody")
        for (_, method, address), status in columns[persona].items()
        if address.startswith(involved) and status not in matrix.TURNED_AWAY
    ]

    assert any(address.startswith(involved) for _, _, address in columns["nobody"])
    assert let_in == []


def test_settings_are_for_admins_only():
    columns = matrix.columns_in_page()
    rows = [key for key in columns["admin"] if key[2].startswith("/settings/")]

    assert len(rows) > 10
    assert [
        key
        for key in rows
        for persona in PERSONAS
        if persona != "admin" and columns[persona][key] not in matrix.TURNED_AWAY
    ] == []
