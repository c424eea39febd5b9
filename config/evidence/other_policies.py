"""Ways to treat minimum bars that the product refuses, on the same made-up people, so that the refusal has a price tag."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from config.evidence.crowd import Crowd, Numbers, Rates, share
from interviews.rule.cost import Pool, bar_position
from interviews.rule.reliability import reliability_of

Passes = Callable[[Crowd, Pool], "tuple[NDArray[np.bool_], float]"]


def one_miss_allowed(crowd: Crowd, pool: Pool) -> tuple[NDArray[np.bool_], float]:
    """All bars but one, each rated once."""
    return np.asarray((crowd.seen[:, :, 0] < 0).sum(axis=1) <= 1), 0.0


def best_means(crowd: Crowd, pool: Pool) -> tuple[NDArray[np.bool_], float]:
    """The highest means over all bars, each rated once: as many people as are truly qualified."""
    mean = crowd.seen[:, :, 0].mean(axis=1)
    return np.asarray(mean >= np.quantile(mean, 1 - crowd.is_qualified.mean())), 0.0


def probable_enough(crowd: Crowd, pool: Pool) -> tuple[NDArray[np.bool_], float]:
    """Every bar met with a chance of .6 or more; where the first rating leaves .5 to .85, a second one is asked for."""
    first = _chance_of_meeting(crowd.seen[:, :, :1], pool)
    asked = (first < 0.85) & (first.min(axis=1) >= 0.5)[:, None]
    both = np.where(asked, _chance_of_meeting(crowd.seen[:, :, :2], pool), first)
    return np.asarray((both >= 0.6).all(axis=1)), float(asked.sum(axis=1).mean())


def walk_other(crowd: Crowd, pool: Pool, passes: Passes) -> Rates:
    """The same rates as for the product's own policies; here everybody gets an answer."""
    let_in, extra = passes(crowd, pool)
    qualified, far = crowd.is_qualified, crowd.is_far_below
    return Rates(share(~let_in[qualified]), share(let_in[~qualified]), share(let_in[far]), 0.0, extra)


def _chance_of_meeting(seen: Numbers, pool: Pool) -> Numbers:
    """P(true level at or above the bar | its ratings), for a standard normal level; ratings come in errors of measurement."""
    error, bar = np.sqrt((1 - pool.reliability) / pool.reliability), bar_position(pool)
    reliability = reliability_of(seen.shape[2], pool.reliability)
    mean = seen.mean(axis=2) * error + bar
    return np.asarray(ndtr((reliability * mean - bar) / np.sqrt(1 - reliability)))
