"""Where an application stood after a series of changes: the thinking behind undo, free of the database."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Step:
    """One change as it was written down; stages and reasons by key, `undoes` the key of the step it takes back."""

    key: int
    after: int
    standing: str
    happened_at: dt.datetime
    reason: int | None = None
    undoes: int | None = None


@dataclass(frozen=True)
class Position:
    """Where an application stands. `closed_at` and `reason` are None while it is active."""

    stage: int
    standing: str
    entered_at: dt.datetime
    closed_at: dt.datetime | None = None
    reason: int | None = None


class NoHistory(ValueError):
    """An application without a single change stands nowhere."""


def position_after(steps: Iterable[Step]) -> Position:
    """Replay `steps`, oldest first, and return where they lead. Raises NoHistory when there is none.

    An undo restores the position before the step it names, with the time the stage was entered back then: somebody who was moved
    by mistake has not started to wait anew. Reopening does start anew.
    """
    position: Position | None = None
    before: dict[int, Position | None] = {}
    for step in steps:
        before[step.key] = position
        position = before[step.undoes] if step.undoes is not None else _take(step, position)
    if position is None:
        raise NoHistory("An application has at least the change by which it entered the pipeline.")
    return position


def _take(step: Step, position: Position | None) -> Position:
    if step.standing != "active":
        entered_at = position.entered_at if position else step.happened_at
        return Position(step.after, step.standing, entered_at, closed_at=step.happened_at, reason=step.reason)
    if position is not None and position.standing == "active" and position.stage == step.after:
        return replace(position, stage=step.after)
    return Position(step.after, step.standing, step.happened_at)
