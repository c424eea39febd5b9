"""Follow-ups on an invented clock."""

import datetime as dt

import pytest

from candidates.people.reminders import due_follow_ups, follow_up_settled
from tests import factories
from workspace.mail.models import Mail
from workspace.models import Notification
from workspace.reminders import actions
from workspace.reminders.actions import drop_settled_mail, remind_all
from workspace.reminders.registry import KINDS

TUESDAY = dt.date(2026, 11, 17)
SATURDAY = dt.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def only_this_kind(monkeypatch):
    monkeypatch.setattr(actions, "KINDS", {"follow_up": KINDS["follow_up"]})


@pytest.fixture
def promise(recruiter):
    def make(day=TUESDAY, **fields):
        zone = fields.pop("zone", "UTC")
        recruiter.time_zone = zone
        recruiter.save()
        return factories.CandidateFactory(name="Elin Vasquez", follow_up_on=day, follow_up_by=recruiter, **fields)

    return make


def moment(day, hour, minute=0):
    return dt.datetime.combine(day, dt.time(hour, minute), dt.UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "minute", "count"),
    [
        ("UTC", 8, 59, 0),
        ("UTC", 9, 0, 1),
        ("Europe/Berlin", 7, 59, 0),
        ("Europe/Berlin", 8, 0, 1),
        ("America/New_York", 13, 59, 0),
        ("America/New_York", 14, 0, 1),
    ],
)
def test_follow_up_is_due_at_nine_by_the_clock_of_who_promised(promise, zone, hour, minute, count):
    promise(zone=zone)

    assert len(list(due_follow_ups(moment(TUESDAY, hour, minute), {}))) == count


def test_follow_up_is_said_once_however_often_it_runs(promise, time_machine, recruiter):
    promise(follow_up_note="Ask about the grasping paper.")

    for hours in range(0, 60, 3):
        time_machine.move_to(moment(TUESDAY, 9) + dt.timedelta(hours=hours), tick=False)
        remind_all()
        remind_all()

    notice = Notification.objects.get()
    assert (notice.user, notice.subject) == (recruiter, "Follow up with Elin Vasquez")
    assert notice.body == "Ask about the grasping paper."
    assert Mail.objects.count() == 1


def test_follow_up_on_a_saturday_is_mailed_on_monday(promise, time_machine):
    promise(SATURDAY)

    time_machine.move_to(moment(SATURDAY, 9), tick=False)
    remind_all()

    assert Mail.objects.get().not_before == dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


def test_follow_up_missed_while_nothing_ran_is_said_within_the_week_and_not_after(promise):
    promise()

    assert len(list(due_follow_ups(moment(TUESDAY, 9) + dt.timedelta(days=6), {}))) == 1
    assert list(due_follow_ups(moment(TUESDAY, 9) + dt.timedelta(days=9), {})) == []


def test_follow_up_cleared_or_put_off_is_settled_and_its_mail_dropped(promise, time_machine):
    candidate = promise(SATURDAY)
    time_machine.move_to(moment(SATURDAY, 9), tick=False)
    remind_all()
    key = Notification.objects.get().key
    assert not follow_up_settled(key)

    candidate.follow_up_on = SATURDAY + dt.timedelta(days=9)
    candidate.save()
    time_machine.move_to(moment(SATURDAY, 9) + dt.timedelta(days=2), tick=False)

    assert follow_up_settled(key)
    assert [drop_settled_mail(), drop_settled_mail()] == [1, 0]


def test_follow_up_of_somebody_who_left_or_of_an_erased_person_is_not_due(promise, recruiter):
    candidate = promise()
    candidate.erased_at = moment(TUESDAY, 1)
    candidate.save()
    factories.CandidateFactory(
        follow_up_on=TUESDAY, follow_up_by=factories.UserFactory(recruiter=True, is_active=False)
    )

    assert list(due_follow_ups(moment(TUESDAY, 12), {})) == []
