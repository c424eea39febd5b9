"""Interviews that are near, on an invented clock."""

import datetime as dt

import pytest

from interviews.schedule.actions import cancel_interview
from interviews.schedule.reminders import due_interviews, interview_settled
from tests import factories
from workspace.mail.models import Mail
from workspace.models import Notification
from workspace.reminders import actions
from workspace.reminders.actions import drop_settled_mail, remind_all
from workspace.reminders.registry import KINDS

HOURS = {"before": 24}
STARTS = dt.datetime(2026, 11, 18, 14, tzinfo=dt.UTC)  # a Wednesday
MONDAY = dt.datetime(2026, 11, 23, 7, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def only_this_kind(monkeypatch):
    monkeypatch.setattr(actions, "KINDS", {"interview": KINDS["interview"]})


@pytest.fixture
def book(application, interviewer):
    def make(starts_at=STARTS):
        interviewer.time_zone = "Europe/Berlin"
        interviewer.save()
        interview = factories.InterviewFactory(application=application, during=factories.span(starts_at))
        factories.SeatFactory(interview=interview, user=interviewer)
        return interview

    return make


def due(now):
    return list(due_interviews(now, HOURS))


def test_interview_is_due_a_day_before_and_until_it_starts(book):
    book()

    counts = [len(due(STARTS - dt.timedelta(hours=hours))) for hours in (24.1, 24, 1, 0)]

    assert counts == [0, 1, 1, 0]


def test_interview_is_said_once_in_the_zone_of_who_holds_it(book, time_machine, interviewer):
    book()

    for hours in range(26, -3, -1):
        time_machine.move_to(STARTS - dt.timedelta(hours=hours), tick=False)
        remind_all()
        remind_all()

    notice = Notification.objects.get()
    assert notice.user == interviewer
    assert notice.subject.startswith("Wednesday 15:00: ")
    assert "15:00 Europe/Berlin" in notice.body
    assert Mail.objects.count() == 1


def test_moved_interview_is_a_new_one_to_remind_of(book, time_machine):
    interview = book()
    time_machine.move_to(STARTS - dt.timedelta(hours=20), tick=False)
    remind_all()
    key = Notification.objects.get().key
    assert not interview_settled(key)

    later = factories.span(STARTS + dt.timedelta(hours=2))
    interview.during = later
    interview.save()
    interview.seats.update(during=later)
    remind_all()

    assert interview_settled(key)
    assert Notification.objects.count() == 2


def test_cancelled_interview_is_not_due_and_its_mail_dropped(book, time_machine, recruiter):
    interview = book()
    time_machine.move_to(STARTS - dt.timedelta(hours=20), tick=False)
    remind_all()

    cancel_interview(interview=interview, by=recruiter)
    time_machine.move_to(STARTS - dt.timedelta(hours=5), tick=False)

    assert due(STARTS - dt.timedelta(hours=5)) == []
    assert [drop_settled_mail(), drop_settled_mail()] == [1, 0]
    assert Mail.objects.get(key__startswith="reminder/").state == "dropped"


def test_mail_that_waits_for_monday_is_dropped_where_the_interview_began_before(book, time_machine):
    book(MONDAY - dt.timedelta(hours=1))

    time_machine.move_to(MONDAY - dt.timedelta(hours=24), tick=False)
    remind_all()
    remind_all()
    waiting = Mail.objects.get().not_before
    time_machine.move_to(waiting, tick=False)
    drop_settled_mail()

    assert Notification.objects.count() == 1
    assert waiting.weekday() == 0
    assert Mail.objects.get().state == "dropped"


def test_who_was_taken_off_an_interview_is_not_reminded(book):
    interview = book()
    interview.seats.update(is_live=False)

    assert due(STARTS - dt.timedelta(hours=5)) == []
