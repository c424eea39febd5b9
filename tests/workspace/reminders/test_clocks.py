"""Whose clock it is, with the days off that features higher up know of."""

import datetime as dt

import pytest

from interviews.availability.actions import add_day_off
from interviews.availability.free_time import Opening
from tests import factories
from workspace.models import Mail, Notification
from workspace.reminders import actions
from workspace.reminders.actions import remind_all
from workspace.reminders.clocks import clocks_of, hours_of
from workspace.reminders.quiet import Absence
from workspace.reminders.registry import DueReminder, Kind

TUESDAY = dt.datetime(2026, 11, 17, 14, tzinfo=dt.UTC)
WEDNESDAY, FRIDAY = dt.date(2026, 11, 18), dt.date(2026, 11, 20)


def test_clock_knows_ones_own_days_off_after_those_of_everybody_and_no_other_s(admin):
    mine, theirs = factories.UserFactory(), factories.UserFactory()
    add_day_off(user=mine, first=WEDNESDAY, opening=Opening(dt.time(9), dt.time(12)), by=mine)
    add_day_off(user=theirs, first=FRIDAY, by=theirs)
    add_day_off(user=None, first=FRIDAY, last=FRIDAY, label="Midwinter", by=admin)

    found = hours_of(mine, now=TUESDAY)

    holiday, half = Absence(FRIDAY, FRIDAY), Absence(WEDNESDAY, WEDNESDAY, dt.time(9), dt.time(12))
    assert found.absences == (holiday, half)
    assert (found.zone, found.quiet_from, found.quiet_until) == (mine.zone, mine.quiet_from, mine.quiet_until)


def test_days_off_long_past_are_left_alone(db):
    user = factories.UserFactory()
    add_day_off(user=user, first=dt.date(2026, 6, 1), by=user)

    assert hours_of(user, now=TUESDAY).absences == ()


@pytest.mark.parametrize("number", [1, 3])
def test_clocks_cost_the_same_for_one_and_for_many(db, number, django_assert_num_queries):
    people = factories.UserFactory.create_batch(number)
    for user in people:
        add_day_off(user=user, first=WEDNESDAY, by=user)

    with django_assert_num_queries(1):
        found = clocks_of(people, now=TUESDAY)

    assert [len(found[user.pk].absences) for user in people] == [1] * number


def test_mail_waits_until_its_reader_is_back_and_the_notice_does_not(db, time_machine, monkeypatch):
    user = factories.UserFactory(time_zone="UTC")
    add_day_off(user=user, first=WEDNESDAY, last=FRIDAY, by=user)
    now = TUESDAY + dt.timedelta(days=1)
    due = DueReminder(key="any/1", recipient=user.pk, subject="Look", body="", path="", is_now=True)
    kind = Kind("any", "Any", "", (), lambda now, hours: [due], lambda key: False)
    monkeypatch.setattr(actions, "KINDS", {"any": kind})
    time_machine.move_to(now, tick=False)

    remind_all()
    remind_all()

    assert Notification.objects.get().is_shown
    assert Mail.objects.get().not_before == dt.datetime(2026, 11, 23, user.quiet_until.hour, tzinfo=dt.UTC)
