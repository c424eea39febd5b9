"""A history as arrays: what the stage model and the arrival model count."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from insights.forecast.terms import ForecastError, History, Outcome, Visit

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Times come by the day; a visit that began and ended on one day took some of it.
SHORTEST_DAYS = 0.25
OUTCOMES = list(Outcome)


@dataclass(frozen=True)
class Cells:
    """Pass rates are kept per cell: the first stage has one for each channel, every later stage has one."""

    channels: int
    stages: int

    @property
    def count(self) -> int:
        return self.channels + self.stages - 1

    def of(self, stage: Ints, channel: Ints) -> Ints:
        """The cell of each visit; shapes alike."""
        return np.where(stage == 0, channel, self.channels + stage - 1)

    def stage_of(self) -> Ints:
        """The stage of each cell, shape (count,)."""
        return np.concatenate([np.zeros(self.channels, int), np.arange(1, self.stages)])


@dataclass(frozen=True)
class Visits:
    """Visits as columns of one length: indexes of role, channel and stage; days spent; outcome, -1 while it is open."""

    role: Ints
    channel: Ints
    stage: Ints
    days: Floats
    outcome: Ints

    def where(self, chosen: NDArray[np.bool_]) -> "Visits":
        return Visits(
            self.role[chosen], self.channel[chosen], self.stage[chosen], self.days[chosen], self.outcome[chosen]
        )


@dataclass(frozen=True)
class Observations:
    """A history, counted.

    `ended`: visits with an outcome. `waiting`: visits without one, and people between two stages. `is_live`: which of
    the waiting belong to a role that is still open. `first`: every candidate's first visit, by role, channel and stage,
    with `age`, the days the role had been open. `open_days`: (roles,) days each role has taken people.
    `hired`: (roles,) how many passed the last stage.
    """

    cells: Cells
    ended: Visits
    waiting: Visits
    is_live: NDArray[np.bool_]
    first: Visits
    age: Floats
    open_days: Floats
    hired: Ints


def observe(history: History) -> Observations:
    """Count a history. Raises ForecastError for a role, stage or channel that the history does not list, and for times out of order."""
    count = _Count(history)
    journeys: dict[tuple[str, str], list[Visit]] = {}
    for visit in history.visits:
        count.check(visit)
        if visit.entered <= history.today:
            journeys.setdefault((visit.role, visit.candidate), []).append(visit)
    for journey in journeys.values():
        count.add(sorted(journey, key=lambda visit: (visit.entered, count.stages[visit.stage])))
    waiting = _columns(count.waiting)
    return Observations(
        cells=Cells(len(count.channels), len(count.stages)),
        ended=_columns(count.ended),
        waiting=waiting,
        is_live=count.is_open[waiting.role] if len(waiting.role) else np.zeros(0, bool),
        first=_columns(count.first),
        age=np.array(count.ages, float),
        open_days=np.maximum(count.ends - count.opened, 0.0),
        hired=count.hired,
    )


Row = tuple[int, int, int, float, int]


class _Count:
    """Rows of visits, as they are read from one candidate's journey after another."""

    def __init__(self, history: History) -> None:
        self.roles = _places([role.id for role in history.roles], "role")
        self.stages = _places(history.stages, "stage")
        self.channels = _places(history.channels, "channel")
        if not self.stages:
            raise ForecastError("There are no stages: list at least one, in the order candidates walk them.")
        today = history.today
        self.opened = np.array([role.opened for role in history.roles], float)
        closed = [today if role.closed is None else role.closed for role in history.roles]
        self.ends = np.minimum(np.array(closed, float), today)
        self.is_open = np.array([role.closed is None or role.closed > today for role in history.roles], bool)
        self.hired = np.zeros(len(self.roles), int)
        self.today = today
        self.ended: list[Row] = []
        self.waiting: list[Row] = []
        self.first: list[Row] = []
        self.ages: list[float] = []

    def check(self, visit: Visit) -> None:
        named = (visit.role, self.roles, "role"), (visit.stage, self.stages, "stage")
        for name, known, what in (*named, (visit.channel, self.channels, "channel")):
            if name not in known:
                raise ForecastError(f"A visit names the {what} “{name}”, which is not among the {what}s: add it there.")
        where = f"A visit to “{visit.stage}” of role “{visit.role}”"
        if visit.left is not None and visit.left < visit.entered:
            raise ForecastError(f"{where} ends before it begins: swap its times.")
        if visit.outcome is not None and visit.left is None:
            raise ForecastError(f"{where} has an outcome but no end: say when it ended.")

    def add(self, journey: Sequence[Visit]) -> None:
        """Count one candidate's visits to one role, in the order of time."""
        role, channel = self.roles[journey[0].role], self.channels[journey[0].channel]
        self.first.append((role, channel, self.stages[journey[0].stage], 0.0, -1))
        self.ages.append(max(journey[0].entered - self.opened[role], 0.0))
        for visit, later in zip(journey, [*journey[1:], None], strict=True):
            stage = self.stages[visit.stage]
            if visit.outcome is not None and visit.left is not None and visit.left <= self.today:
                self.ended.append((role, channel, stage, visit.left - visit.entered, OUTCOMES.index(visit.outcome)))
                if visit.outcome is Outcome.PASSED and later is None:
                    self._after(role, channel, stage, visit.left)
            elif later is None:
                until = visit.left if visit.left is not None and visit.outcome is None else self.ends[role]
                self.waiting.append((role, channel, stage, min(until, self.ends[role]) - visit.entered, -1))
            else:  # moved on without a word: what matters is that they did
                self.ended.append((role, channel, stage, later.entered - visit.entered, OUTCOMES.index(Outcome.PASSED)))

    def _after(self, role: int, channel: int, stage: int, left: float) -> None:
        """Somebody passed a stage and has no later visit: hired, or between two stages."""
        if stage == len(self.stages) - 1:
            self.hired[role] += 1
        elif self.is_open[role]:
            self.waiting.append((role, channel, stage + 1, self.ends[role] - left, -1))


def _places(names: Sequence[str], what: str) -> dict[str, int]:
    places = {name: place for place, name in enumerate(names)}
    if len(places) != len(names):
        raise ForecastError(f"Two entries of {what}s have the same name: give each its own.")
    return places


def _columns(rows: list[Row]) -> Visits:
    role, channel, stage, days, outcome = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return Visits(
        np.array(role, int),
        np.array(channel, int),
        np.array(stage, int),
        np.maximum(np.array(days, float), SHORTEST_DAYS),
        np.array(outcome, int),
    )
