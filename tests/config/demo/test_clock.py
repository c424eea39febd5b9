"""Working hours, and a diary that never books anybody twice."""

import datetime as dt
import random
import zoneinfo

import pytest

from config.demo.clock import Diary, working_moment

LISBON = zoneinfo.ZoneInfo("Europe/Lisbon")
KOLKATA = zoneinfo.ZoneInfo("Asia/Kolkata")
FRIDAY = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("hours", range(0, 24 * 8, 5))
@pytest.mark.parametrize("zone", [LISBON, KOLKATA])
def test_working_moment_lies_soon_after_in_working_hours(hours, zone):
    asked = FRIDAY + dt.timedelta(hours=hours)

    found = working_moment(asked, zone, random.Random(hours))

    local = found.astimezone(zone)
    assert local.weekday() < 5
    assert 9 <= local.hour < 17
    assert dt.timedelta(hours=-8) < found - asked < dt.timedelta(days=4)


def test_working_moment_within_hours_keeps_the_hour():
    found = working_moment(FRIDAY, LISBON, random.Random(1))

    assert found.replace(second=0) == FRIDAY


def test_diary_never_gives_two_places_at_once():
    diary, rng, taken = Diary(), random.Random(3), []

    for number in range(60):
        people = rng.sample(["asha", "dev", "ruth"], 2)
        start = diary.book(people, LISBON, FRIDAY, 60, rng)
        taken += [(who, start, start + dt.timedelta(minutes=60), number) for who in people]

    clashes = [
        (one, other)
        for one in taken
        for other in taken
        if one[0] == other[0] and one[3] < other[3] and one[1] < other[2] and other[1] < one[2]
    ]
    assert clashes == []


def test_diary_copy_can_be_thrown_away():
    diary, rng = Diary(), random.Random(3)
    copy = diary.copy()
    copy.book(["asha"], LISBON, FRIDAY, 45, rng)

    assert (diary.load("asha"), copy.load("asha")) == (0, 1)
