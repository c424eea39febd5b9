import pytest
from django.urls import reverse

from candidates.models import Candidate
from candidates.people.signals import candidate_panels_wanted, candidates_listed
from tests.factories import ApplicationFactory, CandidateFactory, RoleFactory, SeatFactory
from workspace.panels import gather_panels

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_url(application):
    return reverse("candidates:candidate", args=[application.candidate.uuid])


def test_a_list_of_candidates_says_where_they_are_active(hiring_manager, application):
    elsewhere = ApplicationFactory(candidate=application.candidate)
    rows = [application.candidate, CandidateFactory()]

    candidates_listed.send(Candidate, rows=rows, viewer=hiring_manager)

    assert [[line["words"] for line in row.in_pipeline] for row in rows] == [[f"{application.role}: Screen"], []]
    assert elsewhere.role.title not in str(rows[0].in_pipeline)


def test_a_list_of_candidates_costs_one_query_whatever_their_number(recruiter, role, count_queries):
    def listed(number):
        rows = [ApplicationFactory(role=role).candidate for _ in range(number)]
        return count_queries(lambda: candidates_listed.send(Candidate, rows=rows, viewer=recruiter))

    assert listed(1) == listed(3)


def test_a_candidates_page_shows_their_applications(sign_in, recruiter, application, page_url):
    page = sign_in(recruiter).get(page_url).content.decode()

    assert reverse("hiring:application", args=[application.uuid]) in page
    assert "Put into this role" in page


def test_an_interviewer_sees_only_their_own_application_and_not_where_it_stands(interviewer, application):
    SeatFactory(user=interviewer, interview__application=application)
    ApplicationFactory(candidate=application.candidate)

    (panel,) = [
        panel
        for panel in gather_panels(
            candidate_panels_wanted, Candidate, candidate=application.candidate, viewer=interviewer
        )
        if panel.tab == "Applications"
    ]

    assert panel.context["applications"] == [(application, False)]
    assert panel.context["roles"] is None


def put(client, candidate, role):
    return client.post(reverse("hiring:put_into_role", args=[candidate.uuid]), {"role": role.slug})


def test_a_candidate_is_put_into_a_role_from_their_page(sign_in, recruiter, role):
    candidate = CandidateFactory()

    answer = put(sign_in(recruiter), candidate, role)

    assert answer.url == reverse("hiring:application", args=[role.applications.get(candidate=candidate).uuid])


def test_putting_into_a_role_twice_is_refused_in_words(sign_in, recruiter, application):
    answer = put(sign_in(recruiter), application.candidate, application.role)

    assert answer.url == reverse("candidates:candidate", args=[application.candidate.uuid])
    assert application.role.applications.count() == 1


def test_putting_into_a_role_of_others_is_refused(sign_in, hiring_manager, application):
    elsewhere = RoleFactory()

    put(sign_in(hiring_manager), application.candidate, elsewhere)

    assert elsewhere.applications.count() == 0


def test_putting_into_a_role_is_not_for_strangers_nor_interviewers(sign_in, stranger, interviewer, application):
    SeatFactory(user=interviewer, interview__application=application)

    assert [
        put(sign_in(user), application.candidate, application.role).status_code for user in (stranger, interviewer)
    ] == [404, 403]
