"""Candidates beyond their stage's days, on an invented clock: one reminder per role and day."""

import datetime as dt

import pytest

from hiring.pipeline.reminders import due_waiting, waiting_settled
from tests import factories
from workspace.mail.models import Mail
from workspace.models import Notification
from workspace.reminders import actions
from workspace.reminders.actions import remind_all
from workspace.reminders.registry import KINDS

MONDAY = dt.datetime(2026, 11, 16, 10, tzinfo=dt.UTC)
THURSDAY = dt.datetime(2026, 11, 19, 10, tzinfo=dt.UTC)
# Three working days are over on Thursday at ten; the reminder comes the morning after.
FRIDAY_MORNING = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def only_this_kind(monkeypatch, recruiter):
    monkeypatch.setattr(actions, "KINDS", {"waiting": KINDS["waiting"]})
    recruiter.time_zone = "UTC"
    recruiter.save()


@pytest.fixture
def wait(role):
    """Return a function that makes an application that entered its stage then; its stage allows three working days."""

    def make(since=MONDAY, **fields):
        return factories.ApplicationFactory(role=role, applied_at=since, entered_at=since, **fields)

    return make


def due(now):
    return list(due_waiting(now, {}))


def test_waiting_is_due_the_morning_after_the_days_are_over(wait):
    wait()

    assert due(FRIDAY_MORNING - dt.timedelta(minutes=1)) == []
    assert len(due(FRIDAY_MORNING)) == 1


def test_weekend_days_do_not_count(wait):
    wait(THURSDAY)

    assert due(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)) == []
    assert len(due(dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC))) == 1


def test_one_reminder_per_role_and_day_goes_to_its_recruiter_once(wait, recruiter, role, time_machine):
    for _ in range(3):
        wait()

    for hours in range(0, 48, 4):
        time_machine.move_to(FRIDAY_MORNING + dt.timedelta(hours=hours), tick=False)
        remind_all()
        remind_all()

    notice = Notification.objects.get()
    assert (notice.user, notice.subject) == (recruiter, f"3 candidates have waited too long for {role.title}")
    assert notice.body == "Screen (aim: 3 working days): 3"
    assert Mail.objects.count() == 1


def test_names_stand_only_in_a_reminder_about_one_person(wait):
    lone = wait()
    (about_one,) = due(FRIDAY_MORNING)
    other = wait()
    (about_two,) = due(FRIDAY_MORNING)

    assert about_one.subject.startswith(lone.candidate.name)
    assert about_one.candidate == lone.candidate.uuid
    assert other.candidate.name not in about_two.subject + about_two.body
    assert about_two.candidate is None


def test_role_without_recruiter_reminds_its_hiring_manager(wait, role, hiring_manager):
    role.recruiter = None
    role.save()
    wait()

    assert [reminder.recipient for reminder in due(FRIDAY_MORNING)] == [hiring_manager.pk]


@pytest.mark.parametrize("change", [{"state": "on_hold"}, {"standing": "withdrawn"}])
def test_role_on_hold_or_closed_application_is_not_due_and_settled(wait, role, change):
    application = wait()
    (reminder,) = due(FRIDAY_MORNING)
    assert not waiting_settled(reminder.key)

    if "state" in change:
        type(role).objects.filter(pk=role.pk).update(**change)
    else:
        type(application).objects.filter(pk=application.pk).update(closed_at=THURSDAY, **change)

    assert due(FRIDAY_MORNING) == []
    assert waiting_settled(reminder.key)


def test_what_was_missed_for_a_week_is_not_made_up_for(wait):
    wait()

    assert due(FRIDAY_MORNING + dt.timedelta(days=7)) == []
