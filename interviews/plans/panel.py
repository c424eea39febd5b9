"""What a plan is derived from: the role's kits, who is booked, who could be, and the rule's parameters. Free of Django."""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from dataclasses import dataclass, field

from interviews.rule.cost import Pool
from interviews.rule.reliability import Reliability
from interviews.rule.terms import DEFAULT_RULE, Bar, Hypothesis, Key, Kind, Rule


class Side(enum.Enum):
    """The two sides that a panel mixes, and neither."""

    RESEARCHER = "researcher"
    ENGINEER = "engineer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kit:
    """A way to interview: `in_depth` criteria can validate a strength or show a bar, `bars` only show a bar. `homework`: minutes of work at
    home that it is about."""

    key: Key
    name: str
    assessment_type: str
    minutes: int = 45
    in_depth: frozenset[Key] = frozenset()
    bars: frozenset[Key] = frozenset()
    side: Side = Side.OTHER
    homework: int = 0

    def sees(self, kind: Kind, criterion: Key) -> bool:
        """Whether this kit can rate the criterion on the scale of that kind."""
        return criterion in self.in_depth or (kind is Kind.BAR and criterion in self.bars)


@dataclass(frozen=True, slots=True)
class Interviewer:
    """Somebody who interviews.

    `kits` are the kits they are trained to hold alone (None: any), `minutes` the lengths of interview for which they have
    room soon, within their hours and caps (None: not asked), `load` the interviews they have this week.
    """

    key: Key
    name: str
    side: Side = Side.OTHER
    kits: frozenset[Key] | None = None
    minutes: frozenset[int] | None = None
    load: int = 0

    def holds(self, kit: Kit) -> bool:
        """Whether they are trained for it."""
        return self.kits is None or kit.key in self.kits

    def has_time_for(self, kit: Kit) -> bool:
        return self.minutes is None or kit.minutes in self.minutes


@dataclass(frozen=True, slots=True)
class Booked:
    """An interview with its interviewer. `done` once their scorecard is submitted.

    `event` names the interview: two people in one room share it, and it is one event in a candidate's day; without one
    it is an interview of its own. `counts` is False for a shadow or a trainee. `left_out` are criteria their submitted scorecard did not assess; leave
    it empty for a viewer who may not read that scorecard.
    """

    kit: Kit
    interviewer: Interviewer
    done: bool = False
    counts: bool = True
    left_out: frozenset[Key] = frozenset()
    event: Key | None = None
    starts_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything a plan is derived from.

    `planned` are the role's kits, one entry per interview of its plan; `ask_again` are criteria of which one more
    independent look is wanted than has been done (borderline bars, strengths supported once). `reliability` is that of one
    rating by one person.
    """

    hypotheses: tuple[Hypothesis, ...]
    bars: tuple[Bar, ...]
    planned: tuple[Kit, ...] = ()
    booked: tuple[Booked, ...] = ()
    ask_again: frozenset[Key] = frozenset()
    rule: Rule = field(default=DEFAULT_RULE)
    reliability: Reliability = field(default_factory=Reliability)

    @property
    def unbooked(self) -> tuple[Kit, ...]:
        """The kits of the role's plan that no interview has been booked for yet, in the plan's order."""
        left = Counter(booked.kit.key for booked in self.booked if booked.counts)
        unbooked = []
        for kit in self.planned:
            if left[kit.key]:
                left[kit.key] -= 1
            else:
                unbooked.append(kit)
        return tuple(unbooked)

    @property
    def interviews(self) -> int:
        """How many interviews the candidate sits through if everything booked and planned takes place."""
        shared = {one.event for one in self.booked if one.counts and one.event is not None}
        alone = sum(one.counts and one.event is None for one in self.booked)
        return len(self.unbooked) + len(shared) + alone

    @property
    def pool(self) -> Pool:
        """What is assumed of people and ratings when the rule is priced."""
        return Pool(reliability=self.reliability.value)
