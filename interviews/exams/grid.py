"""The blueprint as a table: areas down, depths across, what is asked for beside what the bank has. Free of Django."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from interviews.exams.blueprint import Place
from interviews.questions.items import Area, Depth


@dataclass(frozen=True, slots=True)
class GridCell:
    """One area at one depth. `enough`: how many live questions it needs to stay under the exposure cap."""

    area: str
    depth: str
    wanted: int
    live: int
    enough: int

    @property
    def is_short(self) -> bool:
        return self.live < self.wanted

    @property
    def is_exposed(self) -> bool:
        return not self.is_short and self.live < self.enough

    @property
    def name(self) -> str:
        return f"cell-{self.area}-{self.depth}"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One area with its depths in order."""

    label: str
    cells: tuple[GridCell, ...]

    @property
    def wanted(self) -> int:
        return sum(cell.wanted for cell in self.cells)


def grid(wanted: Mapping[Place, int], live: Mapping[Place, int], cap: float) -> list[GridRow]:
    """Return the table, every place in it, asked for or not."""
    rows = []
    for area in Area:
        cells = []
        for depth in Depth:
            place = (area.value, depth.value)
            count = wanted.get(place, 0)
            cells.append(GridCell(*place, count, live.get(place, 0), math.ceil(count / cap - 1e-9)))
        rows.append(GridRow(area.label, tuple(cells)))
    return rows


DEPTHS = tuple(depth.label for depth in Depth)
