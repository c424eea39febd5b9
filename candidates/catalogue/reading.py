"""Channels, evidence rungs and motivations as they are shipped: frozen values, checked as they are read."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workspace.catalogue.entries import Entry, read_entries

FOLDER = Path(__file__).parent
CHANNEL_KINDS = (
    "arxiv",
    "reimplementation",
    "conference",
    "referral",
    "direct",
    "course",
    "campus",
    "linkedin",
    "agency",
    "other",
)


@dataclass(frozen=True)
class ShippedChannel:
    """A way people come to us."""

    slug: str
    name: str
    kind: str
    mark: str
    icon: str
    order: int
    about: str
    works_when: str


@dataclass(frozen=True)
class ShippedRung:
    """What a piece of evidence can show, from 1 (lightest) to 5 (heaviest)."""

    slug: str
    rung: int
    name: str
    meaning: str
    examples: tuple[str, ...]
    judge: tuple[str, ...]
    careful: str


@dataclass(frozen=True)
class ShippedMotivation:
    """What a practitioner looks for, and the kinds of proof an organisation can answer with."""

    slug: str
    name: str
    short: str
    icon: str
    wants: str
    answers: tuple[str, ...]
    ask: str
    thin_proof: str


@cache
def channels() -> tuple[ShippedChannel, ...]:
    """The shipped channels, in the order they are listed."""
    return tuple(sorted(read_entries(FOLDER / "channels.toml", "channel", _channel), key=lambda one: one.order))


@cache
def evidence_rungs() -> tuple[ShippedRung, ...]:
    """The five rungs, lightest first."""
    return tuple(sorted(read_entries(FOLDER / "evidence_rungs.toml", "rung", _rung), key=lambda one: one.rung))


@cache
def motivations() -> tuple[ShippedMotivation, ...]:
    """The five motivations."""
    return read_entries(FOLDER / "motivations.toml", "motivation", _motivation)


def _channel(entry: Entry) -> ShippedChannel:
    return ShippedChannel(
        slug=entry.slug(),
        name=entry.text("name"),
        kind=entry.one_of("kind", CHANNEL_KINDS),
        mark=entry.text("mark"),
        icon=entry.slug("icon"),
        order=entry.whole("order", low=1, high=1000),
        about=entry.text("about"),
        works_when=entry.text("works_when"),
    )


def _rung(entry: Entry) -> ShippedRung:
    return ShippedRung(
        slug=entry.slug(),
        rung=entry.whole("rung", low=1, high=5),
        name=entry.text("name"),
        meaning=entry.text("meaning"),
        examples=entry.texts("examples"),
        judge=entry.texts("judge"),
        careful=entry.text("careful"),
    )


def _motivation(entry: Entry) -> ShippedMotivation:
    return ShippedMotivation(
        slug=entry.slug(),
        name=entry.text("name"),
        short=entry.text("short"),
        icon=entry.slug("icon"),
        wants=entry.text("wants"),
        answers=entry.texts("answers"),
        ask=entry.text("ask"),
        thin_proof=entry.text("thin_proof"),
    )
