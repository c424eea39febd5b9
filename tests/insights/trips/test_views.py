import datetime as dt

import pytest
from django.utils import timezone

from insights.trips.queries import trip_lines
from tests import factories

pytestmark = pytest.mark.django_db


def counts(viewer):
    line = trip_lines(viewer)[0]
    return (line.met, line.unsorted, line.prospects, line.promises_open, line.applied, line.hired)


@pytest.fixture
def conference(db):
    return factories.ConferenceFactory()


def meet(conference, candidate=None, days=10, **more):
    met_at = timezone.now() - dt.timedelta(days=days)
    return factories.EncounterFactory(conference=conference, candidate=candidate, met_at=met_at, **more)


def test_people_are_counted_once_and_followed_to_their_applications(recruiter, role, conference):
    hired, applied, before = (factories.CandidateFactory() for _ in range(3))
    factories.ApplicationFactory(candidate=hired, role=role, standing="hired", closed_at=timezone.now())
    factories.ApplicationFactory(candidate=applied, role=role)
    factories.ApplicationFactory(candidate=before, role=role, applied_at=timezone.now() - dt.timedelta(days=20))
    for person in (hired, hired, applied, before):
        meet(conference, person)
    meet(conference, follow_up_on=dt.date(2026, 12, 1))

    assert counts(recruiter) == (5, 1, 3, 1, 2, 1)


def test_hiring_manager_counts_only_what_they_may_know(hiring_manager, stranger, role, conference):
    person = factories.ApplicationFactory(role=role).candidate
    meet(conference, person)
    meet(conference)

    assert counts(hiring_manager) == (1, 0, 1, 0, 1, 0)
    assert counts(stranger) == (0, 0, 0, 0, 0, 0)


def test_page_shows_the_lines_and_costs_the_same(recruiter, sign_in, conference, count_queries):
    client = sign_in(recruiter)
    meet(conference, factories.CandidateFactory())
    one = count_queries(lambda: client.get("/insights/trips/"))
    for _ in range(2):
        meet(factories.ConferenceFactory(), factories.CandidateFactory())

    assert str(conference) in client.get("/insights/trips/").content.decode()
    assert count_queries(lambda: client.get("/insights/trips/")) == one


def test_page_without_trips_says_what_to_do(recruiter, sign_in):
    assert "No trips yet" in sign_in(recruiter).get("/insights/trips/").content.decode()


def test_interviewer_has_no_business_here(interviewer, sign_in):
    assert sign_in(interviewer).get("/insights/trips/").status_code == 403
