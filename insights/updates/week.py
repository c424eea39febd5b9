"""What an update is made from: one team's week in numbers. Plain values, no Django, no rows, nobody's name."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class RoleWeek:
    """One open role.

    Chances are of being filled by `aim`; `chance_before` is what was said a week earlier of the same day, None where nothing was.
    `pipeline` is how much of the chance hangs on the people already on their way, then and now. `came`, `advanced`, `left`, `hired` count people in the week.
    `best` is the change of plan that raises the chance most, and to what.
    """

    title: str
    aim: dt.date
    chance: float | None
    range: str = ""
    chance_before: float | None = None
    pipeline: float | None = None
    pipeline_before: float | None = None
    openings_left: int = 1
    openings_before: int | None = None
    came: int = 0
    advanced: int = 0
    left: int = 0
    hired: int = 0
    risks: tuple[str, ...] = ()
    best: tuple[str, float] | None = None
    is_default: bool = False


@dataclass(frozen=True)
class InputLine:
    """Something that was to be done in the week; `planned` None where there is no plan. `of` is the whole that `done` is a part of."""

    name: str
    done: int
    planned: int | None = None
    of: int | None = None


@dataclass(frozen=True)
class Waiting:
    """What waits for a person, “decision” or “signature”: how many, and for how many days the longest."""

    what: str
    number: int
    longest_days: int


@dataclass(frozen=True)
class TeamWeek:
    """One team's week, from Monday on."""

    team: str
    monday: dt.date
    roles: tuple[RoleWeek, ...] = ()
    inputs: tuple[InputLine, ...] = ()
    waiting: tuple[Waiting, ...] = field(default=())


def as_json(week: TeamWeek) -> dict[str, Any]:
    """Return the numbers as they are kept beside the words."""
    return _plain(dataclasses.asdict(week))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value
