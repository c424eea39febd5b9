import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from interviews.schedule.actions import book_interview
from tests import factories

pytestmark = pytest.mark.django_db

URL = "/interviews/"


@pytest.fixture
def book(role, recruiter):
    def book_one(hours, *people, shadows=(), **fields):
        return book_interview(
            application=factories.ApplicationFactory(role=role, **fields),
            kit=factories.KitFactory(briefing="Read the code first."),
            starts_at=timezone.now() + dt.timedelta(hours=hours),
            minutes=45,
            interviewers=people,
            shadows=shadows,
            by=recruiter,
        )

    return book_one


def test_week_shows_what_is_owed_oldest_first_then_what_is_next(sign_in, book, interviewer):
    book(-30, interviewer, candidate__name="Elin Vasquez")
    book(-54, interviewer, candidate__name="Hana Kobayashi")
    book(20, interviewer, candidate__name="Noor Haddad")
    book(44, factories.UserFactory(), shadows=[interviewer], candidate__name="Elias Brandt")
    book(20, factories.UserFactory(), candidate__name="Not Mine")

    page = sign_in(interviewer).get(URL).content.decode()

    places = [page.index(name) for name in ("Hana Kobayashi", "Elin Vasquez", "Noor Haddad", "Elias Brandt")]
    assert places == sorted(places)
    assert "Read the code first." in page
    assert "as a shadow" in page
    assert "Not Mine" not in page


def test_interview_under_way_is_owed_already(sign_in, book, interviewer):
    """The form is there while it happens: notes are taken in it."""
    book(-0.2, interviewer, candidate__name="Elin Vasquez")

    assert "Scorecards due" in sign_in(interviewer).get(URL).content.decode()


def test_empty_week_says_what_will_come(sign_in, recruiter):
    assert "Nothing asked of you" in sign_in(recruiter).get(URL).content.decode()


def test_visitor_signs_in_first():
    assert Client().get(URL).status_code == 302


def test_week_costs_the_same_with_more_interviews(sign_in, book, interviewer, count_queries):
    book(-30, interviewer)
    book(20, interviewer)
    client = sign_in(interviewer)
    client.get(URL)
    one = count_queries(lambda: client.get(URL))
    for hours in (-54, -78, 44, 68):
        book(hours, interviewer)

    assert count_queries(lambda: client.get(URL)) == one <= 15
