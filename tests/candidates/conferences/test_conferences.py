"""Conferences, trips, and whom to meet there."""

import datetime as dt

import pytest
from django.urls import reverse

from candidates.conferences import actions
from candidates.conferences.refusals import ConferenceError
from candidates.models import Conference, PlannedMeeting, Trip
from tests import factories

pytestmark = pytest.mark.django_db
LIST, NEW = "/sourcing/conferences/", "/sourcing/conferences/new/"
TOLD = {"name": "TIDES", "year": "2026", "starts_on": "2026-12-01", "ends_on": "2026-12-05"}


def url(name, row):
    return reverse(f"candidates:{name}", args=[row.uuid])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def conference(db):
    return factories.ConferenceFactory(name="TIDES", venue="TIDES 2026")


@pytest.fixture
def author(conference):
    """Somebody we know, second author of a paper of the conference."""
    paper = factories.PaperFactory(title="Counting tides", venue="TIDES 2026")
    person = factories.CandidateFactory(name="Odile Quill")
    factories.AuthorshipFactory(paper=paper, position=2, name="O. Quill", candidate=person)
    return person


def test_conference_is_added_once(recruiter, sign_in):
    client = sign_in(recruiter)
    added = client.post(NEW, TOLD | {"time_zone": "Europe/Vienna", "venue": "TIDES 2026"})
    again = client.post(NEW, TOLD)

    conference = Conference.objects.get()
    assert added.url == url("conference", conference)
    assert (str(conference), conference.time_zone) == ("TIDES 2026", "Europe/Vienna")
    assert again.status_code == 422
    assert "on the list already" in text_of(again)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": "2026-11-30"}, "ends before it starts"),
        ({"time_zone": "Vienna"}, "is not a time zone"),
        ({"name": ""}, "required"),
        ({"year": "12"}, "greater than or equal to 1990"),
    ],
)
def test_what_makes_no_sense_is_refused(recruiter, sign_in, changes, words):
    response = sign_in(recruiter).post(NEW, TOLD | changes)

    assert response.status_code == 422
    assert words in text_of(response)
    assert Conference.objects.count() == 0


def test_conference_is_changed(recruiter, sign_in, conference):
    client = sign_in(recruiter)
    other = factories.ConferenceFactory(name="WAVES")

    assert 'value="TIDES 2026"' in text_of(client.get(url("edit_conference", conference)))
    assert client.post(url("edit_conference", conference), TOLD | {"place": "Lisbon"}).status_code == 302
    assert client.post(url("edit_conference", other), TOLD).status_code == 422
    conference.refresh_from_db()
    assert conference.place == "Lisbon"


def test_authors_we_know_stand_on_the_plan_with_the_reason(recruiter, sign_in, conference, author):
    by_orcid = factories.CandidateFactory(name="Wei Lin")
    factories.IdentityFactory(candidate=by_orcid, kind="orcid", value="0000-0002-1825-0097")
    paper = factories.PaperFactory(title="Gauging waves", venue="TIDES 2026")
    factories.AuthorshipFactory(paper=paper, name="W. Lin", orcid="0000-0002-1825-0097")
    elsewhere = factories.CandidateFactory(name="Ann Else")
    factories.AuthorshipFactory(paper=factories.PaperFactory(venue="WAVES 2026"), candidate=elsewhere)

    page = text_of(sign_in(recruiter).get(url("conference", conference)))

    assert "Author 2 of “Counting tides”" in page
    assert "First author of “Gauging waves”" in page
    assert "Ann Else" not in page


def test_conference_without_papers_says_what_to_do(recruiter, sign_in):
    client = sign_in(recruiter)

    assert "No papers of this venue" in text_of(client.get(url("conference", factories.ConferenceFactory())))
    assert "Which papers are its own?" in text_of(client.get(url("conference", factories.ConferenceFactory(venue=""))))


def test_travellers_take_meetings_upon_themselves(recruiter, hiring_manager, sign_in, conference, author):
    client = sign_in(recruiter)
    claim = reverse("candidates:claim_meeting", args=[conference.uuid, author.uuid])
    client.post(claim, {"traveller": str(recruiter.uuid)})
    assert PlannedMeeting.objects.count() == 0

    client.post(url("trip", conference), {"goes": "1"})
    client.post(claim, {"traveller": str(recruiter.uuid)})
    assert PlannedMeeting.objects.get().traveller == recruiter

    Trip.objects.create(conference=conference, traveller=hiring_manager)
    client.post(claim, {"traveller": str(hiring_manager.uuid)})
    assert PlannedMeeting.objects.get().traveller == hiring_manager

    client.post(claim, {"traveller": ""})
    assert PlannedMeeting.objects.count() == 0


def test_who_does_not_go_meets_nobody(recruiter, conference, author):
    actions.set_trip(conference=conference, traveller=recruiter, goes=True)
    actions.set_claim(conference=conference, candidate=author, traveller=recruiter)

    actions.set_trip(conference=conference, traveller=recruiter, goes=False)

    assert PlannedMeeting.objects.count() == 0
    with pytest.raises(ConferenceError, match="does not go to TIDES 2026"):
        actions.set_claim(conference=conference, candidate=author, traveller=recruiter)


def test_travelling_engineer_sees_whom_they_mean_to_meet_without_their_files(interviewer, sign_in, conference, author):
    actions.set_trip(conference=conference, traveller=interviewer, goes=True)
    actions.set_claim(conference=conference, candidate=author, traveller=interviewer)

    page = text_of(sign_in(interviewer).get(url("conference", conference)))

    assert "You mean to meet" in page
    assert "Author 2 of “Counting tides”" in page
    assert reverse("candidates:candidate", args=[author.uuid]) not in page
    assert "Whom to meet" not in page


def test_stranger_cannot_plan_with_candidates_they_do_not_know(stranger, sign_in, conference, author):
    claim = reverse("candidates:claim_meeting", args=[conference.uuid, author.uuid])

    assert sign_in(stranger).post(claim, {"traveller": ""}).status_code == 404


def test_who_was_met_is_marked_on_the_plan(recruiter, sign_in, conference, author):
    factories.EncounterFactory(conference=conference, candidate=author, met_by=recruiter)

    assert f"by {recruiter.name}" in text_of(sign_in(recruiter).get(url("conference", conference)))


def test_pages_cost_the_same_however_many_rows(recruiter, sign_in, conference, author, count_queries):
    client = sign_in(recruiter)
    factories.EncounterFactory(conference=conference)
    pages = (LIST, url("conference", conference))
    once = [count_queries(lambda page=page: client.get(page)) for page in pages]
    for number in range(2):
        factories.ConferenceFactory()
        factories.EncounterFactory(conference=conference, candidate=factories.CandidateFactory())
        paper = factories.PaperFactory(venue="TIDES 2026")
        person = factories.CandidateFactory(name=f"Person {number}")
        factories.AuthorshipFactory(paper=paper, candidate=person)

    assert [count_queries(lambda page=page: client.get(page)) for page in pages] == once


@pytest.mark.parametrize("page", ["list", "conference"])
def test_cut_address_leads_to_the_first_page(recruiter, sign_in, conference, page):
    address = LIST if page == "list" else url("conference", conference)

    assert sign_in(recruiter).get(f"{address}?after=nonsense").status_code == 400


def test_interviewer_may_look_but_not_plan(interviewer, sign_in, conference):
    client = sign_in(interviewer)

    assert [client.get(LIST).status_code, client.get(NEW).status_code] == [200, 403]


def test_conference_is_on_from_the_day_before_to_the_day_after():
    tides = Conference(starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 5))

    days = [day for day in range(1, 10) if tides.is_on(dt.date(2026, 12, day))]

    assert days == [1, 2, 3, 4, 5, 6]
    assert tides.is_on(dt.date(2026, 11, 30))
