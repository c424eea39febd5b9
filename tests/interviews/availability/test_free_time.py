import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.availability.free_time import (
    Caps,
    Exemption,
    Hours,
    Load,
    Opening,
    Span,
    free_spans,
    merged,
    monday_of,
    spans_of,
)

ZURICH = zoneinfo.ZoneInfo("Europe/Zurich")
# With half-hour changes, changes at midnight, both hemispheres, and none at all.
ZONES = [
    zoneinfo.ZoneInfo(name)
    for name in ("UTC", "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata")
]
OFFICE = (Opening(dt.time(9), dt.time(12)), Opening(dt.time(13), dt.time(17)))


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def span(start, end):
    return Span(utc(start), utc(end))


def hours(weekly=None, zone=ZURICH, **fields):
    return Hours(zone=zone, weekly=dict.fromkeys(range(5), OFFICE) if weekly is None else weekly, **fields)


def test_free_spans_are_the_hours_less_what_is_taken():
    day = span("2026-11-23T00:00", "2026-11-24T00:00")

    found = free_spans(day, hours(), [span("2026-11-23T09:00", "2026-11-23T10:00")])

    # 9:00 in Zurich is 8:00 UTC in winter.
    assert found == (
        span("2026-11-23T08:00", "2026-11-23T09:00"),
        span("2026-11-23T10:00", "2026-11-23T11:00"),
        span("2026-11-23T12:00", "2026-11-23T16:00"),
    )


@pytest.mark.parametrize(
    ("exemptions", "found"),
    [
        ([Exemption(dt.date(2026, 11, 23), dt.date(2026, 11, 23))], ()),
        (
            [Exemption(dt.date(2026, 11, 20), dt.date(2026, 11, 25), (Opening(dt.time(10), dt.time(11)),))],
            (span("2026-11-23T09:00", "2026-11-23T10:00"),),
        ),
        (
            [
                Exemption(dt.date(2026, 11, 23), dt.date(2026, 11, 23)),
                Exemption(dt.date(2026, 11, 23), dt.date(2026, 11, 23), (Opening(dt.time(10), dt.time(11)),)),
            ],
            (),
        ),
    ],
    ids=["off", "other hours", "a holiday stays one"],
)
def test_exemptions_stand_in_for_the_weekly_hours(exemptions, found):
    assert free_spans(span("2026-11-23T00:00", "2026-11-24T00:00"), hours(exceptions=exemptions), []) == found


def test_nothing_is_free_before_the_first_and_after_the_last_day():
    week = span("2026-11-23T00:00", "2026-11-28T00:00")

    found = free_spans(week, hours(first_day=dt.date(2026, 11, 24), last_day=dt.date(2026, 11, 24)), [])

    assert found == (
        span("2026-11-24T08:00", "2026-11-24T11:00"),
        span("2026-11-24T12:00", "2026-11-24T16:00"),
    )


def test_an_opening_that_closes_at_midnight_ends_the_day():
    assert spans_of(dt.date(2026, 11, 23), Opening(dt.time(22), dt.time(0)), ZURICH) == span(
        "2026-11-23T21:00", "2026-11-23T23:00"
    )


@pytest.mark.parametrize(
    ("opens", "closes", "found"),
    [
        # 29 March 2026: 02:00 becomes 03:00, at 01:00 UTC. 25 October: 03:00 becomes 02:00, at 01:00 UTC.
        ("2026-03-29T00:00", "2026-03-29T08:00", ("2026-03-28T23:00", "2026-03-29T06:00")),
        ("2026-03-29T02:30", "2026-03-29T08:00", ("2026-03-29T01:30", "2026-03-29T06:00")),
        ("2026-03-29T00:00", "2026-03-29T02:30", ("2026-03-28T23:00", "2026-03-29T00:30")),
        ("2026-10-25T00:00", "2026-10-25T08:00", ("2026-10-24T22:00", "2026-10-25T07:00")),
        ("2026-10-25T02:30", "2026-10-25T08:00", ("2026-10-25T01:30", "2026-10-25T07:00")),
        ("2026-10-25T00:00", "2026-10-25T02:30", ("2026-10-24T22:00", "2026-10-25T00:30")),
    ],
)
def test_openings_over_a_change_of_the_clocks(opens, closes, found):
    first, last = dt.datetime.fromisoformat(opens), dt.datetime.fromisoformat(closes)

    assert spans_of(first.date(), Opening(first.time(), last.time()), ZURICH) == span(*found)


def clock_times():
    return st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


def openings():
    pairs = st.tuples(clock_times(), clock_times()).filter(lambda pair: pair[0] < pair[1] or pair[1] == dt.time(0))
    return st.lists(st.builds(lambda pair: Opening(*pair), pairs), max_size=3).map(tuple)


# Around the changes of the clocks of 2026 in these zones, and an ordinary week.
STARTS = [
    "2026-03-07T12:00",
    "2026-03-28T00:00",
    "2026-04-03T00:00",
    "2026-09-04T00:00",
    "2026-10-02T12:00",
    "2026-10-24T00:00",
    "2026-10-31T12:00",
    "2026-07-01T00:00",
]


@st.composite
def weeks(draw):
    start = utc(draw(st.sampled_from(STARTS))) + dt.timedelta(minutes=draw(st.integers(0, 2000)))
    within = Span(start, start + dt.timedelta(minutes=draw(st.integers(0, 4 * 24 * 60))))
    days = [within.start.date() + dt.timedelta(days=n) for n in range(-1, 5)]
    exemptions = [
        Exemption(day, day, draw(openings())) for day in draw(st.lists(st.sampled_from(days), max_size=2, unique=True))
    ]
    known = Hours(
        zone=draw(st.sampled_from(ZONES)),
        weekly={day: draw(openings()) for day in range(7)},
        exceptions=exemptions,
        first_day=draw(st.none() | st.sampled_from(days)),
        last_day=draw(st.none() | st.sampled_from(days)),
    )
    at = st.integers(-600, 4 * 24 * 60).map(lambda minutes: within.start + dt.timedelta(minutes=minutes))
    busy = [
        Span(first, first + dt.timedelta(minutes=draw(st.integers(0, 300)))) for first in draw(st.lists(at, max_size=5))
    ]
    return within, known, busy


def is_open(moment, known):
    """Whether the clock shows a time within the hours; the slow and plain way."""
    local = moment.astimezone(known.zone)
    return any(
        one.opens <= local.time() and (local.time() < one.closes or one.closes == dt.time(0))
        for one in known.openings_on(local.date())
    )


@given(weeks())
def test_free_time_is_never_taken_and_always_within_the_hours(week):
    within, known, busy = week

    found = free_spans(within, known, busy)

    assert list(found) == merged(found)
    for free in found:
        assert within.holds(free)
        assert not any(free.overlaps(one) for one in busy if one.start < one.end)
        moment = free.start
        while moment < free.end:
            assert is_open(moment, known), moment
            moment += dt.timedelta(minutes=7)
        assert is_open(free.end - dt.timedelta(microseconds=1), known)


@given(weeks())
def test_away_from_changes_of_the_clocks_nothing_free_is_missed(week):
    within, known, busy = week
    known = Hours(zoneinfo.ZoneInfo("Asia/Kolkata"), known.weekly, known.exceptions, known.first_day, known.last_day)

    found = free_spans(within, known, busy)

    moment = within.start
    while moment < within.end:
        is_free = is_open(moment, known) and not any(one.start <= moment < one.end for one in busy)
        assert is_free == any(one.start <= moment < one.end for one in found), moment
        moment += dt.timedelta(minutes=13)


@given(
    st.lists(st.datetimes(dt.datetime(2026, 3, 1), dt.datetime(2026, 4, 30), timezones=st.just(dt.UTC)), max_size=30),
    st.sampled_from(ZONES),
    st.integers(0, 4),
    st.integers(0, 8),
)
def test_taking_interviews_while_there_is_room_never_passes_a_cap(starts, zone, a_day, a_week):
    caps, taken = Caps(a_day, a_week), []

    for start in starts:
        if Load.of(taken, zone).has_room(start.astimezone(zone).date(), caps):
            taken.append(start)

    days = [start.astimezone(zone).date() for start in taken]
    assert all(days.count(day) <= a_day for day in days)
    mondays = [monday_of(day) for day in days]
    assert all(mondays.count(monday) <= a_week for monday in mondays)
