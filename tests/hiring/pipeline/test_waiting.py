import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.pipeline.waiting import WaitingClock, overdue_from

ZURICH = zoneinfo.ZoneInfo("Europe/Zurich")


def local(day, hour=10, minute=0, month=6):
    """June 2026: the 1st is a Monday."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("entered", "days", "overdue"),
    [
        (local(1, 15), 3, local(4, 15)),  # Monday to Thursday
        (local(5, 15), 3, local(10, 15)),  # Friday to Wednesday: the weekend does not count
        (local(6, 11), 3, local(11, 0)),  # Saturday waits from Monday morning
        (local(7, 23), 1, local(9, 0)),
        (local(1, 9), 0, local(1, 9)),
    ],
)
def test_overdue_after_so_many_working_days(entered, days, overdue):
    assert overdue_from(entered, days, ZURICH) == overdue


@pytest.mark.parametrize(
    ("now", "entered", "over"),
    [
        (local(4, 14), local(1, 15), 0),  # an hour to go
        (local(4, 15), local(1, 15), 1),
        (local(5, 16), local(1, 15), 2),
        (local(6, 12), local(1, 15), 2),  # the weekend adds nothing
        (local(7, 23), local(1, 15), 2),
        (local(8, 14), local(1, 15), 2),
        (local(8, 15), local(1, 15), 3),
        (local(1, 9), local(1, 10), 0),  # entered later than now
    ],
)
def test_days_over_counts_begun_working_days(now, entered, over):
    assert WaitingClock(now, ZURICH).days_over(entered, 3) == over


def test_a_change_of_the_clock_moves_nothing():
    # Clocks go forward on Sunday 29 March 2026.
    entered = local(27, 15, month=3)

    assert overdue_from(entered, 1, ZURICH) == local(30, 15, month=3)
    assert WaitingClock(local(30, 14, 59, month=3), ZURICH).days_over(entered, 1) == 0
    assert WaitingClock(local(30, 15, 0, month=3), ZURICH).days_over(entered, 1) == 1


def test_a_wait_of_years_is_counted_up_to_a_year_or_so():
    assert WaitingClock(local(1), ZURICH).days_over(dt.datetime(1996, 1, 1, tzinfo=dt.UTC), 3) > 250


moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31), timezones=st.just(dt.UTC))


@given(now=moments, entered=moments, days=st.integers(0, 15))
def test_card_and_query_and_reminder_agree_on_who_is_overdue(now, entered, days):
    clock = WaitingClock(now, ZURICH)

    overdue = overdue_from(entered, days, ZURICH) <= now and entered <= now

    assert (entered <= clock.entered_by(days)) == overdue
    assert (clock.days_over(entered, days) > 0) == overdue
