"""What an exam asks: how many questions of each area and depth, in how many minutes. Free of Django.

How many questions are needed follows from how sure their sum makes us: with good items ten give a reliability of about .75 and let two in
five of the unqualified pass, fifteen .82 and one in five, forty .92 and one in eight. So fewer than ten only hint.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interviews.questions.items import Area

HINT_BELOW = 10
ADVISED = (15, 20)
LONG_FROM = 30
MINUTES_PER_QUESTION = (1.0, 6.0)
DEFAULT_CAP = 0.30

AREA_NAMES = {area.value: area.label for area in Area}

Place = tuple[str, str]  # area, depth


@dataclass(frozen=True, slots=True)
class Cell:
    """So many questions of one area and one depth."""

    area: str
    depth: str
    count: int

    @property
    def place(self) -> Place:
        return self.area, self.depth


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Cells with at least one question each, every place once."""

    cells: tuple[Cell, ...]

    def __post_init__(self) -> None:
        if any(cell.count < 1 for cell in self.cells):
            raise ValueError("A cell asks for at least one question; leave out those that ask for none.")
        twice = [place for place, count in Counter(cell.place for cell in self.cells).items() if count > 1]
        if twice:
            raise ValueError(f"{twice[0][0]}, {twice[0][1]} stands in the blueprint twice.")

    @classmethod
    def of(cls, counts: Mapping[Place, int]) -> "Blueprint":
        """Return the blueprint of these counts; places that ask for nothing are left out."""
        return cls(tuple(Cell(*place, count) for place, count in sorted(counts.items()) if count > 0))

    @classmethod
    def from_json(cls, rows: Iterable[Iterable[str | int]]) -> "Blueprint":
        """Read what `as_json` wrote."""
        return cls(tuple(Cell(str(area), str(depth), int(count)) for area, depth, count in rows))

    def as_json(self) -> list[list[str | int]]:
        return [[cell.area, cell.depth, cell.count] for cell in self.cells]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)

    @property
    def is_hint_only(self) -> bool:
        """Whether there are too few questions for a pass line to mean anything."""
        return self.total < HINT_BELOW


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell that the bank cannot fill, or only by asking the same questions too often."""

    cell: Cell
    live: int
    wanted: int
    blocks: bool

    @property
    def in_words(self) -> str:
        place = f"{AREA_NAMES.get(self.cell.area, self.cell.area)}, {self.cell.depth}"
        if self.blocks:
            return (
                f"{place}: asks for {self.cell.count}, the bank has {self.live} live. "
                f"Write {self.wanted - self.live} more, or ask for fewer."
            )
        return (
            f"{place}: {self.live} live questions for {self.cell.count} places means each is in more forms than the cap allows. "
            f"With {self.wanted} it would not be."
        )


def gaps(blueprint: Blueprint, live: Mapping[Place, int], cap: float = DEFAULT_CAP) -> list[Gap]:
    """Return the cells the bank cannot fill (those block), and those it fills only above the exposure cap.

    `cap` is the largest share of recent forms a question may be in: with k places in a cell, k / cap questions are needed.
    """
    if not 0 < cap <= 1:
        raise ValueError("The exposure cap is a share above 0, at most 1.")
    found = []
    for cell in blueprint.cells:
        there = live.get(cell.place, 0)
        enough = math.ceil(cell.count / cap - 1e-9)
        if there < cell.count:
            found.append(Gap(cell, there, cell.count, blocks=True))
        elif there < enough:
            found.append(Gap(cell, there, enough, blocks=False))
    return found


def concerns(blueprint: Blueprint, minutes: int) -> list[str]:
    """Return what speaks against an exam of this shape, in words; none of it forbids one."""
    total = blueprint.total
    if not total:
        return ["The blueprint is empty: say how many questions of each kind."]
    said = []
    if blueprint.is_hint_only:
        said.append(
            f"{total} questions are a screening hint only: no pass line is applied. Ask {ADVISED[0]} to {ADVISED[1]}."
        )
    elif total < ADVISED[0]:
        said.append(
            f"{total} questions are few: about two in five who do not know enough pass ten. Ask {ADVISED[0]} to {ADVISED[1]}."
        )
    elif total > LONG_FROM:
        said.append(
            f"{total} questions take long and gain little over {ADVISED[1]}. People with little time will not sit it."
        )
    each = minutes / total
    least, most = MINUTES_PER_QUESTION
    if each < least:
        said.append(f"{each * 60:.0f} seconds a question measures reading speed. Give at least a minute.")
    elif each > most:
        said.append(f"{each:.0f} minutes a question: shorten it, or say what the time is for.")
    depths = {cell.depth for cell in blueprint.cells}
    if depths == {"recall"}:
        said.append("Every question asks for recall: it will not show whether somebody can apply or diagnose.")
    return said
