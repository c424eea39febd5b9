"""Roles with their numbers, a role's page and state, and adding a candidate."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    ApplicationFactory,
    CandidateFactory,
    ClosingReasonFactory,
    RoleCompetencyFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db

ROLES = "/roles/"


@pytest.fixture
def page_url(role):
    return reverse("hiring:role", args=[role.slug])


# --- The list --------------------------------------------------------------------------------------------------------


def test_roles_show_their_pipeline_in_numbers(sign_in, recruiter, role):
    ApplicationFactory(role=role)
    ApplicationFactory(role=role, applied_at=timezone.now() - dt.timedelta(days=30))
    stage = role.stages.first()

    page = sign_in(recruiter).get(ROLES).content.decode()

    assert 'title="Screen: 2, 1 too long"' in page
    assert f"/roles/{role.slug}/applications/?stage={stage.uuid}" in page
    assert f"/roles/{role.slug}/applications/?waiting=1" in page


def test_roles_of_others_and_closed_ones_are_not_listed(sign_in, hiring_manager, role):
    RoleFactory(title="Of somebody else")
    RoleFactory(title="Long closed", hiring_manager=hiring_manager, state="closed", closed_at=timezone.now())
    client = sign_in(hiring_manager)

    page = client.get(ROLES).content.decode()

    assert role.title in page
    assert "Of somebody else" not in page
    assert "Long closed" not in page
    assert "Long closed" in client.get(ROLES + "?state=closed").content.decode()


def test_confidential_roles_are_listed_to_their_own_only(sign_in, recruiter, admin):
    RoleFactory(title="Head of research", is_confidential=True, recruiter=recruiter)

    assert "Head of research" in sign_in(recruiter).get(ROLES).content.decode()
    assert "Head of research" not in sign_in(admin).get(ROLES).content.decode()


def test_roles_are_not_for_interviewers(sign_in, interviewer):
    assert sign_in(interviewer).get(ROLES).status_code == 403


def test_roles_cost_the_same_with_one_and_three(sign_in, recruiter, role, count_queries):
    client = sign_in(recruiter)
    client.get(ROLES)
    ApplicationFactory(role=role)
    one = count_queries(lambda: client.get(ROLES))
    for _ in range(2):
        ApplicationFactory(role=RoleFactory())

    three = count_queries(lambda: client.get(ROLES))

    assert one == three
    assert three <= 15


def test_roles_with_a_broken_cursor_start_again(sign_in, recruiter):
    assert sign_in(recruiter).get(ROLES + "?after=rubbish").url == ROLES


def test_no_roles_say_what_to_do(sign_in, recruiter):
    assert "Open a role from a profile" in sign_in(recruiter).get(ROLES).content.decode()


# --- A role's page ---------------------------------------------------------------------------------------------------


def test_role_page_says_what_is_hired_for(sign_in, recruiter, role, page_url):
    RoleCompetencyFactory(role=role, competency__name="Creative thinking", strength=True)
    RoleCompetencyFactory(role=role, competency__name="Reading curves", bar_anchor="Spots overfitting.")
    role.requirements.create(kind="must", text="Has run a service")

    page = sign_in(recruiter).get(page_url).content.decode()

    for words in ("Creative thinking", "may be the strength", "mid bar", "Spots overfitting.", "Has run a service"):
        assert words in page


def test_role_page_draws_the_skills_with_their_table(sign_in, recruiter, page_url):
    page = sign_in(recruiter).get(page_url).content.decode()

    assert 'id="skills"' in page
    assert "The numbers" in page


def test_role_page_is_not_for_strangers_nor_interviewers(sign_in, stranger, interviewer, admin, role, page_url):
    role.members.create(user=interviewer, added_by=admin)

    assert [sign_in(user).get(page_url).status_code for user in (stranger, interviewer)] == [404, 403]


def test_role_page_of_a_member_has_no_buttons_to_change_it(sign_in, stranger, admin, role, page_url):
    role.members.create(user=stranger, added_by=admin)

    page = sign_in(stranger).get(page_url).content.decode()

    assert "/edit/" not in page
    assert "/close/" not in page


def test_role_page_costs_the_same_whatever_it_asks_for(sign_in, recruiter, role, page_url, count_queries):
    client = sign_in(recruiter)
    RoleCompetencyFactory(role=role)
    client.get(page_url)
    one = count_queries(lambda: client.get(page_url))
    for _ in range(2):
        RoleCompetencyFactory(role=role)
        ApplicationFactory(role=role)

    assert count_queries(lambda: client.get(page_url)) == one


# --- Its state -------------------------------------------------------------------------------------------------------


def test_a_role_is_held_and_opened_from_its_page(sign_in, recruiter, role):
    RoleCompetencyFactory(role=role, strength=True)
    client, address = sign_in(recruiter), reverse("hiring:role_state", args=[role.slug])

    client.post(address, {"state": "on_hold"})
    role.refresh_from_db()
    assert role.state == "on_hold"

    client.post(address, {"state": "open"})
    role.refresh_from_db()
    assert role.state == "open"


def test_closing_asks_why_and_what_becomes_of_those_in_it(sign_in, recruiter, role):
    application = ApplicationFactory(role=role)
    reason = ClosingReasonFactory(slug="role-closed")
    client, address = sign_in(recruiter), reverse("hiring:close_role", args=[role.slug])

    assert "still active in it" in client.get(address).content.decode()
    refused = client.post(address, {"because": "filled"})
    assert refused.status_code == 422
    assert "1 candidate is still active" in refused.content.decode()

    client.post(address, {"because": "filled", "reason": reason.slug})

    role.refresh_from_db()
    application.refresh_from_db()
    assert (role.state, application.standing) == ("closed", "rejected")


def test_state_is_not_for_strangers_nor_members(sign_in, stranger, admin, role):
    addresses = [reverse(f"hiring:{name}", args=[role.slug]) for name in ("role_state", "close_role")]
    assert [sign_in(stranger).post(address).status_code for address in addresses] == [404, 404]

    role.members.create(user=stranger, added_by=admin)

    assert [sign_in(stranger).post(address).status_code for address in addresses] == [403, 403]


# --- Adding a candidate ----------------------------------------------------------------------------------------------


@pytest.fixture
def adding(role):
    return reverse("hiring:add_application", args=[role.slug])


def test_a_candidate_is_found_and_added(sign_in, recruiter, role, adding):
    elin = CandidateFactory(name="Elin Vasquez")
    CandidateFactory(name="Somebody Else")
    client = sign_in(recruiter)

    page = client.get(adding + "?q=elin").content.decode()
    answer = client.post(adding, {"candidate": str(elin.uuid)})

    assert "Elin Vasquez" in page
    assert "Somebody Else" not in page
    made = role.applications.get()
    assert (made.candidate, made.added_by, made.stage.name) == (elin, recruiter, "Screen")
    assert answer.url == reverse("hiring:application", args=[made.uuid])


def test_searching_with_htmx_answers_with_the_results_alone(sign_in, recruiter, adding):
    CandidateFactory(name="Elin Vasquez")

    page = sign_in(recruiter, htmx=True).get(adding + "?q=elin").content.decode()

    assert page.lstrip().startswith("<section")
    assert "Elin Vasquez" in page


def test_who_is_in_already_is_a_link_and_refused_twice(sign_in, recruiter, role, adding):
    application = ApplicationFactory(role=role)
    client = sign_in(recruiter)

    page = client.get(adding).content.decode()
    answer = client.post(adding, {"candidate": str(application.candidate.uuid)})

    assert reverse("hiring:application", args=[application.uuid]) in page
    assert answer.status_code == 422
    assert "already active on" in answer.content.decode()


def test_a_hiring_manager_finds_only_candidates_they_may_see(sign_in, hiring_manager, role, adding):
    ApplicationFactory(role=role, candidate__name="Known Person")
    hidden = CandidateFactory(name="Unknown Person")
    client = sign_in(hiring_manager)

    page = client.get(adding + "?q=person").content.decode()

    assert "Known Person" in page
    assert "Unknown Person" not in page
    assert client.post(adding, {"candidate": str(hidden.uuid)}).status_code == 404


def test_adding_is_not_for_strangers_nor_interviewers(sign_in, stranger, interviewer, admin, role, adding):
    role.members.create(user=interviewer, added_by=admin)

    assert [sign_in(user).get(adding).status_code for user in (stranger, interviewer)] == [404, 403]


@pytest.mark.parametrize("candidate", ["", "rubbish", "\x00"])
def test_adding_rubbish_is_not_found(sign_in, recruiter, adding, candidate):
    assert sign_in(recruiter).post(adding, {"candidate": candidate}).status_code == 404


def test_finding_costs_the_same_with_one_and_three(sign_in, recruiter, role, adding, count_queries):
    client = sign_in(recruiter)
    client.get(adding)
    ApplicationFactory(role=role)
    one = count_queries(lambda: client.get(adding))
    for _ in range(2):
        ApplicationFactory(role=role)

    assert count_queries(lambda: client.get(adding)) == one
