"""What a forecast is made from, and what it says: plain values, no Django, no rows.

Times are days since any fixed day, as floats; a role's past and its forecast share the same clock. Candidates are
keys, never names: nothing that leaves here says anything about one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

# What a role's forecast is summed up by: is it filled within so many days?
AIM_DAYS = 90


class ForecastError(ValueError):
    """What was given cannot be forecast; the message says what to do."""


class Outcome(StrEnum):
    """How a visit to a stage ended."""

    PASSED = "passed"
    REJECTED = "rejected"
    WITHDREW = "withdrew"


@dataclass(frozen=True)
class Visit:
    """One candidate's time in one stage of one role; without an outcome they were still there when last seen."""

    role: str
    candidate: str
    channel: str
    stage: str
    entered: float
    left: float | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Role:
    """A role: when it was opened and, if it was, closed."""

    id: str
    opened: float
    closed: float | None = None


@dataclass(frozen=True)
class History:
    """Everything an organisation knows on one day.

    `stages` in the order they are walked; passing the last one is a hire. `channels` is every channel people may come
    through. Roles without visits are welcome: they tell how many people come.
    """

    today: float
    stages: Sequence[str]
    channels: Sequence[str]
    roles: Sequence[Role]
    visits: Sequence[Visit]


@dataclass(frozen=True)
class Plan:
    """What is planned for the role that is forecast; as it stands now, everything goes on as before.

    `more_per_week`: extra arrivals by channel. `arrivals_times`, `days_times`, `odds_times`: factors by channel, by
    stage and by stage: on arrivals, on the days a stage takes, on the odds of passing it. `without`: stages left out.
    `freezes`: (from, to) in days from today, in which nothing moves and nobody comes. `afresh`: as if nobody were on
    their way.
    """

    openings: int = 1
    more_per_week: Mapping[str, float] = field(default_factory=dict)
    arrivals_times: Mapping[str, float] = field(default_factory=dict)
    days_times: Mapping[str, float] = field(default_factory=dict)
    odds_times: Mapping[str, float] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    freezes: Sequence[tuple[float, float]] = ()
    afresh: bool = False
