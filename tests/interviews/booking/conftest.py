"""A candidate with two interviews to choose times for, and the people who would hold them."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone

from interviews.booking.actions import Wanted, offer_times
from tests import factories

ZURICH = zoneinfo.ZoneInfo("Europe/Zurich")


def soon(days, hour, minute=0):
    """A moment some days ahead, in UTC, on the quarter."""
    day = timezone.now().date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC)


@pytest.fixture
def mara(db):
    return factories.UserFactory(name="Mara Olsen", email="mara@staff.example", time_zone="Europe/Zurich")


@pytest.fixture
def jonas(db):
    return factories.UserFactory(name="Jonas Weber", email="jonas@staff.example", time_zone="America/New_York")


@pytest.fixture
def kits(db):
    return [
        factories.KitFactory(
            slug=slug,
            name=f"Secret kit {slug}",
            assessment_type__name=name,
            assessment_type__slug=slug,
            tell_candidate=f"Bring nothing for {name.lower()}.",
            minutes=60,
        )
        for slug, name in (("pairing", "Pair coding"), ("theory", "ML theory"))
    ]


@pytest.fixture
def candidate(db):
    person = factories.CandidateFactory(name="Elin Vasquez", time_zone="America/Los_Angeles")
    factories.IdentityFactory(candidate=person, kind="email", value="elin@vasquez.example")
    return person


@pytest.fixture
def application(role, candidate):
    return factories.ApplicationFactory(role=role, candidate=candidate)


@pytest.fixture
def loop_at(kits, mara, jonas):
    """Return a function that gives a choice of both interviews, one after the other, from a moment on."""

    def choice(start, people=None):
        first, second = people or (mara, jonas)
        return [
            Wanted(0, kits[0], start, 60, [first]),
            Wanted(1, kits[1], start + dt.timedelta(minutes=75), 60, [second]),
        ]

    return choice


@pytest.fixture
def booking(application, loop_at, recruiter):
    """Three days to choose from."""
    return offer_times(
        application=application,
        choices=[loop_at(soon(days, 14)) for days in (4, 5, 6)],
        expires_at=timezone.now() + dt.timedelta(days=3),
        words="We look forward to it.",
        location="https://meet.example/room",
        by=recruiter,
    )
