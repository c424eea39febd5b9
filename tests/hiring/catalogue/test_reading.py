"""Competencies, role profiles, archetypes, stage templates, pool estimates and reasons as shipped."""

import pytest

from candidates.catalogue.reading import motivations
from config import settings
from hiring.catalogue import reading
from hiring.roles.enums import BarLevel, CompetencySide, StageKind
from hiring.teams.models import Archetype
from tests.workspace.catalogue.prose import faults, repeated, sentences

COMPETENCIES = {one.slug: one for one in reading.competencies()}
EVERYTHING = (
    *reading.competencies(),
    *reading.role_profiles(),
    *reading.archetypes(),
    *reading.stage_templates(),
    *reading.pool_estimates(),
    *reading.closing_reasons(),
)


@pytest.mark.parametrize("competency", COMPETENCIES.values(), ids=list(COMPETENCIES))
def test_competency_has_distinct_anchors_bars_and_hints(competency):
    assert len(set(competency.strength_anchors)) == 4
    assert list(competency.bars) == BarLevel.values
    assert len(set(competency.bars.values())) == 3
    assert list(competency.near) == ["clearly_below", "just_below", "just_above", "clearly_above"]
    assert competency.side in CompetencySide.values


@pytest.mark.parametrize("competency", COMPETENCIES.values(), ids=list(COMPETENCIES))
def test_anchors_are_fragments_that_complete_the_candidate(competency):
    fragments = [*competency.strength_anchors, *competency.bars.values(), *competency.near.values()]

    assert [text for text in fragments if text[0].isupper() or text.endswith(".")] == []


def test_seven_profiles_are_shipped():
    assert [profile.slug for profile in reading.role_profiles()] == [
        "ml-engineer",
        "ml-researcher",
        "data-scientist",
        "data-engineer",
        "ml-platform-engineer",
        "devops-engineer",
        "ml-product-manager",
    ]


@pytest.mark.parametrize("profile", reading.role_profiles(), ids=lambda profile: profile.slug)
def test_profile_names_few_strengths_and_bars_that_exist(profile):
    strengths = [one.competency for one in profile.strengths]
    bars = [one.competency for one in profile.bars]

    assert set(strengths + bars) <= set(COMPETENCIES)
    assert len(set(strengths + bars)) == len(strengths) + len(bars)
    assert 1 <= len(strengths) <= 2
    assert 3 <= len(bars) <= 4
    assert profile.stage_template in {template.slug for template in reading.stage_templates()}


def test_skill_words_and_numbers_agree():
    words = {"low": 2, "low to mid": 3, "mid": 5, "high": 7, "very high": 9}
    skills = [skill for one in reading.role_profiles() for skill in (one.ml, one.software, one.communication)]

    assert [skill for skill in skills if words[skill.words] != skill.level] == []


def test_skills_are_those_of_the_chart():
    assert {
        one.slug: (one.ml.words, one.software.words, one.communication.words) for one in reading.role_profiles()
    } == {
        "ml-product-manager": ("mid", "low", "very high"),
        "devops-engineer": ("low", "very high", "low"),
        "ml-platform-engineer": ("low to mid", "very high", "mid"),
        "data-engineer": ("low to mid", "high", "mid"),
        "ml-engineer": ("high", "high", "mid"),
        "ml-researcher": ("very high", "low to mid", "high"),
        "data-scientist": ("mid", "mid", "high"),
    }


def test_archetypes_are_those_a_team_can_have():
    assert [shape.slug for shape in reading.archetypes()] == Archetype.values
    assert [shape.name for shape in reading.archetypes()] == Archetype.labels


@pytest.mark.parametrize("shape", reading.archetypes(), ids=lambda shape: shape.slug)
def test_archetype_says_what_to_know(shape):
    assert [title for title, _ in shape.design] == list(reading.DESIGN_CHOICES.values())
    assert min(map(len, (shape.advantages, shape.drawbacks, shape.selling_points, shape.risks))) >= 2


@pytest.mark.parametrize("shape", reading.archetypes(), ids=lambda shape: shape.slug)
def test_adjustments_name_profiles_and_competencies_that_exist(shape):
    profiles = {profile.slug for profile in reading.role_profiles()}

    assert {one.profile for one in shape.adjustments} <= profiles
    assert {one.competency for one in shape.adjustments} <= set(COMPETENCIES)
    assert {one.profile for one in shape.adjustments} >= {"ml-engineer", "ml-researcher"}


def test_archetype_unknown_raises():
    with pytest.raises(KeyError):
        reading.archetype("ziggurat")


def test_role_profile_of_the_organisations_own_is_none():
    assert reading.role_profile("quantum-poet") is None


@pytest.mark.parametrize("template", reading.stage_templates(), ids=lambda template: template.slug)
def test_stage_template_walks_from_sourced_to_offer(template):
    assert [stage.kind for stage in template.stages] == StageKind.values
    assert len({stage.name for stage in template.stages}) == len(template.stages)
    assert all(1 <= stage.sla_days <= 15 for stage in template.stages)


def test_pools_keep_source_and_year():
    pools = {pool.slug: (pool.low, pool.high) for pool in reading.pool_estimates()}

    assert pools == {
        "publishing-researchers": (5_000, 5_000),
        "right-skills": (10_000, 10_000),
        "phd-educated": (22_000, 22_000),
        "upper-bound": (90_000, 90_000),
        "researchers-and-practitioners": (200_000, 300_000),
        "us-developers": (3_600_000, 3_600_000),
        "world-developers": (18_200_000, 18_200_000),
    }
    assert all(pool.source and 2010 <= pool.year <= 2019 for pool in reading.pool_estimates())


def test_every_motivation_is_a_reason_to_decline():
    declined = [reason for reason in reading.closing_reasons() if reason.kind == "declined"]

    assert {reason.motivation for reason in declined} == {"", *(one.slug for one in motivations())}


def test_only_a_declined_offer_is_told_in_motivations():
    others = [reason for reason in reading.closing_reasons() if reason.kind != "declined"]

    assert [reason.slug for reason in others if reason.motivation] == []


def test_every_rejection_has_words_for_the_candidate():
    rejections = [reason for reason in reading.closing_reasons() if reason.kind == "rejection"]

    assert rejections
    assert [reason.slug for reason in rejections if not reason.kind_words] == []


def test_icons_are_there():
    icons = [one.icon for one in (*reading.role_profiles(), *reading.archetypes())]

    assert [icon for icon in icons if not (settings.ICONS_DIR / f"{icon}.svg").exists()] == []


def test_prose_is_sound():
    found = set(sentences(EVERYTHING))

    assert len(found) > 50
    assert {text: faults(text) for text in found if faults(text)} == {}


def test_no_text_is_used_twice():
    found = sentences(EVERYTHING, skip=("name", "words", "tools", "source", "design"))

    assert repeated(found) == []
