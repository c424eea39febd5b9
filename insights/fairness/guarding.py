"""Asking what a hidden number could be, for all that is shown: an integer program for each, over everything a reader may know.

Where tables overlap (two questions, and the two crossed) no rule by hand keeps every difference safe: which groups passed one stage is which
were decided about in the next. So what would be shown is put as equations, and every number that is not is made as small and as large as
they allow. A reader is taken to know every stage’s total too, and that nobody is decided about who did not pass the stage before.

Loads numpy and scipy: only for workers and commands.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_matrix

from insights.fairness.hiding import sum_of
from insights.fairness.terms import FEWEST, Outcomes

# A number of people: one stage, and the cells that are summed.
Sum = tuple[int, frozenset[str]]
# A hidden number could be any of at least four, or as many as everybody together allows.
OPEN = 3
WHOLE = 1e-6
LONGEST = 2.0  # seconds for one program; what takes longer counts as given away


class Guard:
    """The true numbers of every cell, stage by stage, and the sums a reader has of them; totals are always among these."""

    def __init__(self, truth: Sequence[Mapping[str, Outcomes]], released: Iterable[Sum]) -> None:
        self.truth, self.cells = truth, list(truth[0])
        self.columns = {cell: column for column, cell in enumerate(self.cells)}
        self.size = 2 * len(truth) * len(self.cells)
        self.numbers = np.array(
            [[one.failed, one.passed] for stage in truth for one in (stage[cell] for cell in self.cells)]
        ).ravel()
        totals = {(place, frozenset(self.cells)) for place in range(len(truth))}
        rows = [self.row(one, side) for one in sorted(totals | set(released), key=_ordered) for side in (0, 1)]
        links = self._links()
        equations = csr_matrix(np.array(rows + links))
        values = equations @ self.numbers
        # Whoever passed and was not decided about next withdrew or waits: how many of a group, nobody knows. Who came in late is no secret.
        values[len(rows) :] = np.minimum(values[len(rows) :], 0)
        most = np.concatenate([values[: len(rows)], np.full(len(links), np.inf)])
        self.known = LinearConstraint(equations, values, most)
        self.witnesses = [self.numbers]  # every table found so far that a reader could not tell from the true one

    def row(self, one: Sum, side: int) -> "np.ndarray":
        row = np.zeros(self.size)
        place, cells = one
        row[[self._at(place, cell, side) for cell in cells]] = 1
        return row

    def _at(self, place: int, cell: str, side: int) -> int:
        return 2 * (place * len(self.cells) + self.columns[cell]) + side

    def _links(self) -> "list[np.ndarray]":
        """Passed less decided about in the next stage: nobody less than none, but for who came in there."""
        found = []
        for place in range(len(self.truth) - 1):
            for cell in self.cells:
                row = np.zeros(self.size)
                row[self._at(place, cell, 1)] = 1
                row[[self._at(place + 1, cell, 0), self._at(place + 1, cell, 1)]] = -1
                found.append(row)
        return found

    def given_away(self, hidden: Iterable[Sum]) -> Sum | None:
        """Return the first of these sums that a reader could bring within fewer than four numbers, some below five; None if there is none."""
        sums = [(one, min(OPEN, sum_of(self.truth[one[0]], self.cells).fewest)) for one in hidden]
        asked = [(one, self.row(one, side), wanted) for one, wanted in sums if wanted for side in (0, 1)]
        return next((one for one, row, wanted in asked if not self._is_safe(row, wanted)), None)

    def _is_safe(self, row: "np.ndarray", wanted: int) -> bool:
        if self._spread(row) >= wanted or (self._look(-row) and self._spread(row) >= wanted):
            return True
        # It could not be larger; then it is safe if it could be smaller, or is five at the least.
        return self._look(row) and (self._spread(row) >= wanted or min(row @ one for one in self.witnesses) >= FEWEST)

    def _spread(self, row: "np.ndarray") -> float:
        values = np.array(self.witnesses) @ row
        return float(values.max() - values.min())

    def _look(self, aim: "np.ndarray") -> bool:
        """Find a table that fits what is known with this sum as small as it can be; False where none was found in time."""
        found = milp(aim, constraints=self.known, options={"time_limit": LONGEST})
        # Mostly the corners are whole numbers by themselves; where one is not, ask for whole numbers.
        if found.success and np.abs(found.x - np.rint(found.x)).max() > WHOLE:
            found = milp(aim, constraints=self.known, integrality=np.ones(self.size), options={"time_limit": LONGEST})
        if not found.success:
            return False
        self.witnesses.append(np.rint(found.x))
        return True


def _ordered(one: Sum) -> tuple[int, list[str]]:
    return one[0], sorted(one[1])
