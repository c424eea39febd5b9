"""What a role should ask for, given its profile and the shape of its team."""

import pytest

from hiring.catalogue.proposing import propose
from hiring.catalogue.reading import Adjustment, ProposedBar, ProposedStrength, archetype, archetypes, role_profiles

PROFILES = {profile.slug: profile for profile in role_profiles()}


def proposal(profile, shape):
    one = PROFILES[profile]
    return propose(strengths=one.strengths, bars=one.bars, adjustments=archetype(shape).adjustments, profile=one.slug)


def bar_levels(found):
    return {bar.competency: bar.level for bar in found.bars}


def test_embedded_raises_the_software_bar_for_researchers():
    assert bar_levels(proposal("ml-researcher", "embedded"))["software-engineering"] == "high"


def test_research_lowers_the_software_bar_for_researchers():
    assert bar_levels(proposal("ml-researcher", "research"))["software-engineering"] == "low"


def test_adjusted_bar_gives_the_adjustments_reason():
    bars = {bar.competency: bar for bar in proposal("ml-researcher", "embedded").bars}

    assert bars["software-engineering"].why == "Everybody in the team deploys what they make."


def test_nascent_leads_with_delivery():
    strengths = [one.competency for one in proposal("ml-engineer", "nascent").strengths]

    assert strengths == ["project-delivery", "software-engineering"]


@pytest.mark.parametrize("shape", archetypes(), ids=lambda shape: shape.slug)
@pytest.mark.parametrize("profile", PROFILES)
def test_every_proposal_keeps_to_few_strengths_and_bars(profile, shape):
    found = proposal(profile, shape.slug)

    named = [one.competency for one in (*found.strengths, *found.bars)]
    assert len(set(named)) == len(named)
    assert 1 <= len(found.strengths) <= 3
    assert 3 <= len(found.bars) <= 4


@pytest.mark.parametrize("shape", archetypes(), ids=lambda shape: shape.slug)
def test_every_shipped_adjustment_changes_something(shape):
    adjusted = [one for profile in PROFILES for one in proposal(profile, shape.slug).adjusted]

    assert sorted(adjusted, key=repr) == sorted(shape.adjustments, key=repr)


def adjustment(change, competency="maths", level=""):
    return Adjustment(profile="cook", change=change, competency=competency, level=level, why="Because.")


def test_adjustment_of_another_profile_is_left_aside():
    bars = [ProposedBar("maths", "mid", "Sums.")]

    found = propose(strengths=(), bars=bars, adjustments=[adjustment("raise")], profile="waiter")

    assert (found.bars, found.adjusted) == (tuple(bars), ())


def test_bar_at_the_top_stays_there():
    bars = [ProposedBar("maths", "high", "Sums.")]

    found = propose(strengths=(), bars=bars, adjustments=[adjustment("raise")], profile="cook")

    assert (found.bars, found.adjusted) == (tuple(bars), ())


def test_bar_that_was_taken_out_is_not_raised():
    found = propose(strengths=(), bars=(), adjustments=[adjustment("raise")], profile="cook")

    assert (found.bars, found.adjusted) == ((), ())


def test_added_bar_leaves_a_strength_alone():
    strengths = [ProposedStrength("maths", "Loves it.")]

    found = propose(strengths=strengths, bars=(), adjustments=[adjustment("add-bar", level="low")], profile="cook")

    assert (found.strengths, found.bars) == (tuple(strengths), ())


def test_lead_with_a_strength_that_is_not_there_does_nothing():
    strengths = [ProposedStrength("baking", "Bread.")]

    found = propose(strengths=strengths, bars=(), adjustments=[adjustment("lead-with")], profile="cook")

    assert (found.strengths, found.adjusted) == (tuple(strengths), ())
