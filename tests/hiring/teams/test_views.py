import pytest
from django.urls import reverse

from hiring.models import Team
from tests.factories import TeamFactory
from workspace.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(name="Perception", archetype="embedded", purpose="Sees before the arm moves.")


def test_teams_are_listed_with_their_shape(sign_in, recruiter, team):
    page = sign_in(recruiter).get(reverse("hiring:teams")).content.decode()

    assert "Perception" in page
    assert "Embedded in product teams" in page


def test_no_teams_say_what_to_do(sign_in, recruiter):
    assert "Set up a team" in sign_in(recruiter).get(reverse("hiring:teams")).content.decode()


def test_a_team_says_what_to_know_when_hiring_here(sign_in, recruiter, team):
    page = sign_in(recruiter).get(reverse("hiring:team", args=[team.uuid])).content.decode()

    for words in ("What to know when hiring here", "What to offer", "What can go wrong", "Advantages", "Drawbacks"):
        assert words in page


def test_the_form_explains_all_five_shapes(sign_in, recruiter):
    page = sign_in(recruiter).get(reverse("hiring:new_team")).content.decode()

    assert page.count('name="archetype"') == 5
    assert page.count("You are this if") == 5


def test_a_team_is_set_up(sign_in, hiring_manager):
    data = {"name": "Ranking", "archetype": "function", "purpose": "", "lead": hiring_manager.pk}

    answer = sign_in(hiring_manager).post(reverse("hiring:new_team"), data)

    team = Team.objects.get()
    assert (team.name, team.archetype, team.lead) == ("Ranking", "function", hiring_manager)
    assert answer.url == reverse("hiring:team", args=[team.uuid])
    assert Activity.objects.get().verb == "created_team"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"archetype": "pyramid"}, {"name": "Perception"}])
def test_a_team_with_something_wrong_keeps_what_was_typed(sign_in, recruiter, team, wrong):
    data = {"name": "Ranking", "archetype": "function", "purpose": "Kept."} | wrong

    answer = sign_in(recruiter).post(reverse("hiring:new_team"), data)

    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()


def test_a_team_is_edited(sign_in, recruiter, team):
    data = {"name": "Perception", "archetype": "ml_first", "purpose": "Sees."}

    sign_in(recruiter).post(reverse("hiring:edit_team", args=[team.uuid]), data)

    team.refresh_from_db()
    assert (team.archetype, team.purpose) == ("ml_first", "Sees.")


@pytest.mark.parametrize("name", ["teams", "new_team"])
def test_teams_are_not_for_interviewers(sign_in, interviewer, name):
    assert sign_in(interviewer).get(reverse(f"hiring:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["team", "edit_team"])
def test_a_team_is_not_found_by_interviewers(sign_in, interviewer, team, name):
    assert sign_in(interviewer).get(reverse(f"hiring:{name}", args=[team.uuid])).status_code == 404


def test_teams_cost_the_same_with_one_and_three(sign_in, recruiter, team, count_queries):
    client = sign_in(recruiter)
    client.get(reverse("hiring:teams"))
    one = count_queries(lambda: client.get(reverse("hiring:teams")))
    TeamFactory(lead=recruiter)
    TeamFactory(lead=recruiter)

    assert count_queries(lambda: client.get(reverse("hiring:teams"))) == one
