import pytest
from django.urls import reverse

from hiring.models import ProfileCompetency
from tests.factories import CompetencyFactory, RoleFactory, RoleProfileFactory
from workspace.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile():
    return RoleProfileFactory(is_shipped=True)


@pytest.fixture
def address(profile):
    return reverse("hiring:profile", args=[profile.slug])


def entered(strength, **changes):
    data = {"name": "Engineer", "job": "Builds.", "work_product": "A service.", "tools": "", "advice": ""}
    data |= {"ml_skill": 5, "software_skill": 9, "communication": 4, f"strength-{strength.pk}": "on"}
    return data | changes


def test_a_profile_is_edited_with_what_it_proposes(sign_in, admin, profile, address):
    strength, bar = CompetencyFactory(), CompetencyFactory()
    ProfileCompetency.objects.create(profile=profile, competency=strength, bar_level="high")

    answer = sign_in(admin).post(address, entered(strength, **{f"bar-{bar.pk}": "low"}))

    profile.refresh_from_db()
    assert answer.url == reverse("hiring:profiles")
    assert (profile.name, profile.software_skill, profile.is_shipped) == ("Engineer", 9, False)
    assert list(profile.competencies.values_list("competency", "may_be_strength", "bar_level")) == [
        (strength.pk, True, ""),
        (bar.pk, False, "low"),
    ]
    assert Activity.objects.get().verb == "edited_profile"


def test_roles_of_a_profile_keep_what_they_have(sign_in, admin, profile, address):
    role = RoleFactory(profile=profile)
    role.criteria.create(competency=CompetencyFactory(), may_be_strength=True)

    sign_in(admin).post(address, entered(CompetencyFactory()))

    assert role.criteria.count() == 1


def test_the_page_shows_what_is_proposed_now(sign_in, admin, profile, address):
    competency = CompetencyFactory(name="Reading curves")
    ProfileCompetency.objects.create(profile=profile, competency=competency, may_be_strength=True)

    page = sign_in(admin).get(address).content.decode()

    assert "Reading curves" in page
    assert f'name="strength-{competency.pk}"' in page


@pytest.mark.parametrize(
    ("changes", "words"), [({"ml_skill": 11}, "less than or equal to 10"), ({"name": ""}, "This field is required")]
)
def test_a_profile_with_something_wrong_keeps_what_was_typed(sign_in, admin, address, changes, words):
    answer = sign_in(admin).post(address, entered(CompetencyFactory(), job="Kept.", **changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Kept." in answer.content.decode()


def test_profiles_are_for_admins(sign_in, admin, recruiter, interviewer, address):
    for page in (address, reverse("hiring:profiles")):
        assert [sign_in(user).get(page).status_code for user in (admin, recruiter, interviewer)] == [200, 403, 403]


def test_a_profile_that_is_not_there_is_not_found(sign_in, admin):
    assert sign_in(admin).get(reverse("hiring:profile", args=["nothing"])).status_code == 404
