"""Ratings tell the story they are meant to, and every rating has words."""

import random

import pytest

from config.demo import company
from config.demo.panels import DRAWS, MARKS, SIGNALS, Voices, asked, draw_panel, judge, observations, role_facts
from config.demo.works import words
from tests.workspace.catalogue.prose import faults, repeated, sentences

SHAPES = {team.key: team.archetype for team in company.teams()}
FACTS = {role.key: role_facts(role.profile, SHAPES[role.team]) for role in company.roles()}


def test_there_are_many_observations_and_none_twice():
    texts = [text for texts in observations().values() for text in texts]

    assert len(texts) > 250
    assert repeated(texts) == []


def test_prose_is_sound():
    found = sentences(list(observations().values())) + sentences(tuple(_leaves(words())))
    found = [text.replace("{strength}", "It").replace("{bar}", "It") for text in found]

    assert {text: faults(text) for text in found if faults(text)} == {}


def _leaves(value):
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [leaf for part in parts for leaf in _leaves(part)]


@pytest.mark.parametrize("role", FACTS)
def test_every_rating_that_can_be_asked_for_has_words(role):
    facts = FACTS[role]
    missing = [
        (kit.slug, competency, scale, choice)
        for _, kit in facts.planned
        for competency, scale in asked(kit, facts.strengths, [slug for slug, _ in facts.bars])
        for choice in (MARKS if scale == "bar" else "1234")
        if not observations().get((kit.slug, competency, scale, choice))
    ]

    assert missing == []


@pytest.mark.parametrize("role", FACTS)
def test_every_strength_has_hypotheses_in_words(role):
    for slug in FACTS[role].strengths:
        assert set(words()["hypotheses"][slug]) == {"suggested_by", "refuted_by"}


@pytest.mark.parametrize("story", SIGNALS)
@pytest.mark.parametrize("role", FACTS)
def test_panel_is_read_by_the_rule_as_its_story_wants(role, story):
    facts = FACTS[role]
    hypotheses = facts.strengths[:2]
    bars = facts.bars_beside(hypotheses)
    kits = [kit for _, kit in facts.planned]

    _, panel = draw_panel(story, kits, hypotheses, bars, random.Random(5))

    found = judge([(kit, kit.slug, panel[kit.slug]) for kit in kits], hypotheses, bars)
    assert found.signal is SIGNALS[story]


def test_panel_that_cannot_tell_its_story_says_so():
    facts = FACTS["perception-researcher"]

    with pytest.raises(RuntimeError, match="tells the story “hire”"):
        draw_panel("hire", [facts.planned[0][1]], facts.strengths[:1], ["ml-theory"], random.Random(5))


def test_draws_are_choices_of_their_scale():
    steps = {choice for choices, _ in DRAWS.values() for choice in choices}

    assert steps == {"1", "2", "3", "4", *MARKS}


def test_voices_come_back_as_late_as_possible():
    voices = Voices(random.Random(1))

    heard = [voices.choose(["a", "b", "c"]) for _ in range(6)]

    assert sorted(heard[:3]) == sorted(heard[3:]) == ["a", "b", "c"]
