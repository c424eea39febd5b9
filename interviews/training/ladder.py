"""Where somebody stands on the way to holding an assessment type alone. Free of Django.

Two interviews watched, one held while a trained colleague watches, then a lead's sign-off; or the right is granted with a reason.
"""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

SHADOWS_WANTED = 2
REVERSES_WANTED = 1
TRAINED_WANTED = 3


class Step(Enum):
    """What comes next. Only QUALIFIED may hold interviews of the type alone; of all others that are in training, no scorecard counts."""

    NOT_STARTED = "Not in training"
    SHADOW = "Shadows"
    REVERSE = "Leads while a colleague watches"
    SIGN_OFF = "Waits for a sign-off"
    QUALIFIED = "Qualified"
    EXPIRED = "Has to be renewed"
    PAUSED = "Paused"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person and one assessment type."""

    is_started: bool = False
    shadows: int = 0
    reverses: int = 0
    is_signed: bool = False
    expires_on: dt.date | None = None
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The step somebody is at, and what is left until the next."""

    step: Step
    shadows: int = 0
    reverses: int = 0
    expires_on: dt.date | None = None

    @property
    def is_qualified(self) -> bool:
        return self.step is Step.QUALIFIED

    @property
    def is_in_training(self) -> bool:
        """Whether their scorecards of this type are a trainee's, which never count."""
        return self.step not in {Step.QUALIFIED, Step.NOT_STARTED}

    @property
    def words(self) -> str:
        """Say it in one line."""
        if self.step is Step.SHADOW:
            return f"Shadowed {self.shadows} of {SHADOWS_WANTED}"
        if self.step is Step.REVERSE:
            return f"Shadowed {self.shadows}; next leads {REVERSES_WANTED} while a colleague watches"
        if self.step is Step.QUALIFIED and self.expires_on:
            return f"Qualified until {self.expires_on:%d %b %Y}"
        return self.step.value


def standing(facts: Facts, today: dt.date) -> Standing:
    """Return where these facts put somebody on `today`."""
    return Standing(_step(facts, today), facts.shadows, facts.reverses, facts.expires_on)


def _step(facts: Facts, today: dt.date) -> Step:
    if not facts.is_started:
        return Step.NOT_STARTED
    if facts.is_paused:
        return Step.PAUSED
    if facts.is_signed:
        return Step.EXPIRED if facts.expires_on and facts.expires_on < today else Step.QUALIFIED
    if facts.shadows < SHADOWS_WANTED:
        return Step.SHADOW
    return Step.REVERSE if facts.reverses < REVERSES_WANTED else Step.SIGN_OFF
