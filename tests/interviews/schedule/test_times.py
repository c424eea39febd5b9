import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.schedule.times import (
    NoSuchTime,
    comes_twice,
    day_around,
    moment_of,
    other_clocks,
    slot_in_words,
    week_around,
    week_name,
    week_named,
)

ZURICH = zoneinfo.ZoneInfo("Europe/Zurich")
LONDON = zoneinfo.ZoneInfo("Europe/London")
ZONES = st.sampled_from(["UTC", "Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]).map(
    zoneinfo.ZoneInfo
)


def test_time_that_the_clocks_skip_does_not_exist():
    with pytest.raises(NoSuchTime, match=r"02:30 does not exist on Sun 28 Mar 2027"):
        moment_of(dt.date(2027, 3, 28), dt.time(2, 30), ZURICH)


def test_time_that_comes_twice_means_the_first():
    moment = moment_of(dt.date(2027, 10, 31), dt.time(2, 30), ZURICH)

    assert moment.astimezone(dt.UTC) == dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)
    assert comes_twice(moment)
    assert not comes_twice(moment_of(dt.date(2027, 10, 31), dt.time(4, 30), ZURICH))


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.times(), ZONES)
def test_moment_of_shows_what_was_typed_or_does_not_exist(day, time, zone):
    try:
        moment = moment_of(day, time, zone)
    except NoSuchTime:
        return
    shown = moment.astimezone(dt.UTC).astimezone(zone)
    assert (shown.date(), shown.time()) == (day, time)


@given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)), ZONES)
def test_day_and_week_hold_the_moment(moment, zone):
    moment = moment.replace(tzinfo=dt.UTC).astimezone(zone)

    day, week = day_around(moment), week_around(moment)

    assert day[0] <= moment < day[1]
    assert week[0] <= day[0] <= day[1] <= week[1]
    assert week[0].weekday() == 0
    assert week_named(week_name(moment), zone) == week[0]


@pytest.mark.parametrize("name", ["", "2027-W60", "2027-W00", "0001-W01", "9999-W53", "2027-09", "W", "2027-W09-1"])
def test_week_that_does_not_exist_is_none(name):
    assert week_named(name, ZURICH) is None


@pytest.mark.parametrize(
    ("start", "minutes", "words"),
    [
        (dt.datetime(2027, 3, 2, 14, 0, tzinfo=ZURICH), 45, "Tue 2 Mar 2027, 14:00–14:45 CET"),
        (dt.datetime(2027, 3, 2, 23, 30, tzinfo=ZURICH), 60, "Tue 2 Mar 2027, 23:30–Wed 3 Mar 2027, 00:30 CET"),
        (dt.datetime(2027, 3, 28, 1, 30, tzinfo=ZURICH), 60, "Sun 28 Mar 2027, 01:30 CET–03:30 CEST"),
    ],
)
def test_slot_in_words(start, minutes, words):
    end = start.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)

    assert slot_in_words(start, end, ZURICH) == words


def test_other_clocks_names_only_those_that_differ():
    start = dt.datetime(2027, 3, 2, 14, 0, tzinfo=ZURICH)
    people = [("Ada", ZURICH), ("Mara", LONDON), ("Jo", LONDON), ("Ben", zoneinfo.ZoneInfo("Europe/Paris"))]

    told = other_clocks(start, start + dt.timedelta(minutes=45), people, ZURICH)

    assert told == [("Tue 2 Mar 2027, 13:00–13:45 GMT", ["Mara", "Jo"])]
