"""The gap that a waived bar leaves: owned, dated, reminded of, closed in words."""

import datetime as dt

import pytest
from django.urls import reverse

from interviews.decisions.actions import answer_decision, sign_decision
from interviews.decisions.gaps import GAP_DUE, GapRefused, close_gap, due_gaps, gap_settled
from tests import factories
from workspace.models import Notification
from workspace.reminders.actions import remind_all
from workspace.reminders.registry import KINDS

DUE = dt.date(2099, 3, 4)  # a Wednesday
HOURS = {"before": 168}


@pytest.fixture
def owner(db):
    return factories.UserFactory(name="Olu Owner", time_zone="Europe/Berlin")


@pytest.fixture
def waiver(case, hiring_manager, owner):
    """A decision to hire against a bar, approved; Olu closes the gap."""
    case.bar_not_met()
    second = factories.UserFactory(hiring_manager=True)
    decision = sign_decision(
        application=case.application,
        verdict="hire",
        reasons="Rare.",
        plan="Pairs with Dev.",
        plan_owner=owner,
        plan_due=DUE,
        approver=second,
        by=hiring_manager,
    )
    answer_decision(decision=decision, approved=True, by=second)
    return decision


def at(day, hour):
    return dt.datetime(2099, day.month, day.day, hour, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("moment", "step"),
    [
        (at(dt.date(2099, 2, 25), 7), None),
        (at(dt.date(2099, 2, 25), 8), "before"),
        (at(DUE, 8), "day"),
        (at(dt.date(2099, 3, 11), 7), "day"),
        (at(dt.date(2099, 3, 11), 8), "again"),
    ],
)
def test_owner_is_reminded_before_on_the_day_and_a_working_week_later(waiver, owner, moment, step):
    found = list(due_gaps(moment, HOURS))

    assert [(one.recipient, one.key) for one in found] == ([(owner.pk, f"gap/{waiver.uuid}/{step}")] if step else [])


def test_reminding_twice_says_it_once_and_stops_when_it_is_closed(waiver, owner, monkeypatch):
    monkeypatch.setattr("workspace.reminders.actions.KINDS", {"gap": KINDS["gap"]})
    assert GAP_DUE is KINDS["gap"]

    assert [remind_all(now=at(DUE, 8)), remind_all(now=at(DUE, 8))] == [1, 0]
    close_gap(decision=waiver, note="Wrote the service with Dev.", by=owner)

    assert remind_all(now=at(dt.date(2099, 3, 12), 9)) == 0
    assert gap_settled(Notification.objects.get().key)


def test_nothing_is_due_before_the_second_person_approved(case, hiring_manager, owner):
    case.bar_not_met()
    sign_decision(
        application=case.application,
        verdict="hire",
        reasons="Rare.",
        plan="Pairs.",
        plan_owner=owner,
        plan_due=DUE,
        approver=factories.UserFactory(hiring_manager=True),
        by=hiring_manager,
    )

    assert list(due_gaps(at(DUE, 8), HOURS)) == []


def test_owner_closes_the_gap_on_its_page_once(waiver, owner, sign_in):
    url, client = reverse("interviews:gap", args=[waiver.uuid]), sign_in(owner)

    before = client.get(url).content.decode()
    empty = client.post(url, {"note": " "})
    after = client.post(url, {"note": "Wrote the service with Dev."}, follow=True).content.decode()

    assert "Pairs with Dev." in before
    assert empty.status_code == 422
    assert ("Wrote the service with Dev." in after, "closed" in after) == (True, True)
    with pytest.raises(GapRefused, match="already"):
        close_gap(decision=waiver, note="Again.", by=owner)


def test_gap_is_its_owners_and_the_deciders(waiver, hiring_manager, recruiter, stranger, sign_in):
    url = reverse("interviews:gap", args=[waiver.uuid])

    assert [sign_in(user).get(url).status_code for user in (hiring_manager, recruiter, stranger)] == [200, 403, 404]


def test_owner_who_owes_a_scorecard_there_learns_nothing(case, waiver, owner, sign_in):
    case.book(owner, hours=-2)

    assert sign_in(owner).get(reverse("interviews:gap", args=[waiver.uuid])).status_code == 404
    assert list(due_gaps(at(DUE, 8), HOURS)) == []
