"""Who works at the invented organisation, and what it hires for."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workspace.catalogue.entries import Entry, read_entries

FILE = Path(__file__).parent / "company.toml"

NAME = "Kestrel Harbour"
TIME_ZONE = "Europe/Lisbon"
DOMAIN = "kestrelharbour.example"
# Known to everybody who reads this: the demo is for trying things, never for people's data.
PASSWORD = "salt-and-lanterns"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Somebody who works there."""

    key: str
    name: str
    persona: str
    side: str
    title: str
    time_zone: str

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


@dataclass(frozen=True)
class TeamPlan:
    """A team and its shape."""

    key: str
    name: str
    archetype: str
    lead: str
    purpose: str


@dataclass(frozen=True)
class RolePlan:
    """A role, since when it is open, and how much of the year's people it drew through which channels."""

    key: str
    title: str
    team: str
    profile: str
    manager: str
    recruiter: str
    members: tuple[str, ...]
    opened_weeks: int
    closed_weeks: int
    openings: int
    location: str
    problem: str
    outcomes: str
    share: float
    lean: dict[str, int]
    pool: tuple[str, ...]
    draw: str
    pay: str
    also_asks: tuple[str, ...]
    stands: dict[str, str]  # rule: why it may stand


@cache
def staff() -> tuple[Person, ...]:
    """The twelve people."""
    return read_entries(FILE, "staff", _person, name="key")


@cache
def teams() -> tuple[TeamPlan, ...]:
    """The four teams."""
    return read_entries(FILE, "team", _team, name="key")


@cache
def roles() -> tuple[RolePlan, ...]:
    """The six roles."""
    return read_entries(FILE, "role", _role, name="key")


def _person(entry: Entry) -> Person:
    return Person(
        key=entry.slug("key"),
        name=entry.text("name"),
        persona=entry.text("persona"),
        side=entry.text("side"),
        title=entry.text("title"),
        time_zone=entry.text("time_zone"),
    )


def _team(entry: Entry) -> TeamPlan:
    return TeamPlan(
        key=entry.slug("key"),
        name=entry.text("name"),
        archetype=entry.text("archetype"),
        lead=entry.slug("lead"),
        purpose=entry.text("purpose"),
    )


def _role(entry: Entry) -> RolePlan:
    lean, stands = entry.table("lean"), entry.texts("stands", at_least=0)
    return RolePlan(
        key=entry.slug("key"),
        title=entry.text("title"),
        team=entry.slug("team"),
        profile=entry.slug("profile"),
        manager=entry.slug("manager"),
        recruiter=entry.slug("recruiter"),
        members=entry.texts("members", at_least=0),
        opened_weeks=entry.whole("opened_weeks", low=1, high=52),
        closed_weeks=entry.whole("closed_weeks", low=0, high=52, default=0),
        openings=entry.whole("openings", low=1, high=9),
        location=entry.text("location"),
        problem=entry.text("problem"),
        outcomes=entry.text("outcomes"),
        share=entry.fraction("share"),
        lean={name: lean.whole(name, low=1, high=99) for name in lean.names},
        pool=entry.texts("pool"),
        draw=entry.slug("draw"),
        pay=entry.text("pay"),
        also_asks=entry.texts("also_asks", at_least=0),
        stands=dict(one.split(": ", 1) for one in stands),
    )


@dataclass(frozen=True)
class Featured:
    """Somebody whose state on the day of the demo is arranged: since how many days in which stage, and to what end."""

    name: str
    role: str
    channel: str
    place: str
    time_zone: str
    stage: str
    days: int
    story: str
    signs: bool
    headline: str
    paper: str
    works: tuple[str, ...]


@cache
def featured() -> tuple[Featured, ...]:
    """The people who are arranged."""
    return read_entries(FILE, "featured", _featured, name="name")


def _featured(entry: Entry) -> Featured:
    return Featured(
        name=entry.text("name"),
        role=entry.slug("role"),
        channel=entry.slug("channel"),
        place=entry.text("place"),
        time_zone=entry.text("time_zone"),
        stage=entry.slug("stage"),
        days=entry.whole("days", low=0, high=300),
        story=entry.text("story"),
        signs=entry.one_of("signs", ("yes", "no"), default="no") == "yes",
        headline=entry.text("headline", optional=True),
        paper=entry.text("paper", optional=True),
        works=entry.texts("works", at_least=0),
    )
