import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.privacy.own_data import own_data
from interviews.booking.choosing import say_adjustments, take_choice
from interviews.booking.models import InvitationReply
from interviews.models import Interview


@pytest.fixture
def page(booking):
    say_adjustments(booking=booking, adjustments=["captions"], words="I hear badly on one side.")
    take_choice(booking=booking, choice=booking.choices.get(position=0))
    interview = Interview.objects.get(kit__slug="pairing")
    seat = interview.seats.get()
    InvitationReply.objects.create(seat=seat, sequence=0, answer="declined", happened_at=timezone.now())
    return reverse("interviews:interview", args=[interview.uuid])


def test_who_holds_an_interview_sees_what_helps_but_not_why(page, mara, sign_in):
    text = sign_in(mara).get(page).text

    assert "Captions, or questions in writing" in text
    assert "hear badly" not in text
    assert "What calendars answered" not in text


def test_who_plans_it_sees_what_calendars_answered_and_reads_why(page, application, recruiter, sign_in):
    client = sign_in(recruiter)

    assert "Mara Olsen: declined" in client.get(page).text
    assert "hear badly" in client.get(reverse("hiring:application", args=[application.uuid])).text


def test_a_manager_elsewhere_sees_nothing(page, stranger, sign_in):
    assert sign_in(stranger).get(page).status_code == 404


def test_a_copy_of_their_data_holds_what_they_said(page, candidate, recruiter):
    assert own_data(candidate, recruiter)["times offered"][0]["adjustment_words"] == "I hear badly on one side."
