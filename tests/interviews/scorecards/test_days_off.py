"""The ladder of an owed scorecard counts the days on which who owes it is there: for their nudges and for the hiring manager's step."""

import datetime as dt

import pytest

from interviews.availability.actions import add_day_off
from interviews.availability.free_time import Opening
from interviews.handovers.actions import snooze_scorecard
from interviews.scorecards.reminders import due_scorecards
from tests import factories

HOURS = {"again": 24, "manager": 36}
TUESDAY = dt.datetime(2026, 11, 17, 14, tzinfo=dt.UTC)  # the slot ends here


@pytest.fixture
def owe(time_machine, role):
    """Return a function that makes a scorecard owed since `ended`, by somebody whose clock shows `zone`."""

    def make(ended=TUESDAY, zone="UTC"):
        time_machine.move_to(ended - dt.timedelta(days=2), tick=False)
        interview = factories.InterviewFactory(
            application=factories.ApplicationFactory(role=role),
            during=factories.span(ended - dt.timedelta(minutes=45), minutes=45),
        )
        seat = factories.SeatFactory(interview=interview, user=factories.UserFactory(time_zone=zone))
        return factories.ScorecardFactory(seat=seat)

    return make


def moments(start, *, days=None, hours=None):
    """When each step comes, in whole hours after the slot: over so many days, or as seen in these hours alone."""
    found = {}
    for passed in hours or range(days * 24 + 1):
        for reminder in due_scorecards(start + dt.timedelta(hours=passed), HOURS):
            found.setdefault(reminder.key.rpartition("/")[2], passed)
    return found


def off(card, first, last=None, **fields):
    add_day_off(user=card.author, first=first, last=last, by=card.author, **fields)


def test_ladder_without_days_off(owe):
    owe()

    assert moments(TUESDAY, days=3) == {"end": 0, "morning": 19, "again": 24, "manager": 36}


def test_day_off_moves_every_step_that_follows_and_the_manager_s_too(owe):
    off(owe(), dt.date(2026, 11, 18))

    # Thursday at nine; the second nudge falls before it, as over a weekend; the manager after 36 hours without Wednesday's 24.
    assert moments(TUESDAY, days=4) == {"end": 0, "morning": 43, "manager": 60}


def test_days_off_and_the_weekend_after_the_last_nudge_move_the_manager_s_step_alone(owe):
    off(owe(TUESDAY + dt.timedelta(hours=4)), dt.date(2026, 11, 19), dt.date(2026, 11, 20))

    # The slot ended at 18:00: the morning and the second nudge are still Wednesday's, the six hours that are left Monday's.
    found = moments(TUESDAY + dt.timedelta(hours=4), days=7)
    assert found == {"end": 0, "morning": 15, "again": 24, "manager": 36 + 4 * 24}


def test_second_nudge_waits_over_a_day_off_and_the_manager_with_it(owe):
    late = TUESDAY + dt.timedelta(hours=12)  # 02:00 on Wednesday: the morning is Wednesday's, a day later is Thursday
    off(owe(late), dt.date(2026, 11, 19))

    quiet_until = factories.UserFactory.build().quiet_until.hour
    friday = 48 + quiet_until - 2
    assert moments(late, days=5) == {
        "end": 0,
        "morning": 7,
        "again": friday,
        "manager": friday + 12,
    }


def test_part_of_a_day_is_waited_for_only_as_long_as_it_takes(owe):
    card = owe()
    off(card, dt.date(2026, 11, 18), opening=Opening(dt.time(13), dt.time(17)))

    # There from one o'clock: the morning comes then, and the second nudge an hour later as ever.
    assert moments(TUESDAY, days=3) == {"end": 0, "morning": 23, "again": 24, "manager": 36}


def test_holiday_of_everybody_counts_as_well(owe, admin):
    owe()
    add_day_off(user=None, first=dt.date(2026, 11, 18), label="Holiday", by=admin)

    assert moments(TUESDAY, days=3)["morning"] == 43


def test_day_off_of_somebody_else_moves_nothing(owe, interviewer):
    owe()
    add_day_off(user=interviewer, first=dt.date(2026, 11, 18), by=interviewer)

    assert moments(TUESDAY, days=2)["morning"] == 19


@pytest.mark.parametrize(
    ("ended", "day", "hours"),
    [
        # Friday 16:00 in Zurich to Tuesday 9:00 are 90 hours where the clocks go back on Sunday.
        (dt.datetime(2026, 10, 23, 14, tzinfo=dt.UTC), dt.date(2026, 10, 26), 90),
        # And 88 where they go forward.
        (dt.datetime(2027, 3, 26, 15, tzinfo=dt.UTC), dt.date(2027, 3, 29), 88),
    ],
)
def test_days_are_those_of_the_owners_clock_over_a_change_of_it(owe, ended, day, hours):
    off(owe(ended, zone="Europe/Zurich"), day)

    assert moments(ended, days=6) == {"end": 0, "morning": hours, "manager": hours + 19}


def test_whole_holiday_is_waited_for_beyond_the_fortnight_that_is_looked_back_on(owe):
    off(owe(), dt.date(2026, 11, 18), dt.date(2026, 12, 8))

    back = (22 - 1) * 24 + 19  # Wednesday 9 December, nine o'clock
    found = moments(TUESDAY, hours=[0, 40, 24 * 20, back - 1, back, back + 16, back + 17])
    assert found == {"end": 0, "morning": back, "manager": back + 17}
    assert moments(TUESDAY, hours=[back + 15 * 24]) == {}


def test_who_is_away_for_months_is_not_waited_for(owe):
    off(owe(), dt.date(2026, 11, 18), dt.date(2027, 3, 31))

    assert moments(TUESDAY, days=3) == {"end": 0, "morning": 19, "again": 24, "manager": 36}


def test_put_off_means_until_they_are_back(owe):
    card = owe()
    off(card, dt.date(2026, 11, 18), dt.date(2026, 11, 19))

    snooze = snooze_scorecard(scorecard=card, now=TUESDAY + dt.timedelta(hours=1), by=card.author)

    assert snooze.until == dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("number", [1, 3])
def test_days_off_cost_one_query_however_many_owe(owe, number, count_queries):
    for _ in range(number):
        off(owe(), dt.date(2026, 11, 18))

    assert count_queries(lambda: list(due_scorecards(TUESDAY + dt.timedelta(hours=1), HOURS))) == 2
