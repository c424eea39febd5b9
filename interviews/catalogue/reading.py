"""Assessment types, kits and interview plans as they are shipped: frozen values, checked as they are read."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hiring.catalogue.reading import STAGE_KINDS
from workspace.catalogue.entries import CatalogueError, Entry, read_entries

FOLDER = Path(__file__).parent

SIDES = ("engineer", "researcher", "either")
DEPTHS = ("in-depth", "bar")
SUITS = ("strength", "bar")
WORKS = ("none", "paper", "code")
HALVES = ("neither", "work", "part")
LANGUAGES = ("python", "text")


@dataclass(frozen=True)
class ShippedAssessment:
    """A way to find something out about a person. `suits` holds "strength", "bar" or both.

    What is not to be asked (`leave_out`) and what keeps it fair (`adjustments`) hold for every kit of the kind.
    """

    slug: str
    name: str
    icon: str
    minutes: int
    side: str
    suits: tuple[str, ...]
    shows: str
    does_not_show: str
    leave_out: tuple[str, ...]
    adjustments: tuple[str, ...]


@dataclass(frozen=True)
class FlowStep:
    """A timed part of an interview."""

    minutes: int
    title: str
    text: str


@dataclass(frozen=True)
class Question:
    """Something to ask, how to follow it up, what a good answer holds and what a weak one sounds like."""

    ask: str
    follow_ups: tuple[str, ...]
    listen_for: str
    weak: str
    half: str
    competency: str


@dataclass(frozen=True)
class Probe:
    """What a kit says about one competency: what meeting the bar looks like, the four steps near it, and four anchors when it probes in
    depth.
    """

    competency: str
    depth: str
    anchors: tuple[str, ...]
    bar: str
    near: tuple[str, ...]


@dataclass(frozen=True)
class ShippedKit:
    """How to hold one interview. `material` is given to the candidate, `solution` is for the interviewer alone."""

    slug: str
    name: str
    assessment: str
    profiles: tuple[str, ...]
    about_work: str
    side: str
    minutes: int
    homework_minutes: int
    briefing: str
    tell_candidate: str
    material: str
    material_language: str
    solution: str
    good: tuple[str, ...]
    watch_out: tuple[str, ...]
    leave_out: tuple[str, ...]
    adjustments: tuple[str, ...]
    flow: tuple[FlowStep, ...]
    questions: tuple[Question, ...]
    probes: tuple[Probe, ...]


@dataclass(frozen=True)
class PlannedKit:
    """One interview of a plan: the kind of stage it belongs to, and the kit."""

    stage: str
    kit: str


@dataclass(frozen=True)
class ShippedPlan:
    """The interviews a role of one profile starts with."""

    profile: str
    why: str
    interviews: tuple[PlannedKit, ...]


@cache
def assessments() -> tuple[ShippedAssessment, ...]:
    """The nine assessment types."""
    return read_entries(FOLDER / "assessments.toml", "assessment", _assessment)


@cache
def kits() -> tuple[ShippedKit, ...]:
    """The interview kits: one file each, in a folder for each assessment type, in the order of the types."""
    places = {one.slug: place for place, one in enumerate(assessments())}
    files = sorted((FOLDER / "kits").glob("*/*.toml"))
    found = [kit for file in files for kit in read_entries(file, "kit", _kit)]
    if twice := {kit.slug for kit in found if sum(other.slug == kit.slug for other in found) > 1}:
        raise CatalogueError(f"kits: two files hold {', '.join(sorted(twice))}")
    return tuple(sorted(found, key=lambda kit: (places.get(kit.assessment, len(places)), kit.slug)))


@cache
def plans() -> tuple[ShippedPlan, ...]:
    """One interview plan for each role profile."""
    return read_entries(FOLDER / "plans.toml", "plan", _plan, name="profile")


def _assessment(entry: Entry) -> ShippedAssessment:
    suits = entry.texts("suits")
    if unknown := set(suits) - set(SUITS):
        raise entry.fail(f"“suits” may hold {' and '.join(SUITS)}, not {', '.join(sorted(unknown))}")
    return ShippedAssessment(
        slug=entry.slug(),
        name=entry.text("name"),
        icon=entry.slug("icon"),
        minutes=entry.whole("minutes", low=10, high=480),
        side=entry.one_of("side", SIDES),
        suits=suits,
        shows=entry.text("shows"),
        does_not_show=entry.text("does_not_show"),
        leave_out=entry.texts("leave_out"),
        adjustments=entry.texts("adjustments"),
    )


def _kit(entry: Entry) -> ShippedKit:
    kit = ShippedKit(
        slug=entry.slug(),
        name=entry.text("name"),
        assessment=entry.slug("assessment"),
        profiles=entry.texts("profiles"),
        about_work=entry.one_of("about_work", WORKS, default="none"),
        side=entry.one_of("side", SIDES),
        minutes=entry.whole("minutes", low=10, high=480),
        homework_minutes=entry.whole("homework_minutes", low=0, high=480, default=0),
        briefing=entry.text("briefing"),
        tell_candidate=entry.text("tell_candidate"),
        material=entry.verbatim("material"),
        material_language=entry.one_of("material_language", LANGUAGES, default="text"),
        solution=entry.text("solution", optional=True),
        good=entry.texts("good"),
        watch_out=entry.texts("watch_out"),
        leave_out=entry.texts("leave_out", at_least=0),
        adjustments=entry.texts("adjustments", at_least=0),
        flow=tuple(_step(one) for one in entry.tables("flow")),
        questions=tuple(_question(one) for one in entry.tables("questions")),
        probes=tuple(_probe(one) for one in entry.tables("probes")),
    )
    planned = sum(step.minutes for step in kit.flow)
    if planned != kit.minutes:
        raise entry.fail(f"the flow takes {planned} minutes and the kit {kit.minutes}")
    return kit


def _step(entry: Entry) -> FlowStep:
    return entry.finish(
        FlowStep(minutes=entry.whole("minutes", low=1, high=120), title=entry.text("title"), text=entry.text("text"))
    )


def _question(entry: Entry) -> Question:
    return entry.finish(
        Question(
            ask=entry.text("ask"),
            follow_ups=entry.texts("follow_ups"),
            listen_for=entry.text("listen_for"),
            weak=entry.text("weak"),
            half=entry.one_of("half", HALVES, default="neither"),
            competency=entry.slug("competency"),
        )
    )


def _probe(entry: Entry) -> Probe:
    depth = entry.one_of("depth", DEPTHS)
    return entry.finish(
        Probe(
            competency=entry.slug("competency"),
            depth=depth,
            anchors=entry.texts("anchors", at_least=4, at_most=4) if depth == "in-depth" else (),
            bar=entry.text("bar"),
            near=entry.texts("near", at_least=4, at_most=4),
        )
    )


def _plan(entry: Entry) -> ShippedPlan:
    return ShippedPlan(
        profile=entry.slug("profile"),
        why=entry.text("why"),
        interviews=tuple(_planned(one) for one in entry.tables("interviews")),
    )


def _planned(entry: Entry) -> PlannedKit:
    return entry.finish(PlannedKit(stage=entry.one_of("stage", STAGE_KINDS), kit=entry.slug("kit")))
