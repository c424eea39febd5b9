import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.narrowing.periods import Period, last_weeks

TODAY = dt.date(2026, 11, 21)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@given(DAYS, DAYS, DAYS)
def test_the_period_before_is_as_long_and_ends_the_day_before(one, other, today):
    period = Period(min(one, other), max(one, other))

    before = period.before(today)

    # Of a period that is not over only what has passed is compared.
    passed = min(period.last, max(today, period.first))
    assert before.last == period.first - dt.timedelta(days=1)
    assert before.last - before.first == passed - period.first


def test_the_period_before_one_that_goes_on_is_as_long_as_it_has_lasted():
    assert Period(dt.date(2026, 11, 12)).before(TODAY) == Period(dt.date(2026, 11, 2), dt.date(2026, 11, 11))


def test_the_period_before_one_that_has_not_begun_is_the_day_before_it():
    assert Period(dt.date(2027, 1, 1)).before(TODAY) == Period(dt.date(2026, 12, 31), dt.date(2026, 12, 31))


def test_there_is_nothing_before_all_time():
    assert Period(None, TODAY).before(TODAY) is None


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        (None, None, True),
        (dt.date(2026, 9, 1), dt.date(2026, 11, 30), True),
        (dt.date(2026, 9, 2), None, False),
        (None, dt.date(2026, 11, 29), False),
    ],
)
def test_whole_months_are_known(first, last, whole):
    assert Period(first, last).is_of_months is whole


def test_weeks_are_the_mondays_it_touches_and_none_to_come():
    weeks = Period(dt.date(2026, 11, 11), dt.date(2027, 1, 1)).weeks(TODAY, most=10)

    assert weeks == [dt.date(2026, 11, 9), dt.date(2026, 11, 16)]
    assert len(Period().weeks(TODAY, most=10)) == 10


def test_its_moments_hold_both_days_whole():
    period = Period(dt.date(2026, 11, 20), TODAY)

    assert period.begins_at == dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    assert period.ends_at == dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    assert (Period().begins_at, Period().ends_at) == (None, None)


def test_a_last_day_before_the_first_is_refused():
    with pytest.raises(ValueError, match="is after"):
        Period(TODAY, dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(), "ever"),
        (Period(dt.date(2026, 9, 1), TODAY), "1 Sep – 21 Nov 2026"),
        (Period(dt.date(2025, 9, 1), TODAY), "1 Sep 2025 – 21 Nov 2026"),
        (Period(dt.date(2026, 9, 1)), "since 1 Sep 2026"),
        (Period(None, TODAY), "until 21 Nov 2026"),
    ],
)
def test_it_is_said_in_words(period, words):
    assert period.in_words() == words


def test_the_last_weeks_end_today():
    assert last_weeks(TODAY, 4) == Period(dt.date(2026, 10, 25), TODAY)
