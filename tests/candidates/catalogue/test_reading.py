"""Channels, evidence rungs and motivations as shipped."""

import dataclasses

import pytest

from candidates.catalogue import reading
from candidates.channels.models import ChannelKind
from candidates.people.enums import Rung
from config import settings
from tests.workspace.catalogue.prose import faults, repeated, sentences

EVERYTHING = (*reading.channels(), *reading.evidence_rungs(), *reading.motivations())


def test_every_kind_of_channel_is_shipped():
    kinds = {channel.kind for channel in reading.channels()}

    assert kinds == set(ChannelKind.values) - {"other"}
    assert set(reading.CHANNEL_KINDS) == set(ChannelKind.values)


def test_channels_come_in_their_order():
    orders = [channel.order for channel in reading.channels()]

    assert orders == sorted(set(orders))


def test_rungs_are_those_of_the_ladder():
    assert [(rung.rung, rung.name) for rung in reading.evidence_rungs()] == list(Rung.choices)


def test_papers_are_judged_by_originality_execution_and_importance():
    top = reading.evidence_rungs()[-1]

    assert [line.split(":")[0] for line in top.judge[:3]] == ["Originality", "Execution", "Importance"]


def test_there_are_five_motivations_with_two_kinds_of_proof_each():
    motivations = reading.motivations()

    assert [one.slug for one in motivations] == ["tools", "skills", "people", "data", "mission"]
    assert min(len(one.answers) for one in motivations) >= 2


def test_icons_are_there():
    icons = [one.icon for one in (*reading.channels(), *reading.motivations())]

    assert [icon for icon in icons if not (settings.ICONS_DIR / f"{icon}.svg").exists()] == []


def test_values_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        reading.channels()[0].name = "Pigeon"


def test_prose_is_sound():
    found = set(sentences(EVERYTHING))

    assert len(found) > 50
    assert {text: faults(text) for text in found if faults(text)} == {}


def test_no_text_is_used_twice():
    assert repeated(sentences(EVERYTHING)) == []
