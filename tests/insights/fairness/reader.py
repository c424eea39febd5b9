"""Everything a reader has, as equations, and what each hidden number could be for all they know: written apart from the code it tests."""

import numpy as np
from scipy.optimize import LinearConstraint, milp


class Reader:
    """Knows sums over cells (half-year or none, stage, group, passed?), each a whole number of people."""

    def __init__(self, cells):
        self.places = {cell: place for place, cell in enumerate(cells)}
        self.rows, self.values = [], []

    def knows(self, terms, value):
        """One equation; `terms` are (cell, sign)."""
        row = np.zeros(len(self.places))
        for cell, sign in terms:
            row[self.places[cell]] += sign
        self.rows.append(row)
        self.values.append(value)

    def could_be(self, cells):
        """The least and the most that a sum of cells could be."""
        aim = np.zeros(len(self.places))
        for cell in cells:
            aim[self.places[cell]] = 1
        known = LinearConstraint(np.array(self.rows), self.values, self.values)
        ends = []
        for sign in (1, -1):
            found = milp(sign * aim, constraints=known, integrality=np.ones(len(aim)))
            assert found.success, found.message
            ends.append(round(sign * found.fun))
        return tuple(ends)
