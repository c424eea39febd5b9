"""Telling somebody why: drafted by rule, edited and sent by a person, once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from interviews.availability.actions import add_day_off
from interviews.decisions.actions import DecisionRefused, sign_decision, undo_decision
from interviews.models import Decision, ReasonsLetter, ScorecardVersion
from interviews.reasons.actions import LetterRefused, keep_letter, send_letter
from interviews.reasons.reminders import TELLING_DUE, due_telling, telling_settled
from tests import factories
from workspace.activity.models import Activity
from workspace.mail.models import Mail
from workspace.reminders.actions import remind_all

HOURS = {"first": 48, "manager": 96}
ADDRESS = "elin@mail.example"


@pytest.fixture
def no(case, hiring_manager):
    """A signed no: one bar missed by two people, one of them Jonas Lind."""
    factories.IdentityFactory(candidate=case.application.candidate, value=ADDRESS)
    case.rate(factories.UserFactory(name="Jonas Lind"), creative=4, code="just_below", theory="just_above")
    case.rate(creative=3, code="just_below")
    return sign_decision(
        application=case.application, verdict="no", reasons="Jonas was clear: 2 of 4.", by=hiring_manager
    )


@pytest.fixture
def url(case):
    return reverse("interviews:reasons", args=[case.application.uuid])


def text(response):
    return response.content.decode()


def keep(decision, by, **changes):
    words = {"address": ADDRESS, "subject": "Your application", "body": "We decided otherwise."}
    return keep_letter(decision=decision, by=by, **words | changes)


def test_draft_comes_from_what_was_decided_and_names_nobody(no, url, recruiter, sign_in):
    html = text(sign_in(recruiter).get(url))

    assert "Software engineering. The role needs this: Can do it with a hint." in html
    assert "Creative thinking: several people saw a real strength" in html
    assert "Jonas" not in html
    assert "2 of 4" not in html


def test_edited_letter_is_kept_then_sent_once(no, url, recruiter, sign_in):
    client, words = sign_in(recruiter), {"address": ADDRESS, "subject": "Hello", "body": "In my own words."}

    client.post(url, words | {"go": "keep"})
    assert ("In my own words." in text(client.get(url)), Mail.objects.count()) == (True, 0)
    sent = text(client.post(url, words | {"go": "send"}, follow=True))
    again = client.post(url, words | {"go": "send"})

    mail = Mail.objects.get()
    assert f"On its way to {ADDRESS}." in sent
    assert (mail.to, mail.body, mail.candidate) == (ADDRESS, "In my own words.", no.application.candidate.uuid)
    assert mail.sender.startswith("Rita Recruiter")
    assert (again.status_code, "They were told already" in text(again)) == (422, True)
    assert "told" in text(client.get(reverse("interviews:debrief", args=[no.application.uuid])))
    assert Activity.objects.filter(verb="sent_reasons", actor=recruiter).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": "Jonas Lind did not like it."}, "Jonas Lind judged, and is named here"),
        ({"body": "You had level 2."}, "reads like a rating"),
        ({"body": "[[fill in]]"}, "still something to fill in"),
        ({"address": "other@mail.example"}, "Choose one of the e-mail addresses"),
        ({"body": " "}, "needs a subject and a text"),
    ],
)
def test_what_must_not_leave_does_not_and_the_draft_is_kept(no, recruiter, changes, said):
    letter = keep(no, recruiter, **changes)

    with pytest.raises(LetterRefused, match=said):
        send_letter(letter=letter, by=recruiter)
    assert (Mail.objects.count(), ReasonsLetter.objects.get().sent_at) == (0, None)


def test_refused_letter_comes_back_with_every_word(no, url, recruiter, sign_in):
    words = {"address": ADDRESS, "subject": "Hello", "body": "Jonas Lind was not happy.", "go": "send"}

    response = sign_in(recruiter).post(url, words)

    assert response.status_code == 422
    assert "Jonas Lind was not happy." in text(response)


def test_somebody_not_to_be_contacted_is_not_written_to(no, recruiter):
    letter = keep(no, recruiter)
    type(no.application.candidate).objects.update(do_not_contact=True)

    with pytest.raises(LetterRefused, match="do not contact"):
        send_letter(letter=letter, by=recruiter)


@pytest.mark.parametrize("verdict", ["hire", "more_evidence"])
def test_only_a_no_that_stands_is_explained(case, no, hiring_manager, recruiter, verdict):
    later = sign_decision(application=case.application, verdict="more_evidence", reasons="Wait.", by=hiring_manager)
    other = Decision.objects.create(
        application=case.application, verdict=verdict, reasons="-", decided_by=hiring_manager
    )

    for decision in (no, later, other):
        with pytest.raises(LetterRefused):
            keep(decision, recruiter)


def test_who_may_tell(case, no, url, recruiter, hiring_manager, interviewer, stranger, sign_in):
    case.book(interviewer, hours=-1)

    assert [sign_in(user).get(url).status_code for user in (recruiter, hiring_manager, interviewer, stranger)] == [
        200,
        200,
        403,
        404,
    ]
    case.book(hiring_manager, hours=-4)
    assert sign_in(hiring_manager).get(url).status_code == 403


def test_before_a_decision_the_page_leads_back(case, url, recruiter, sign_in):
    assert "Nothing is decided yet" in text(sign_in(recruiter).get(url, follow=True))


def test_decision_that_was_told_is_not_taken_back(no, recruiter, hiring_manager):
    send_letter(letter=keep(no, recruiter), by=recruiter)

    with pytest.raises(DecisionRefused, match="was told already"):
        undo_decision(decision=no, by=hiring_manager)


# --- Reminders -------------------------------------------------------------------------------------------------------

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)


@pytest.fixture
def waiting(no):
    ScorecardVersion.erasable.update(submitted_at=MONDAY)
    no.application.scorecards.update(submitted_at=MONDAY)
    Decision.erasable.update(created_at=MONDAY)
    return no


def steps(days):
    return [(one.recipient, one.key.rpartition("/")[2]) for one in due_telling(MONDAY + dt.timedelta(days=days), HOURS)]


def test_whoever_runs_the_role_is_reminded_then_the_manager(waiting, recruiter, hiring_manager):
    assert [steps(days) for days in (1.9, 2, 3.9, 4)] == [
        [],
        [(recruiter.pk, "first")],
        [(recruiter.pk, "first")],
        [(hiring_manager.pk, "manager")],
    ]


def test_days_off_of_whoever_is_reminded_do_not_count(waiting, recruiter, hiring_manager):
    tuesday = (MONDAY + dt.timedelta(days=1)).date()
    add_day_off(user=recruiter, first=tuesday, by=recruiter)

    assert [steps(days) for days in (2.9, 3)] == [[], [(recruiter.pk, "first")]]
    assert steps(4) == [(hiring_manager.pk, "manager")]

    add_day_off(user=hiring_manager, first=tuesday, by=hiring_manager)

    assert steps(4) == [(recruiter.pk, "first")]


def test_reminding_twice_says_it_once_and_never_after_they_were_told(waiting, recruiter, monkeypatch):
    monkeypatch.setattr("workspace.reminders.actions.KINDS", {"told": TELLING_DUE})
    later = MONDAY + dt.timedelta(days=2)

    assert [remind_all(now=later), remind_all(now=later)] == [1, 0]
    send_letter(letter=keep(waiting, recruiter), by=recruiter)

    assert steps(4) == []
    assert telling_settled(f"told/{waiting.uuid}/first")


@pytest.mark.parametrize("why", ["undone", "later", "objected", "withdrew"])
def test_nobody_is_reminded_without_reason(waiting, case, hiring_manager, why):
    application = waiting.application
    if why == "undone":
        undo_decision(decision=waiting, by=hiring_manager)
    elif why == "later":
        sign_decision(application=application, verdict="more_evidence", reasons="Wait.", by=hiring_manager)
    elif why == "objected":
        type(application.candidate).objects.update(do_not_contact=True)
    else:
        type(application).objects.update(standing="withdrawn", closed_at=timezone.now())

    assert steps(9) == []


def test_manager_who_came_to_owe_a_scorecard_is_not_told_of_the_no(waiting, case, hiring_manager):
    case.book(hiring_manager)

    assert steps(4) == []
