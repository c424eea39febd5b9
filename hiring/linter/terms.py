"""The terms the linter thinks in."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How much a finding matters. An error keeps a role from opening until it is repaired or overridden with a reason."""

    INFO = 1
    WARNING = 2
    ERROR = 3


class Kind(StrEnum):
    """What a piece of the text is for."""

    TITLE = "title"
    MUST = "must"
    NICE = "nice"
    DUTY = "duty"
    OUTCOME = "outcome"
    STRENGTH = "strength"
    BAR = "bar"
    TAUGHT = "taught"
    STACK = "stack"
    PROCESS = "process"
    PAY = "pay"
    BENEFIT = "benefit"
    ABOUT = "about"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the text: code points, the end left out."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What to put in place of a span, made by pattern. A gap in double square brackets is for a person to fill."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One way this role's candidates are looked at, and the topics it can tell something about."""

    name: str
    topics: frozenset[str]


@dataclass(frozen=True)
class Facts:
    """What is known of a role beside its text. None means unknown: then only the text is asked."""

    today: dt.date
    place: str = ""
    is_research: bool = False
    has_strength: bool | None = None
    has_bar: bool | None = None
    assessments: tuple[Assessment, ...] | None = None
    scores_automatically: bool = False
    citizenship_basis: str = ""
    open_days: int = 0
    unchanged_days: int = 0
    hires: int = 0
    odds: str = ""


@dataclass(frozen=True)
class Hit:
    """What a rule's function returns: how bad, where, and the words its message is filled with."""

    severity: Severity
    spans: tuple[Span, ...] = ()
    words: Mapping[str, object] = field(default_factory=dict)
    rewrites: tuple[Rewrite, ...] = ()
    variant: str = "message"


@dataclass(frozen=True)
class Finding:
    """One rule that fired. Without spans it is about something the text lacks, or about the text as a whole."""

    rule: str
    severity: Severity
    title: str
    message: str
    basis: str
    suggestion: str
    spans: tuple[Span, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
