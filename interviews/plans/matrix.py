"""The plan as one matrix: a row for each criterion, a column for each interview, held, booked or planned.

A column of the plan that nobody is booked for has no person yet. Free of Django.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from interviews.plans.coverage import Cover, LookState
from interviews.plans.panel import Interviewer, Kit, Panel
from interviews.rule.terms import Key, Kind


class Probe(enum.Enum):
    """What an interview does for a criterion."""

    IN_DEPTH = "in depth"
    BAR = "against the bar"
    LEFT_OUT = "left out"
    NONE = "not asked"


@dataclass(frozen=True, slots=True)
class Column:
    """One interview by one person; without a person it is planned and not booked. `counts` is False for who is in training."""

    kit: Kit
    interviewer: Interviewer | None
    state: LookState
    starts_at: dt.datetime | None = None
    counts: bool = True
    left_out: frozenset[Key] = frozenset()

    @property
    def who(self) -> str:
        return self.interviewer.name if self.interviewer else "Nobody booked"


@dataclass(frozen=True, slots=True)
class Square:
    """What one interview does for one criterion."""

    column: Column
    probe: Probe

    @property
    def is_silent(self) -> bool:
        return self.probe is Probe.NONE

    @property
    def words(self) -> str:
        """The square in words, for those who do not see it."""
        if self.probe in {Probe.NONE, Probe.LEFT_OUT}:
            return self.probe.value
        state = "not booked" if self.column.state is LookState.PLANNED else self.column.state.value
        return f"{self.probe.value}, {state}"


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with its squares and what they add up to."""

    cover: Cover
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All of it; `width` counts the columns with those for the criterion and for where it stands."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def width(self) -> int:
        return len(self.columns) + 2

    @property
    def strengths(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.cover.kind is Kind.STRENGTH)

    @property
    def bars(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.cover.kind is Kind.BAR)


def matrix_of(panel: Panel, criteria: Sequence[Cover]) -> Matrix:
    """Lay out the plan. `criteria` are the covers derived from the same panel."""
    booked = [
        Column(
            one.kit,
            one.interviewer,
            LookState.DONE if one.done else LookState.BOOKED,
            one.starts_at,
            one.counts,
            one.left_out,
        )
        for one in panel.booked
    ]
    columns = (*booked, *(Column(kit, None, LookState.PLANNED) for kit in panel.unbooked))
    lines = tuple(Line(cover, tuple(Square(column, _probe(column, cover)) for column in columns)) for cover in criteria)
    return Matrix(columns, lines)


def _probe(column: Column, cover: Cover) -> Probe:
    if not column.kit.sees(cover.kind, cover.criterion):
        return Probe.NONE
    if cover.criterion in column.left_out:
        return Probe.LEFT_OUT
    return Probe.IN_DEPTH if cover.criterion in column.kit.in_depth else Probe.BAR
