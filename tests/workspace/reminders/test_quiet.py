import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.reminders.quiet import (
    Absence,
    Hours,
    add_working_days,
    is_quiet,
    later_by,
    next_allowed,
    next_working_morning,
    there_on,
)

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


def away(first, last=None, opens=None, closes=None):
    part = [dt.time(one) if one is not None else None for one in (opens, closes)]
    return Absence(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first), *part)


def but(*absences):
    return Hours(ZURICH, dt.time(19), dt.time(8), absences)


@pytest.mark.parametrize(
    ("moment", "absences", "expected"),
    [
        ("2026-11-18T15:00", [away("2026-11-18")], "2026-11-19T08:00"),  # a Wednesday off
        ("2026-11-17T15:00", [away("2026-11-18")], "2026-11-17T15:00"),  # the day before
        ("2026-11-19T10:00", [away("2026-11-19", "2026-11-20")], "2026-11-23T08:00"),  # runs into the weekend
        (
            "2026-11-18T08:30",
            [away("2026-11-18", opens=13, closes=17)],
            "2026-11-18T13:00",
        ),  # there in the afternoon alone
        ("2026-11-18T14:00", [away("2026-11-18", opens=13, closes=17)], "2026-11-18T14:00"),
        (
            "2026-11-18T14:00",
            [away("2026-11-18", opens=9, closes=12)],
            "2026-11-19T08:00",
        ),  # there in the morning alone
        ("2026-11-18T18:30", [away("2026-11-18", opens=13, closes=0)], "2026-11-18T18:30"),  # until midnight
        ("2026-11-18T14:00", [away("2026-11-18"), away("2026-11-18", opens=9, closes=17)], "2026-11-19T08:00"),
        ("2026-11-21T10:00", [away("2026-11-21", opens=9, closes=17)], "2026-11-23T08:00"),  # a Saturday with hours
        ("2026-10-23T15:00", [away("2026-10-23")], "2026-10-26T08:00"),  # clocks go back on Sunday 25 October
        ("2027-03-26T15:00", [away("2027-03-26", "2027-03-29")], "2027-03-30T08:00"),  # and forward on Sunday 28 March
    ],
)
def test_next_allowed_waits_for_who_is_off(moment, absences, expected):
    assert next_allowed(zurich(moment), but(*absences)) == zurich(expected)


@pytest.mark.parametrize(
    ("moment", "absences", "expected"),
    [
        ("2026-11-17T15:00", [away("2026-11-18")], "2026-11-19T09:00"),
        ("2026-11-17T15:00", [away("2026-11-18", opens=13, closes=17)], "2026-11-18T13:00"),  # when they come
        ("2026-11-17T15:00", [away("2026-11-18", opens=7, closes=12)], "2026-11-18T09:00"),
        ("2026-11-17T15:00", [away("2026-11-18", opens=7, closes=9)], "2026-11-19T09:00"),  # gone by nine
        ("2026-11-20T15:00", [away("2026-11-23")], "2026-11-24T09:00"),  # a Monday off
        ("2027-03-26T15:00", [away("2027-03-29")], "2027-03-30T09:00"),  # over a change of the clocks
    ],
)
def test_next_working_morning_waits_for_who_is_off(moment, absences, expected):
    assert next_working_morning(zurich(moment), but(*absences)) == zurich(expected)


def test_add_working_days_leaves_days_off_out_and_counts_part_days():
    friday_off, part = away("2026-11-20"), away("2026-11-23", opens=9, closes=12)

    assert add_working_days(zurich("2026-11-19T15:00"), 2, ZURICH, (friday_off, part)) == zurich("2026-11-24T15:00")
    assert add_working_days(zurich("2026-10-23T15:00"), 1, ZURICH, (away("2026-10-26"),)) == zurich("2026-10-27T15:00")


@pytest.mark.parametrize(
    ("moment", "long", "absences", "expected"),
    [
        ("2026-11-17T14:00", 36, [], "2026-11-19T02:00"),
        ("2026-11-17T14:00", 36, [away("2026-11-18")], "2026-11-20T02:00"),
        ("2026-11-17T14:00", 36, [away("2026-11-18", opens=13, closes=17)], "2026-11-19T02:00"),  # part of a day counts
        ("2026-11-20T14:00", 36, [], "2026-11-24T02:00"),  # over the weekend
        ("2026-11-21T14:00", 0, [], "2026-11-23T00:00"),
        ("2026-10-23T14:00", 24, [away("2026-10-26")], "2026-10-27T14:00"),  # over a change of the clocks
        ("2026-11-17T14:00", 36, [away("2026-11-18", "2027-11-18")], "2026-11-19T02:00"),  # not waited for
    ],
)
def test_later_by_leaves_out_the_days_on_which_nobody_is_there(moment, long, absences, expected):
    assert later_by(zurich(moment), dt.timedelta(hours=long), but(*absences)) == zurich(expected)


def test_who_is_away_for_longer_than_four_weeks_is_not_waited_for():
    start = zurich("2026-11-18T15:00")
    short, long = away("2026-11-18", "2026-12-15"), away("2026-11-18", "9999-12-31")

    assert next_allowed(start, but(short)) == zurich("2026-12-16T08:00")
    assert next_allowed(start, but(long)) == start
    assert next_working_morning(start, but(long)) == zurich("2026-11-19T09:00")
    assert add_working_days(start, 3, ZURICH, (long,)) == zurich("2026-11-23T15:00")


part_days = st.one_of(
    st.just((None, None)),
    st.tuples(times, times).map(sorted).filter(lambda two: two[0] < two[1]).map(tuple),
    times.map(lambda opens: (opens, dt.time(0))),
)
# At most two of at most eight days: never so long that nobody is waited for.
days_off = st.lists(st.tuples(st.integers(-4, 20), st.integers(0, 7), part_days), max_size=2)


@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31), timezones=st.just(dt.UTC)),
    st.sampled_from([*ZONES, "Africa/Cairo"]),  # in Cairo the clocks change on a Friday
    times,
    times,
    days_off,
)
def test_nobody_is_disturbed_while_they_are_away(moment, zone, quiet_from, quiet_until, days):
    absences = tuple(
        Absence(moment.date() + dt.timedelta(first), moment.date() + dt.timedelta(first + more), *part)
        for first, more, part in days
    )
    hours = Hours(zoneinfo.ZoneInfo(zone), quiet_from, quiet_until, absences)

    allowed, morning = next_allowed(moment, hours), next_working_morning(moment, hours)

    assert moment <= allowed
    assert moment < morning
    assert not is_quiet(allowed.astimezone(hours.zone).time(), hours)
    for found in (allowed, morning):
        local = found.astimezone(hours.zone)
        opens, closes = there_on(local.date(), absences)
        assert opens <= local.time()
        assert closes == dt.time(0) or local.time() < closes
