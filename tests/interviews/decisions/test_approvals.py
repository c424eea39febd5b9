import datetime as dt

import pytest
from django.utils import timezone

from interviews.decisions.actions import answer_decision, sign_decision
from interviews.decisions.approvals import APPROVAL_WANTED, approval_settled, due_approvals
from tests import factories
from workspace.models import Notification
from workspace.reminders.actions import remind_all
from workspace.reminders.registry import KINDS

HOURS = {"first": 0, "again": 24}


@pytest.fixture
def second_person(db):
    return factories.UserFactory(hiring_manager=True, name="Sana Second")


@pytest.fixture
def waiver(case, hiring_manager, second_person):
    case.bar_not_met()
    return sign_decision(
        application=case.application,
        verdict="hire",
        reasons="Rare.",
        plan="Pair.",
        plan_owner=hiring_manager,
        plan_due=dt.date(2099, 1, 1),
        approver=second_person,
        by=hiring_manager,
    )


def due(hours=0):
    return list(due_approvals(timezone.now() + dt.timedelta(hours=hours, minutes=1), HOURS))


def test_second_person_is_asked_at_once_and_once_more(waiver, second_person):
    assert [(one.recipient, one.key) for one in due()] == [(second_person.pk, f"approval/{waiver.uuid}/first")]
    assert [one.key for one in due(hours=30)] == [f"approval/{waiver.uuid}/again"]


def test_reminder_says_who_asks_about_whom_and_no_rating(case, waiver):
    (reminder,) = due()

    assert reminder.subject == f"Hari Manager asks you to approve a decision on {case.application.candidate.name}"
    assert reminder.path == f"/applications/{case.application.uuid}/debrief/"
    assert reminder.candidate == case.application.candidate.uuid
    for word in ("below", "not met", "Software", "hire"):
        assert word not in reminder.subject + reminder.body


def test_engine_delivers_it_once_however_often_it_runs(waiver, second_person, monkeypatch):
    monkeypatch.setattr("workspace.reminders.actions.KINDS", {"approval": APPROVAL_WANTED})

    remind_all()
    remind_all()

    assert list(Notification.objects.filter(kind="approval").values_list("user", flat=True)) == [second_person.pk]


def test_kind_is_registered():
    assert KINDS["approval"] is APPROVAL_WANTED


def test_nobody_is_asked_any_more_once_it_is_answered(waiver, second_person):
    key = due()[0].key
    answer_decision(decision=waiver, approved=True, by=second_person)

    assert due() == []
    assert approval_settled(key)


def test_nobody_is_asked_about_a_superseded_decision(case, waiver, hiring_manager):
    key = due()[0].key
    sign_decision(application=case.application, verdict="no", reasons="After all.", by=hiring_manager)

    assert due() == []
    assert approval_settled(key)


def test_second_person_who_came_to_owe_a_scorecard_is_not_told(case, waiver, second_person):
    key = due()[0].key
    case.book(second_person)

    assert due() == []
    assert approval_settled(key)


def test_unanswered_reminder_is_not_settled(waiver):
    assert not approval_settled(due()[0].key)
