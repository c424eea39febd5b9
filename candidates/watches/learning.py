"""The one learner behind every ranking: a linear separator with a squared hinge, as in Fan et al. 2008 (LIBLINEAR)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = 6
INNER_STEPS = 25
CLOSE_ENOUGH = 1e-3


def separate(rows: Any, sides: Floats, weights: Floats, start: Floats | None = None) -> Floats:
    """Return the direction (terms,) and, last, the offset that part the rows of side +1 from those of side -1.

    Minimises half the squared length of the answer plus the weighted squared hinge loss by Newton's method, each step solved by
    conjugate gradients. `rows` may be sparse or dense, shape (papers, terms); `weights` are not negative. `start` is an answer
    to a like question, if there is one; it saves steps and changes nothing else.
    """
    found = np.zeros(rows.shape[1] + 1) if start is None else start
    for _ in range(STEPS):
        margins = sides * (rows @ found[:-1] + found[-1])
        wrong = margins < 1
        pull = np.where(wrong, 2 * weights * (1 - margins) * sides, 0.0)
        slope = found - _folded(rows, pull)
        if np.linalg.norm(slope) < CLOSE_ENOUGH:
            break
        found = found - _solved(rows, np.where(wrong, 2 * weights, 0.0), slope)
    return found


def _solved(rows: Any, curvature: Floats, wanted: Floats) -> Floats:
    """Solve (I + X'CX) s = wanted by conjugate gradients."""
    answer = np.zeros_like(wanted)
    rest = wanted.copy()
    direction = rest.copy()
    left = float(rest @ rest)
    enough = left * CLOSE_ENOUGH**2
    for _ in range(INNER_STEPS):
        bent = direction + _folded(rows, curvature * (rows @ direction[:-1] + direction[-1]))
        step = left / float(direction @ bent)
        answer += step * direction
        rest -= step * bent
        now = float(rest @ rest)
        if now <= enough:
            break
        direction = rest + (now / left) * direction
        left = now
    return answer


def _folded(rows: Any, values: Floats) -> Floats:
    return np.append(np.asarray(rows.T @ values).ravel(), values.sum())
