import pytest

from hiring.models import Competency, ProfileCompetency
from hiring.roles.opening import propose_role
from tests.factories import CompetencyFactory, RoleProfileFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def researcher():
    """A researcher's profile as shipped, in short: creativity may be the strength, software engineering has a mid bar."""
    profile = RoleProfileFactory(slug="ml-researcher", name="ML researcher")
    for position, (slug, strength, bar) in enumerate(
        (("creative-thinking", True, ""), ("software-engineering", False, "mid"), ("ml-theory", True, "high"))
    ):
        competency = CompetencyFactory(slug=slug)
        ProfileCompetency.objects.create(
            profile=profile, competency=competency, may_be_strength=strength, bar_level=bar, position=position
        )
    return profile


def bars_of(proposal):
    return {one.competency.slug: one.bar_level for one in proposal.criteria if one.bar_level}


def test_embedded_raises_the_software_bar_of_a_researcher(researcher):
    proposal = propose_role(TeamFactory(archetype="embedded"), researcher)

    assert bars_of(proposal)["software-engineering"] == "high"
    assert any("the bar is raised" in words for words in proposal.adjusted)


def test_research_lowers_it(researcher):
    proposal = propose_role(TeamFactory(archetype="research"), researcher)

    assert bars_of(proposal)["software-engineering"] == "low"


def test_the_anchor_is_that_of_the_level(researcher):
    proposal = propose_role(TeamFactory(archetype="embedded"), researcher)

    anchors = {one.competency.slug: one.bar_anchor for one in proposal.criteria}
    assert anchors["software-engineering"] == "Does it alone."


def test_a_competency_that_is_both_is_proposed_once(researcher):
    criteria = propose_role(TeamFactory(archetype="function"), researcher).criteria

    theory = [one for one in criteria if one.competency.slug == "ml-theory"]
    assert [(one.may_be_strength, one.bar_level) for one in theory] == [(True, "high")]


def test_lists_come_apart(researcher):
    lists = propose_role(TeamFactory(archetype="function"), researcher).lists

    assert all(lists[kind] for kind in ("must", "nice", "duty"))
    assert not set(lists["must"]) & set(lists["nice"])


def test_a_profile_of_ones_own_proposes_what_it_says_and_empty_lists():
    profile = RoleProfileFactory(slug="our-own", name="Our own")
    ProfileCompetency.objects.create(profile=profile, competency=CompetencyFactory(), bar_level="mid")

    proposal = propose_role(TeamFactory(), profile)

    assert list(bars_of(proposal).values()) == ["mid"]
    assert proposal.lists == {"must": [], "nice": [], "duty": []}


def test_a_competency_no_longer_in_use_is_not_proposed(researcher):
    Competency.objects.filter(slug="ml-theory").update(is_active=False)

    criteria = propose_role(TeamFactory(), researcher).criteria

    assert "ml-theory" not in {one.competency.slug for one in criteria}
