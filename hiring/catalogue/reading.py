"""What is shipped about roles: frozen values, checked as they are read.

Archetypes, pool estimates and the texts behind the reasons are read from here whenever they are shown. The rest becomes
rows once (`manage.py load_catalogue`) and belongs to the organisation from then on.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workspace.catalogue.entries import Entry, read_entries

FOLDER = Path(__file__).parent

BAR_LEVELS = ("low", "mid", "high")
SIDES = ("research", "engineering", "both")
STAGE_KINDS = ("sourced", "contacted", "review", "screen", "assessment", "onsite", "decision", "offer")
REASON_KINDS = ("rejection", "withdrawal", "declined")
CHANGES = ("raise", "lower", "add-bar", "add-strength", "lead-with")
DESIGN_CHOICES = {
    "software_or_research": "Software or research",
    "data_ownership": "Who owns the data",
    "model_ownership": "Who owns the model",
}


@dataclass(frozen=True)
class ShippedCompetency:
    """Something a person can be strong in, or must clear a bar in."""

    slug: str
    name: str
    side: str
    summary: str
    mistaken_for: str
    strength_anchors: tuple[str, str, str, str]
    bars: dict[str, str]
    near: dict[str, str]


@dataclass(frozen=True)
class Skill:
    """How much of a skill a profile asks for: a point on a scale from 0 to 10, and the same in words."""

    level: int
    words: str


@dataclass(frozen=True)
class ProposedStrength:
    """A competency that may be the strength a role hires for, and why."""

    competency: str
    why: str


@dataclass(frozen=True)
class ProposedBar:
    """A minimum bar: a competency, how high, and why."""

    competency: str
    level: str
    why: str


@dataclass(frozen=True)
class ShippedProfile:
    """A kind of role, and what a role of this kind starts with."""

    slug: str
    name: str
    icon: str
    job: str
    work_product: str
    tools: tuple[str, ...]
    ml: Skill
    software: Skill
    communication: Skill
    note: str
    ask_first: str
    stage_template: str
    duties: tuple[str, ...]
    must_haves: tuple[str, ...]
    nice_to_haves: tuple[str, ...]
    strengths: tuple[ProposedStrength, ...]
    bars: tuple[ProposedBar, ...]


@dataclass(frozen=True)
class Adjustment:
    """What a team's shape changes in the proposal of one profile."""

    profile: str
    change: str
    competency: str
    level: str
    why: str


@dataclass(frozen=True)
class ShippedArchetype:
    """A shape of team, and what to know when hiring into it. `design` holds pairs of question and answer."""

    slug: str
    name: str
    order: int
    icon: str
    summary: str
    you_are_this_if: str
    design: tuple[tuple[str, str], ...]
    advantages: tuple[str, ...]
    drawbacks: tuple[str, ...]
    selling_points: tuple[str, ...]
    risks: tuple[str, ...]
    adjustments: tuple[Adjustment, ...]


@dataclass(frozen=True)
class ShippedStage:
    """A step of a pipeline; `sla_days` counts working days."""

    name: str
    kind: str
    sla_days: int
    purpose: str


@dataclass(frozen=True)
class ShippedStageTemplate:
    """The stages a role starts with."""

    slug: str
    name: str
    about: str
    stages: tuple[ShippedStage, ...]


@dataclass(frozen=True)
class PoolEstimate:
    """How many people there are, as somebody estimated it in some year."""

    slug: str
    name: str
    low: int
    high: int
    year: int
    source: str
    reached_by: str
    note: str


@dataclass(frozen=True)
class ShippedReason:
    """Why an application ended. `motivation` is the slug of one of the five; `kind_words` what a rejected person may read."""

    slug: str
    name: str
    kind: str
    meaning: str
    kind_words: str
    motivation: str


@cache
def competencies() -> tuple[ShippedCompetency, ...]:
    """Everything an interview can look at."""
    return read_entries(FOLDER / "competencies.toml", "competency", _competency)


@cache
def role_profiles() -> tuple[ShippedProfile, ...]:
    """The seven role profiles."""
    return read_entries(FOLDER / "role_profiles.toml", "profile", _profile)


@cache
def archetypes() -> tuple[ShippedArchetype, ...]:
    """The five shapes of team, from the foot of the mountain to its top."""
    return tuple(
        sorted(read_entries(FOLDER / "archetypes.toml", "archetype", _archetype), key=lambda shape: shape.order)
    )


@cache
def stage_templates() -> tuple[ShippedStageTemplate, ...]:
    """The pipelines a role can start with."""
    return read_entries(FOLDER / "stage_templates.toml", "template", _stage_template)


@cache
def pool_estimates() -> tuple[PoolEstimate, ...]:
    """Published estimates of how many people there are, smallest first."""
    return tuple(sorted(read_entries(FOLDER / "pools.toml", "pool", _pool), key=lambda pool: pool.low))


@cache
def closing_reasons() -> tuple[ShippedReason, ...]:
    """Why applications end: we reject, they withdraw, they decline."""
    return read_entries(FOLDER / "reasons.toml", "reason", _reason)


def archetype(slug: str) -> ShippedArchetype:
    """One shape of team. Raises KeyError for a slug that is not shipped."""
    return {shape.slug: shape for shape in archetypes()}[slug]


def role_profile(slug: str) -> ShippedProfile | None:
    """One shipped profile, or None for a profile the organisation made itself."""
    return {profile.slug: profile for profile in role_profiles()}.get(slug)


def _competency(entry: Entry) -> ShippedCompetency:
    one, two, three, four = entry.texts("strength", at_least=4, at_most=4)
    bar, near = entry.table("bar"), entry.table("near")
    return ShippedCompetency(
        slug=entry.slug(),
        name=entry.text("name"),
        side=entry.one_of("side", SIDES),
        summary=entry.text("summary"),
        mistaken_for=entry.text("mistaken_for"),
        strength_anchors=(one, two, three, four),
        bars=bar.finish({level: bar.text(level) for level in BAR_LEVELS}),
        near=near.finish(
            {mark: near.text(mark) for mark in ("clearly_below", "just_below", "just_above", "clearly_above")}
        ),
    )


def _skill(entry: Entry) -> Skill:
    return entry.finish(Skill(level=entry.whole("level", low=0, high=10), words=entry.text("words")))


def _profile(entry: Entry) -> ShippedProfile:
    skills = entry.table("skills")
    ml, software, communication = (skills.table(name) for name in ("ml", "software", "communication"))
    return ShippedProfile(
        slug=entry.slug(),
        name=entry.text("name"),
        icon=entry.slug("icon"),
        job=entry.text("job"),
        work_product=entry.text("work_product"),
        tools=entry.texts("tools"),
        ml=_skill(ml),
        software=_skill(software),
        communication=skills.finish(_skill(communication)),
        note=entry.text("note"),
        ask_first=entry.text("ask_first"),
        stage_template=entry.slug("stage_template"),
        duties=entry.texts("duties"),
        must_haves=entry.texts("must_haves"),
        nice_to_haves=entry.texts("nice_to_haves"),
        strengths=tuple(_strength(one) for one in entry.tables("strengths")),
        bars=tuple(_bar(one) for one in entry.tables("bars")),
    )


def _strength(entry: Entry) -> ProposedStrength:
    return entry.finish(ProposedStrength(competency=entry.slug("competency"), why=entry.text("why")))


def _bar(entry: Entry) -> ProposedBar:
    return entry.finish(
        ProposedBar(competency=entry.slug("competency"), level=entry.one_of("level", BAR_LEVELS), why=entry.text("why"))
    )


def _archetype(entry: Entry) -> ShippedArchetype:
    design, know = entry.table("design"), entry.table("know")
    return ShippedArchetype(
        slug=entry.text("slug"),
        name=entry.text("name"),
        order=entry.whole("order", low=1, high=5),
        icon=entry.slug("icon"),
        summary=entry.text("summary"),
        you_are_this_if=entry.text("you_are_this_if"),
        design=design.finish(tuple((title, design.text(name)) for name, title in DESIGN_CHOICES.items())),
        advantages=know.texts("advantages"),
        drawbacks=know.texts("drawbacks"),
        selling_points=know.texts("selling_points"),
        risks=know.finish(know.texts("risks")),
        adjustments=tuple(_adjustment(one) for one in entry.tables("adjustments")),
    )


def _adjustment(entry: Entry) -> Adjustment:
    change = entry.one_of("change", CHANGES)
    return entry.finish(
        Adjustment(
            profile=entry.slug("profile"),
            change=change,
            competency=entry.slug("competency"),
            level=entry.one_of("level", BAR_LEVELS) if change == "add-bar" else "",
            why=entry.text("why"),
        )
    )


def _stage_template(entry: Entry) -> ShippedStageTemplate:
    return ShippedStageTemplate(
        slug=entry.slug(),
        name=entry.text("name"),
        about=entry.text("about"),
        stages=tuple(_stage(one) for one in entry.tables("stages")),
    )


def _stage(entry: Entry) -> ShippedStage:
    return entry.finish(
        ShippedStage(
            name=entry.text("name"),
            kind=entry.one_of("kind", STAGE_KINDS),
            sla_days=entry.whole("sla_days", low=1, high=60),
            purpose=entry.text("purpose"),
        )
    )


def _pool(entry: Entry) -> PoolEstimate:
    return PoolEstimate(
        slug=entry.slug(),
        name=entry.text("name"),
        low=entry.whole("low", low=1, high=10**9),
        high=entry.whole("high", low=1, high=10**9),
        year=entry.whole("year", low=2000, high=2100),
        source=entry.text("source"),
        reached_by=entry.text("reached_by"),
        note=entry.text("note"),
    )


def _reason(entry: Entry) -> ShippedReason:
    kind = entry.one_of("kind", REASON_KINDS)
    return ShippedReason(
        slug=entry.slug(),
        name=entry.text("name"),
        kind=kind,
        meaning=entry.text("meaning"),
        kind_words=entry.text("kind_words", optional=kind != "rejection"),
        motivation=entry.slug("motivation", optional=True),
    )
