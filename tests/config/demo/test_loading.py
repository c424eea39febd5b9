"""When the demo is loaded, when it is refused, and what the command says."""

import datetime as dt
import io
import random

import pytest
from django.core.management import CommandError, call_command

from candidates.models import Candidate
from config.demo import company
from config.demo.loading import Arrivals
from tests import factories
from workspace.models import User

NOW = dt.datetime(2026, 11, 20, 16, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def test_command_loads_and_shows_sign_ins_then_only_shows_them():
    first, second = io.StringIO(), io.StringIO()

    call_command("load_demo", candidates=40, show_sign_ins=True, stdout=first)
    call_command("load_demo", show_sign_ins=True, stdout=second)

    lines = first.getvalue().splitlines()
    assert lines[1].split() == ["Recruiter", "tomasz@kestrelharbour.example", company.PASSWORD]
    assert len(lines) == 4
    assert second.getvalue() == first.getvalue()
    assert Candidate.objects.count() == 40


def test_command_takes_the_moment_its_year_ends():
    call_command("load_demo", "--now", "2025-03-04T12:00", "--candidates", "40", stdout=io.StringIO())

    newest = Candidate.objects.order_by("-created_at")[0]
    assert dt.datetime(2025, 1, 1, tzinfo=dt.UTC) < newest.created_at <= dt.datetime(2025, 3, 4, 12, tzinfo=dt.UTC)


def test_command_refuses_a_moment_that_is_none():
    with pytest.raises(CommandError, match="“teatime” is not a moment"):
        call_command("load_demo", "--now", "teatime")


def test_load_refuses_beside_candidates_unless_asked_to_add():
    factories.CandidateFactory()

    with pytest.raises(CommandError, match="To put the demo beside them all the same: --add"):
        call_command("load_demo", candidates=40)
    call_command("load_demo", candidates=40, add=True, stdout=io.StringIO())

    assert Candidate.objects.count() == 41


def test_load_refuses_to_come_twice():
    factories.UserFactory(email=company.staff()[0].email)

    with pytest.raises(CommandError, match="is here already"):
        call_command("load_demo", candidates=40, add=True)


def test_load_refuses_too_few():
    with pytest.raises(CommandError, match="needs at least 32 candidates"):
        call_command("load_demo", candidates=12)


@pytest.mark.parametrize("count", [60, 130])
def test_the_same_seed_is_the_same_year_and_another_is_not(count):
    def story(seed):
        arrivals = Arrivals(random.Random(seed), NOW, count).everybody()
        return [(one.person, one.channel, [walk.moves for walk in one.walks]) for one in arrivals]

    assert len(story(7)) == count
    assert story(7) == story(7)
    assert story(7) != story(8)


def test_demo_is_not_loaded_where_people_come_over_https_unless_told_so(db, settings):
    settings.HTTPS = True

    with pytest.raises(CommandError, match="--in-production"):
        call_command("load_demo", candidates=40)
    assert not User.objects.exists()
    call_command("load_demo", candidates=40, in_production=True, stdout=io.StringIO())
    assert User.objects.exists()
