"""Inviting, changing, withdrawing, a new link; each refusal; and what the letters say."""

import datetime as dt

import pytest
from django.utils import timezone

from interviews.models import ExamInvitation, Question
from interviews.sittings.actions import ask_for_adjustment, begin, hand_in
from interviews.sittings.inviting import change_invitation, invite_to_exam, renew_link, withdraw_invitation
from interviews.sittings.links import invitation_of, link_of, token_of
from interviews.sittings.refusals import InvitationRefused
from interviews.sittings.reminders import due_requests, request_settled
from tests.interviews.exam_fixtures import make_exam
from workspace.models import Mail

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def asked(exam, application, recruiter):
    """Return a function that invites, with what differs from a week from now on."""

    def ask(**fields):
        now = timezone.now()
        known = {"application": application, "exam": exam, "opens_at": now, "closes_at": now + 7 * DAY, "by": recruiter}
        return invite_to_exam(**known | fields)

    return ask


def test_invitation_writes_a_letter_with_the_link(asked):
    invitation = asked(extra_percent=25)

    mail = Mail.objects.get(key=f"exam/{invitation.uuid}/invited")
    assert mail.to == "elin@mail.example"
    assert link_of(invitation) in mail.body
    assert "4 questions, 50 minutes. That includes 25% extra time." in mail.body
    assert mail.is_secret


def test_letter_gives_times_in_the_candidates_zone(asked, application):
    application.candidate.time_zone = "America/New_York"
    application.candidate.save()

    asked(opens_at=timezone.now(), closes_at=dt.datetime(2027, 1, 5, 2, tzinfo=dt.UTC))

    assert "Monday 4 January 2027, 21:00 (America/New_York)" in Mail.objects.get().body


def test_candidate_without_an_address_gets_no_letter(asked, application):
    application.candidate.identities.all().delete()

    assert asked().address == ""
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"closes_at": dt.timedelta(days=-1), "opens_at": dt.timedelta(days=-2)}, "over already"),
        ({"closes_at": dt.timedelta(0), "opens_at": dt.timedelta(days=1)}, "must come after"),
        ({"closes_at": dt.timedelta(days=91)}, "90 days"),
        ({"extra_percent": 201}, "0 to 200 percent"),
    ],
)
def test_impossible_windows_are_refused(asked, fields, why):
    now = timezone.now()
    moments = {name: now + value if isinstance(value, dt.timedelta) else value for name, value in fields.items()}

    with pytest.raises(InvitationRefused, match=why):
        asked(**moments)
    assert ExamInvitation.objects.count() == 0


def test_second_open_invitation_is_refused(asked):
    asked()

    with pytest.raises(InvitationRefused, match="open invitation to this exam already"):
        asked()


def test_after_handing_in_a_second_form_can_be_asked_for(asked):
    hand_in(attempt=begin(invitation=asked()))

    assert asked().pk


def test_closed_application_is_refused(asked, application):
    application.standing, application.closed_at = "withdrawn", timezone.now()
    application.save()

    with pytest.raises(InvitationRefused, match="closed"):
        asked()


def test_who_wants_no_letters_is_refused(asked, application):
    application.candidate.do_not_contact = True
    application.candidate.save()

    with pytest.raises(InvitationRefused, match="not to be written to"):
        asked()


def test_retired_exam_is_refused(asked, exam):
    exam.retired_at = timezone.now()

    with pytest.raises(InvitationRefused, match="out of use"):
        asked(exam=exam)


def test_exam_the_bank_cannot_fill_is_refused_and_explained(asked):
    Question.objects.filter(form="short").update(state="draft")

    with pytest.raises(InvitationRefused, match="ML theory, diagnose: asks for 1, the bank has 0 live"):
        asked()


def test_change_answers_what_was_asked_and_tells_the_candidate(invitation, recruiter):
    ask_for_adjustment(invitation=invitation, words="A third more time.")
    now = timezone.now()
    [due] = due_requests(now, {"again": 24})
    assert due.recipient == invitation.invited_by_id
    assert not request_settled(due.key)

    changed = change_invitation(
        invitation=invitation,
        opens_at=now,
        closes_at=now + 9 * DAY,
        extra_percent=33,
        answer="Of course.",
        by=recruiter,
    )

    assert (changed.extra_percent, changed.answered_by, changed.waits_for_an_answer) == (33, recruiter, False)
    assert "you now have 54 minutes" in Mail.objects.get().body
    assert "Of course." in Mail.objects.get().body
    assert request_settled(due.key)
    assert list(due_requests(now, {"again": 24})) == []


def test_request_is_said_once_more_a_day_later(invitation):
    ask_for_adjustment(invitation=invitation, words="A third more time.")

    [first] = due_requests(timezone.now(), {"again": 24})
    [again] = due_requests(timezone.now() + DAY, {"again": 24})

    assert (first.key.rpartition("/")[2], again.key.rpartition("/")[2]) == ("first", "again")


def test_begun_exam_keeps_its_time(invitation, recruiter):
    begin(invitation=invitation)
    now = timezone.now()

    with pytest.raises(InvitationRefused, match="has begun"):
        change_invitation(
            invitation=invitation, opens_at=now, closes_at=now + DAY, extra_percent=50, answer="", by=recruiter
        )
    with pytest.raises(InvitationRefused, match="has begun"):
        withdraw_invitation(invitation=invitation, by=recruiter)


def test_withdrawing_stops_the_letters(asked, recruiter):
    invitation = asked()

    withdraw_invitation(invitation=invitation, by=recruiter)

    assert Mail.objects.get().state == "dropped"
    with pytest.raises(InvitationRefused, match="withdrawn"):
        renew_link(invitation=invitation, by=recruiter)


def test_new_link_makes_the_old_one_worthless(invitation, recruiter):
    old = token_of(invitation)

    renewed = renew_link(invitation=invitation, by=recruiter)

    assert invitation_of(old) is None
    assert invitation_of(token_of(renewed)) == renewed
    assert link_of(renewed) in Mail.objects.get().body


def test_handed_in_exam_has_nothing_to_change(invitation, recruiter):
    hand_in(attempt=begin(invitation=invitation))

    with pytest.raises(InvitationRefused, match="handed in already"):
        renew_link(invitation=invitation, by=recruiter)


def test_invitations_are_seen_in_ones_own_roles_only(invitation, recruiter, stranger):
    assert list(ExamInvitation.objects.visible_to(recruiter)) == [invitation]
    assert list(ExamInvitation.objects.visible_to(stranger)) == []


def test_other_exam_may_be_open_beside(asked, application):
    first = asked()
    other = asked(exam=make_exam(slug="other", name="Other"))

    assert list(ExamInvitation.objects.open()) == [other, first]
