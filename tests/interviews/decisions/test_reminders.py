import datetime as dt

import pytest
from django.utils import timezone

from interviews.availability.actions import add_day_off
from interviews.decisions.actions import sign_decision
from interviews.decisions.reminders import awaiting_decision, decision_settled, due_decisions
from interviews.take_homes.models import TakeHome

HOURS = {"first": 1, "again": 72}


@pytest.fixture(autouse=True)
def tuesday(time_machine):
    """The second reminder comes while its reader is there: neither the weekend nor the night of the day of the test may matter."""
    time_machine.move_to(dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC))


def due(hours):
    return list(due_decisions(timezone.now() + dt.timedelta(hours=hours), HOURS))


def test_hiring_manager_is_reminded_when_every_scorecard_is_in(case, hiring_manager):
    case.hire_signal()

    (reminder,) = due(2)

    assert reminder.recipient == hiring_manager.pk
    assert reminder.key == f"decision/{case.application.uuid}/2/first"
    assert due(80)[0].key.endswith("/2/again")


def test_nothing_is_due_before_the_first_hour_or_without_scorecards(case):
    assert due(2) == []

    case.hire_signal()

    assert due(0.5) == []


def test_scorecard_still_owed_or_interview_to_come_means_waiting(case):
    case.hire_signal()
    case.book(hours=24)

    assert due(2) == []


def test_a_hiring_manager_who_is_to_rate_an_open_take_home_is_not_told_that_the_others_are_in(case, hiring_manager):
    case.hire_signal()
    take_home = TakeHome.objects.create(
        application=case.application,
        kit=case.kit(),
        minutes=60,
        reward="Written feedback.",
        closes_at=timezone.now() + dt.timedelta(days=7),
        is_blind=False,
        given_by=hiring_manager,
    )
    rating = take_home.ratings.create(rater=hiring_manager)
    assert due(2) == []

    rating.released_at = timezone.now()
    rating.save()

    assert len(due(2)) == 1


def test_trainee_s_scorecard_is_not_waited_for(case):
    case.hire_signal()
    case.book(hours=-3, counts=False)

    assert len(due(2)) == 1


def test_decision_settles_it_until_another_scorecard_comes_in(case, hiring_manager):
    case.hire_signal()
    key = due(2)[0].key
    assert not decision_settled(key)

    sign_decision(application=case.application, verdict="more_evidence", reasons="One more.", by=hiring_manager)

    assert due(2) == []
    assert decision_settled(key)
    case.rate(code="just_above")
    assert due(2)[0].key == f"decision/{case.application.uuid}/3/first"


def test_asking_costs_one_query_however_many_wait(case, count_queries):
    case.hire_signal()

    assert count_queries(lambda: awaiting_decision(timezone.now())) == 1


def test_second_reminder_waits_for_a_hiring_manager_who_is_off_and_the_first_does_not(case, hiring_manager):
    case.hire_signal()
    add_day_off(user=hiring_manager, first=dt.date(2026, 11, 20), by=hiring_manager)

    on_the_day_off, on_monday = due(80), due(6 * 24)

    assert on_the_day_off[0].key.endswith("/2/first")
    assert on_monday[0].key.endswith("/2/again")
