"""Half-years in which nothing could be compared wait for the next one and are counted with it. Free of Django and numpy.

A small team’s half-year seldom has five on either side in two groups. So it waits, as sums of people that no page shows, until it can be
counted together with those that follow. An application is still in one table only: what waits was never shown, and is forgotten once it is.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insights.fairness.hiding import sum_of
from insights.fairness.terms import ALL, NOT_KNOWN, OTHERS, Outcomes

# Three years; what cannot be compared by then is shown as far as it may be.
MOST_WAITING = 6
FORGOTTEN_AFTER = dt.timedelta(days=4 * 365)


@dataclass(frozen=True, slots=True)
class Counted:
    """One question in one block of applications, nothing hidden yet: the newest half-year and those that waited for it.

    `stages` are {group: outcomes}, stage by stage; `parts` are each half-year's totals, stage by stage, which a dashboard shows too.
    """

    block: str
    since: dt.date
    stages: tuple[Mapping[str, Outcomes], ...]
    parts: tuple[tuple[Outcomes, ...], ...]

    def joined(self, waited: "Counted") -> "Counted":
        """This with what waited; whoever gave an answer that is asked for no more is not known."""
        stages = []
        for own, other in zip(self.stages, waited.stages, strict=True):
            sums = dict(own)
            for group, outcomes in other.items():
                where = group if group in own else NOT_KNOWN
                sums[where] = sums[where] + outcomes
            stages.append(sums)
        return Counted(
            OTHERS if {self.block, waited.block} == {ALL, OTHERS} else self.block,
            min(self.since, waited.since),
            tuple(stages),
            waited.parts + self.parts,
        )

    @property
    def has_waited(self) -> bool:
        return len(self.parts) > 1


def newly_counted(block: str, since: dt.date, stages: Sequence[Mapping[str, Outcomes]]) -> Counted:
    """Return what a single half-year came to."""
    return Counted(block, since, tuple(stages), (tuple(sum_of(stage, stage) for stage in stages),))


def joins(waited: str, block: str, blocks: Iterable[str]) -> bool:
    """Whether what waited under one name is counted with a block: with its own, or, where that is too small by now, with all other roles."""
    return waited == block or (block in (ALL, OTHERS) and waited not in blocks)


def is_due(counted: Counted, stages: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a table is shown now: something in it is compared, or it has waited long enough."""
    return len(counted.parts) >= MOST_WAITING or any("word" in row for stage in stages for row in stage["groups"])


def written(counted: Counted) -> dict[str, Any]:
    """What waits as it is kept: only numbers."""
    return {
        "stages": [{group: [one.passed, one.decided] for group, one in stage.items()} for stage in counted.stages],
        "parts": [[[one.passed, one.decided] for one in part] for part in counted.parts],
    }


def read_back(block: str, since: dt.date, counts: Mapping[str, Any]) -> Counted:
    """The same from what was kept."""
    stages = tuple({group: Outcomes(*pair) for group, pair in stage.items()} for stage in counts["stages"])
    return Counted(block, since, stages, tuple(tuple(Outcomes(*pair) for pair in part) for part in counts["parts"]))
