import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.reminders.quiet import Hours, add_working_days, is_quiet, next_allowed, next_working_morning

ZURICH = zoneinfo.ZoneInfo("Europe/Zurich")
ZONES = ["UTC", "Europe/Zurich", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo"]
NIGHT = Hours(ZURICH, dt.time(19), dt.time(8))


def zurich(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-20T10:00", "2026-11-20T10:00"),  # a Friday morning
        ("2026-11-19T20:30", "2026-11-20T08:00"),  # Thursday evening: Friday morning
        ("2026-11-19T03:00", "2026-11-19T08:00"),  # before dawn: the same day
        ("2026-11-20T19:00", "2026-11-23T08:00"),  # Friday evening: Monday
        ("2026-11-21T12:00", "2026-11-23T08:00"),  # Saturday noon is no time to write
        ("2026-11-22T23:59", "2026-11-23T08:00"),
    ],
)
def test_next_allowed_waits_for_working_hours(moment, expected):
    assert next_allowed(zurich(moment), NIGHT) == zurich(expected)


def test_next_allowed_judges_date_and_time_together():
    # 23:30 UTC on Thursday is Friday 12:30 in Auckland: a time of day compared without its date would wait a day.
    auckland = Hours(zoneinfo.ZoneInfo("Pacific/Auckland"), dt.time(19), dt.time(8))
    moment = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)

    assert next_allowed(moment, auckland) == moment


def test_quiet_hours_within_a_day_and_over_midnight():
    noon_nap = Hours(ZURICH, dt.time(12), dt.time(14))

    assert [is_quiet(dt.time(hour), noon_nap) for hour in (11, 12, 13, 14)] == [False, True, True, False]
    assert [is_quiet(dt.time(hour), NIGHT) for hour in (7, 8, 18, 19, 0)] == [True, False, False, True, True]


def test_equal_ends_mean_never_quiet():
    never = Hours(ZURICH, dt.time(8), dt.time(8))

    assert next_allowed(zurich("2026-11-20T03:00"), never) == zurich("2026-11-20T03:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-20T08:59", "2026-11-20T09:00"),
        ("2026-11-20T09:00", "2026-11-23T09:00"),  # strictly after, and over the weekend
        ("2026-11-18T17:00", "2026-11-19T09:00"),
    ],
)
def test_next_working_morning(moment, expected):
    assert next_working_morning(zurich(moment), NIGHT) == zurich(expected)


def test_add_working_days_skips_the_weekend():
    assert add_working_days(zurich("2026-11-19T15:00"), 3, ZURICH) == zurich("2026-11-24T15:00")


def test_add_working_days_keeps_local_time_over_a_clock_change():
    # Clocks go back on Sunday 25 October 2026.
    assert add_working_days(zurich("2026-10-23T15:00"), 1, ZURICH) == zurich("2026-10-26T15:00")


times = st.times(min_value=dt.time(0), max_value=dt.time(23, 59)).map(
    lambda time: time.replace(second=0, microsecond=0)
)


@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31), timezones=st.just(dt.UTC)),
    st.sampled_from(ZONES),
    times,
    times,
)
def test_next_allowed_is_never_in_quiet_hours_nor_at_the_weekend_nor_in_the_past(moment, zone, quiet_from, quiet_until):
    hours = Hours(zoneinfo.ZoneInfo(zone), quiet_from, quiet_until)

    allowed = next_allowed(moment, hours)

    local = allowed.astimezone(hours.zone)
    assert allowed >= moment
    assert local.weekday() < 5
    # In a spring gap the clock jumps over the hour at which the quiet ends, never into it.
    assert not is_quiet(local.time(), hours) or local.utcoffset() != moment.astimezone(hours.zone).utcoffset()
    assert allowed - moment <= dt.timedelta(days=4)
