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
    roles = _places([role.id for role in history.roles], "role")
    stages = _places(history.stages, "stage")
    channels = _places(history.channels, "channel")
    if not stages:
        raise ForecastError("There are no stages: list at least one, in the order candidates walk them.")
    ends = np.array([min(r.closed if r.closed is not None else history.today, history.today) for r in history.roles])
    opened = np.array([role.opened for role in history.roles])
    is_open = np.array([role.closed is None or role.closed > history.today for role in history.roles], bool)

    ended, waiting, first, age = [], [], [], []
    hired = np.zeros(len(roles), int)
    journeys: dict[tuple[str, str], list[Visit]] = {}
    for visit in history.visits:
        _check(visit, roles, stages, channels)
        if visit.entered <= history.today:
            journeys.setdefault((visit.role, visit.candidate), []).append(visit)
    for (role_id, _), journey in journeys.items():
        journey.sort(key=lambda visit: (visit.entered, stages[visit.stage]))
        role = roles[role_id]
        channel = channels[journey[0].channel]
        first.append((role, channel, stages[journey[0].stage], 0.0, -1))
        age.append(max(journey[0].entered - opened[role], 0.0))
        for place, visit in enumerate(journey):
            stage, is_last = stages[visit.stage], place == len(journey) - 1
            if visit.outcome is not None and visit.left is not None and visit.left <= history.today:
                ended.append((role, channel, stage, visit.left - visit.entered, OUTCOMES.index(visit.outcome)))
                if visit.outcome is not Outcome.PASSED or not is_last:
                    continue
                if stage == len(stages) - 1:
                    hired[role] += 1
                elif is_open[role]:
                    waiting.append((role, channel, stage + 1, ends[role] - visit.left, -1))
            elif is_last:
                until = visit.left if visit.left is not None and visit.outcome is None else ends[role]
                waiting.append((role, channel, stage, min(until, ends[role]) - visit.entered, -1))
            else:  # moved on without a word: what matters is that they did
                passed = max(journey[place + 1].entered - visit.entered, 0.0)
                ended.append((role, channel, stage, passed, OUTCOMES.index(Outcome.PASSED)))
    left = _columns(waiting)
    return Observations(
        cells=Cells(len(channels), len(stages)),
        ended=_columns(ended),
        waiting=left,
        is_live=is_open[left.role] if len(left.role) else np.zeros(0, bool),
        first=_columns(first),
        age=np.array(age, float),
        open_days=np.maximum(ends - opened, 0.0) if len(roles) else np.zeros(0),
        hired=hired,
    )


def _places(names: Sequence[str], what: str) -> dict[str, int]:
    places = {name: place for place, name in enumerate(names)}
    if len(places) != len(names):
        raise ForecastError(f"Two entries of {what}s have the same name: give each its own.")
    return places


def _check(visit: Visit, roles: dict[str, int], stages: dict[str, int], channels: dict[str, int]) -> None:
    for name, known, what in ((visit.role, roles, "role"), (visit.stage, stages, "stage"), (visit.channel, channels, "channel")):
        if name not in known:
            raise ForecastError(f"A visit names the {what} “{name}”, which is not among the {what}s: add it there.")
    if visit.left is not None and visit.left < visit.entered:
        raise ForecastError(f"A visit to “{visit.stage}” of role “{visit.role}” ends before it begins: swap its times.")
    if visit.outcome is not None and visit.left is None:
        raise ForecastError(f"A visit to “{visit.stage}” of role “{visit.role}” has an outcome but no end: say when it ended.")


def _columns(rows: list[tuple[int, int, int, float, int]]) -> Visits:
    role, channel, stage, days, outcome = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return Visits(
        np.array(role, int), np.array(channel, int), np.array(stage, int),
        np.maximum(np.array(days, float), SHORTEST_DAYS), np.array(outcome, int),
    )
