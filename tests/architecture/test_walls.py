"""Whoever is recused from a person learns nothing of them, wherever they look: every address there is, page, list, file and API, is asked."""

import logging
import re
import time

import pytest
from django.conf import settings
from django.test import Client
from django.utils.http import urlencode

from candidates.conflicts.models import Conflict
from candidates.models import Candidate
from config.beat import _key
from config.connections import open_redis
from hiring.models import Application
from interviews.models import Scorecard
from tests.architecture import matrix
from tests.architecture.addresses import addresses
from tests.architecture.world import build_world

NAME = "Zorbatek"
# Addresses without arguments that show more when asked for more.
ALSO = (
    "/search/?q=zorbatek",
    "/candidates/?q=zorbatek",
    "/candidates/?sort=name",
    "/candidates/duplicates/?show=name",
    "/sourcing/outreach/?whose=all",
    "/sourcing/outreach/?whose=all&show=waiting",
    "/sourcing/outreach/?whose=all&show=coming",
    "/sourcing/papers/?show=flagged",
    "/sourcing/encounters/?show=mine",
    "/privacy/untold/?whose=all",
    "/roles/ml-engineer/applications/?standing=any",
    "/roles/ml-engineer/applications/export/?standing=any",
    "/insights/applications/?standing=active",
    "/insights/moves/?way=any",
    "/settings/activity/?kind=looks",
    "/notifications/",
)
RECUSED = ("admin", "recruiter", "hiring_manager", "interviewer")


@pytest.fixture
def world(db, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    with open_redis(seconds=1) as client:
        client.set(_key("heartbeat"), time.time())
        logging.disable(logging.CRITICAL)
        built = build_world()
        for candidate in Candidate.objects.all():
            candidate.name = f"{NAME} {candidate.pk}"
            candidate.save()
        yield built
        logging.disable(logging.NOTSET)
        client.delete(_key("heartbeat"))


def recuse_from_everybody(user, by):
    Conflict.objects.bulk_create(
        Conflict(
            user=user,
            candidate=candidate,
            kind="other",
            state="recused",
            note="Family.",
            decided_by=by,
            decided_at="2026-01-01T00:00Z",
        )
        for candidate in Candidate.objects.filter(merged_into=None)
    )


def answers(world, persona):
    """What every address that can be read answers this persona: what was asked, the status and everything in the answer."""
    paths = [matrix.path_to(one, world) for one in addresses() if "GET" in matrix.methods_of(one)]
    also = {matrix.path_to(one, world): world.also.get(one.route, {}) for one in addresses()}
    for path in [*dict.fromkeys(paths), *ALSO]:
        if path.startswith("/calendars/") and persona != "interviewer":
            continue  # the secret in it is the interviewer's own
        client, headers = Client(), {}
        if path.startswith("/api/v1/"):
            headers["Authorization"] = f"Bearer {world.tokens[persona]}"
        else:
            client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[persona]
        sent = urlencode(also.get(path) or {})
        response = client.get(path, **({"QUERY_STRING": sent} if sent else {}), headers=headers)
        body = b"".join(response) if response.streaming else response.content
        yield f"{path}?{sent}", response.status_code, body.decode("utf-8", "replace")


def hidden_words():
    """The name, and the uuids of everything that is about these people."""
    uuids = [*Candidate.objects.values_list("uuid", flat=True), *Application.objects.values_list("uuid", flat=True)]
    uuids += Scorecard.objects.values_list("uuid", flat=True)
    return [NAME.lower(), *map(str, uuids)]


@pytest.mark.parametrize("persona", RECUSED)
def test_recused_person_reads_nothing_of_them_anywhere(persona, world):
    someone = world.people["other_manager"]
    recuse_from_everybody(world.people[persona], someone)
    # What the address itself says is no news.
    words = hidden_words()

    leaks = []
    for path, _, body in answers(world, persona):
        found = [word for word in words if word not in path.lower() and re.search(word, body, re.IGNORECASE)]
        if found:
            leaks.append(f"{path}: {found[:2]}")

    assert leaks == [], "\n".join(leaks)


def test_who_is_not_recused_does_read_of_them(world):
    shown = [path for path, _, body in answers(world, "recruiter") if NAME in body]

    assert len(shown) > 40
