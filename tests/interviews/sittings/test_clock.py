"""Time: the server's, with extra time, grace for a lost connection, and nothing gained by a wrong or lying clock."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.sittings.clock import (
    GRACE,
    KEPT_FOR,
    TRANSIT,
    Arrival,
    Clock,
    arrival,
    minutes_allowed,
    seconds_left,
    time_in_words,
    typed_at,
)

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DEADLINE = START + dt.timedelta(minutes=40)
SECOND = dt.timedelta(seconds=1)
spans = st.timedeltas(min_value=dt.timedelta(days=-30), max_value=dt.timedelta(days=30))


def arrived(after_deadline, age=dt.timedelta(0), submitted_at=None):
    return arrival(
        started_at=START,
        deadline=DEADLINE,
        submitted_at=submitted_at,
        received_at=DEADLINE + after_deadline,
        age=age,
    )


@pytest.mark.parametrize(("minutes", "extra", "allowed"), [(40, 0, 40), (40, 25, 50), (41, 25, 52), (1, 200, 3)])
def test_extra_time_is_rounded_up(minutes, extra, allowed):
    assert minutes_allowed(minutes, extra) == allowed
    assert Clock(START, minutes, extra).deadline == START + dt.timedelta(minutes=allowed)


@pytest.mark.parametrize(("minutes", "extra"), [(0, 0), (40, -1), (40, 201)])
def test_impossible_clock_is_refused(minutes, extra):
    with pytest.raises(ValueError, match="extra time is 0 to 200 percent"):
        Clock(START, minutes, extra)


def test_what_arrives_by_the_deadline_counts():
    assert arrived(dt.timedelta(0)) == Arrival.IN_TIME
    assert arrived(-10 * SECOND) == Arrival.IN_TIME
    assert arrived(TRANSIT) == Arrival.IN_TIME


def test_what_was_typed_before_the_deadline_counts_within_the_grace():
    assert arrived(GRACE, age=GRACE) == Arrival.IN_GRACE
    assert arrived(GRACE + SECOND, age=GRACE + SECOND) == Arrival.LATE


def test_what_was_typed_after_the_deadline_does_not_count():
    assert arrived(TRANSIT + SECOND) == Arrival.LATE
    assert arrived(60 * SECOND, age=59 * SECOND) == Arrival.LATE


def test_after_a_week_nothing_is_taken():
    assert arrived(KEPT_FOR) == Arrival.LATE
    assert arrived(KEPT_FOR + SECOND) == Arrival.REFUSED


def test_once_handed_in_nothing_more_counts():
    handed_in = DEADLINE - dt.timedelta(minutes=10)

    assert arrived(-dt.timedelta(minutes=5), submitted_at=handed_in) == Arrival.LATE
    assert arrived(-dt.timedelta(minutes=11), submitted_at=handed_in) == Arrival.IN_TIME


@given(after=spans, age=spans)
def test_no_clock_stretches_the_time_beyond_the_grace(after, age):
    if arrived(after, age).counts:
        assert after <= GRACE
        assert after <= TRANSIT or typed_at(START, DEADLINE + after, age) <= DEADLINE


@given(received=spans, age=spans)
def test_typed_neither_before_the_start_nor_in_the_future(received, age):
    moment = typed_at(START, START + received, age)

    assert START <= moment <= max(START + received, START)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "Time is up"),
        (0, "Time is up"),
        (59, "Less than a minute left"),
        (60, "1 minute left"),
        (61, "2 minutes left"),
        (3600, "1 h left"),
        (3601, "1 h 1 min left"),
    ],
)
def test_time_left_is_said_calmly(seconds, words):
    assert time_in_words(seconds) == words


def test_seconds_left_are_never_negative():
    assert seconds_left(DEADLINE, DEADLINE + SECOND) == 0
    assert seconds_left(DEADLINE, DEADLINE - 90 * SECOND) == 90


def test_clock_closes_after_the_grace():
    assert Clock(START, 40, 25).closes_at == START + dt.timedelta(minutes=50) + GRACE
