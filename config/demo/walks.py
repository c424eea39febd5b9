"""One application's year: its moves, interviews and decisions."""

import datetime as dt
from dataclasses import dataclass, field

from config.demo.company import Person, RolePlan
from config.demo.panels import RoleFacts, Seen
from interviews.catalogue.reading import ShippedKit
from interviews.rule.outcome import Outcome

ORDER = ("sourced", "contacted", "review", "screen", "assessment", "onsite", "decision", "offer")


@dataclass(frozen=True)
class Move:
    """Into a stage (`stage` set) or out of the pipeline (`standing` set)."""

    at: dt.datetime
    by: str
    stage: str = ""
    standing: str = ""
    reason: str = ""


@dataclass
class Card:
    """One interviewer's scorecard; without a time of submission it is still owed."""

    author: Person
    submitted_at: dt.datetime | None
    seen: list[Seen]
    summary: str
    shadow: bool = False


@dataclass
class Meeting:
    """One interview."""

    kit: ShippedKit
    stage: str
    starts_at: dt.datetime
    booked_at: dt.datetime
    cards: list[Card]
    cancelled_at: dt.datetime | None = None

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.kit.minutes)


@dataclass(frozen=True)
class Signed:
    """A decision: its verdict, the outcome as it stood, and for a waiver whether the second person has answered."""

    at: dt.datetime
    verdict: str
    outcome: Outcome
    approver: str = ""
    approved_at: dt.datetime | None = None


@dataclass
class Walk:
    """One application's year."""

    role: RolePlan
    facts: RoleFacts
    channel: str
    moves: list[Move] = field(default_factory=list)
    hypotheses: tuple[str, ...] = ()
    hypothesised_at: dt.datetime | None = None
    meetings: list[Meeting] = field(default_factory=list)
    decisions: list[Signed] = field(default_factory=list)

    @property
    def applied_at(self) -> dt.datetime:
        return self.moves[0].at

    @property
    def last_at(self) -> dt.datetime:
        """When something last happened."""
        cards = [card.submitted_at for meeting in self.meetings for card in meeting.cards if card.submitted_at]
        return max([self.moves[-1].at, *cards, *(signed.at for signed in self.decisions)])

    @property
    def standing(self) -> str:
        return self.moves[-1].standing or "active"

    @property
    def stage(self) -> str:
        """The kind of stage the application stands in, or stood in when it was closed."""
        return next(move.stage for move in reversed(self.moves) if move.stage)

    def reached(self, stage: str) -> bool:
        """Whether the application was ever in a stage of this kind."""
        return any(move.stage == stage for move in self.moves)


class NotYet(Exception):
    """The next event lies after the moment at which the year ends."""


def call_off(meeting: Meeting, at: dt.datetime) -> None:
    """Cancel a meeting: nobody owes a scorecard of it any more."""
    meeting.cancelled_at = at
    for card in meeting.cards:
        card.submitted_at, card.seen, card.summary = None, [], ""
