import uuid

import pytest

from hiring.models import Application
from tests.factories import ApplicationFactory, CandidateFactory, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db
ADD = "/candidates/applications/"


@pytest.fixture
def people():
    return [CandidateFactory(name=name) for name in ("Elin Vasquez", "Mei Sørensen")]


def given(people, **more):
    return {"candidate": [str(person.uuid) for person in people], "next": "/candidates/?mine=1", **more}


def test_the_list_offers_it_to_whoever_plans_hiring(sign_in, recruiter, hiring_manager, role, people):
    ApplicationFactory(role=role, candidate=people[0])
    pages = [sign_in(user).get("/candidates/").text for user in (recruiter, hiring_manager)]

    assert [page.count(f'formaction="{ADD}"') for page in pages] == [1, 1]
    assert [page.count("data-bulk-one") for page in pages] == [2, 1]
    assert ["Take over" in page for page in pages] == [True, False]


def test_it_names_everybody_and_where_they_are_before_it_asks_for_the_role(sign_in, recruiter, role, people):
    ApplicationFactory(role=role, candidate=people[1])

    page = sign_in(recruiter).post(ADD, given(people))

    assert page.status_code == 200
    assert "Put 2 candidates into a role" in page.text
    assert "Elin Vasquez" in page.text
    assert f"{role.title}: Screen" in page.text
    assert Application.objects.count() == 1


def test_they_enter_with_one_undo_and_whoever_was_in_already_is_named(sign_in, recruiter, role, people):
    ApplicationFactory(role=role, candidate=people[1])
    client = sign_in(recruiter)

    page = client.post(ADD, given(people, confirmed="1", role=role.slug), follow=True)

    assert page.redirect_chain == [("/candidates/?mine=1", 302)]
    assert f"1 candidate is in Screen of {role}" in page.text
    assert f"Mei Sørensen is already active on {role}." in page.text
    undo = page.text.split('action="/changes/batch/')[1].split('"')[0]
    client.post(f"/changes/batch/{undo}")
    assert list(Application.objects.values_list("candidate__name", flat=True)) == ["Mei Sørensen"]


def test_without_a_role_the_choice_is_kept(sign_in, recruiter, people):
    page = sign_in(recruiter).post(ADD, given(people, confirmed="1"))

    assert page.status_code == 422
    assert page.text.count("checked>") == 2


def test_without_anybody_it_says_so(sign_in, recruiter, role):
    page = sign_in(recruiter).post(ADD, {"confirmed": "1", "role": role.slug}, follow=True)

    assert "Choose somebody first" in page.text


def test_whoever_is_gone_or_not_theirs_to_see_is_counted(sign_in, recruiter, role, people):
    chosen = given(people, confirmed="1", role=role.slug)
    chosen["candidate"].append(str(uuid.uuid4()))

    page = sign_in(recruiter).post(ADD, chosen, follow=True)

    assert f"2 candidates are in Screen of {role}" in page.text
    assert "1 more did not enter" in page.text


def test_a_role_that_is_not_theirs_is_no_choice(sign_in, hiring_manager, role, people):
    foreign = RoleFactory(is_confidential=True, hiring_manager=UserFactory(hiring_manager=True))
    mine = ApplicationFactory(role=role, candidate=people[0])

    page = sign_in(hiring_manager).post(ADD, given(people, confirmed="1", role=foreign.slug))

    assert page.status_code == 422
    assert list(Application.objects.all()) == [mine]


def test_it_is_not_for_interviewers(sign_in, interviewer, people):
    assert sign_in(interviewer).post(ADD, given(people)).status_code == 403
