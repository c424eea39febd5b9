"""What a page needs to answer “what if” without numpy: a role's futures, summed up under a few plans. Loads numpy: only for workers and commands.

Hires out of people still to come are Poisson, so more of them need no new futures: what one more person a week would bring is kept, and the page
adds it. A freeze only shifts weeks, one more opening only asks for one more hire. Only faster stages and a stage left out need futures of their own.

Everything is kept by group of posterior draws, so that what is uncertain together stays together; the groups of `plan_of_role` are those of one role,
those of `hires_of_role` are the same for all roles, so that roles can be added up.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from insights.forecast.funnel_model import DRAWS, Fit, Future
from insights.forecast.observations import Floats, Ints
from insights.forecast.terms import Plan
from insights.forecast.what_if import FASTER_BY, PER, WEEK, setting

GROUPS = 25
DURATIONS = 60
MOST_OPENINGS = 12


def surface_of(
    fitted: Fit,
    place: int,
    plan: Plan,
    *,
    everybody: Ints,
    made_on: dt.date,
    horizon_days: int,
    seed: int,
    left_out: str,
) -> dict[str, object] | None:
    """Sum up the role at this place of the history; None where too many openings are left for it. `everybody` are the groups that all roles of the
    fit share (`groups_of_all`), `left_out` is the stage that “one interview less” means, or empty."""
    openings = plan.openings - int(fitted.seen.hired[place])
    if not 0 < openings <= MOST_OPENINGS:
        return None
    settings: dict[str, object] = {}
    own, base = _groups(_odds(fitted, place)), None
    for name, tried in _plans(plan, fitted.history.stages, left_out):
        # What is kept of the plan as it stands is the forecast itself; of the others a difference is looked at.
        draws = DRAWS if base is None else DRAWS // 2
        future = Future(fitted, place, tried, float(horizon_days), draws, np.random.default_rng(seed))
        counts = _counts(future, horizon_days)
        base = counts if base is None else base  # the first is the plan as it stands
        settings[name] = {"base": _shares(counts, own, openings), "more": _more(future, horizon_days, own)}
    if base is None:
        return None
    ends = quarter_ends(made_on, horizon_days)
    return {
        "openings": openings,
        "channels": list(fitted.history.channels),
        "settings": settings,
        "quarters": [end.isoformat() for end in ends],
        "hires": _hires(base, everybody, openings, [(end - made_on).days for end in ends]),
        "filled": _filled(base, everybody, openings),
    }


def _plans(plan: Plan, stages: Sequence[str], left_out: str) -> Iterator[tuple[str, Plan]]:
    """Yield every plan that futures are kept for under its name, first the one that stands."""
    for less in [False, *([True] if left_out else [])]:
        for percent in FASTER_BY:
            without = plan.without | ({left_out} if less else frozenset())
            times = dict.fromkeys(stages, 1 - percent / 100)
            yield setting(percent, less), Plan(openings=plan.openings, without=without, days_times=times)


def quarter_ends(made_on: dt.date, horizon_days: int) -> list[dt.date]:
    """The ends of the quarters that a forecast reaches."""
    last = made_on + dt.timedelta(days=horizon_days)
    firsts = [dt.date(year, month, 1) for year in (made_on.year, made_on.year + 1) for month in (1, 4, 7, 10)]
    ends = [first - dt.timedelta(days=1) for first in firsts]
    return [end for end in ends if made_on < end <= last]


def _odds(fitted: Fit, role: int) -> Floats:
    """How likely each posterior draw takes somebody through all stages of a role, in logarithms: what groups are made by."""
    cells = fitted.stages.cells
    return np.log(fitted.stages.passes[:, role, cells.channels :]).sum(axis=1)


def groups_of_all(fitted: Fit) -> Ints:
    """(kept,) the group of each posterior draw by what it says of all roles: one for the whole fit, so that roles can be added up."""
    return _groups(np.mean([_odds(fitted, one) for one in range(len(fitted.history.roles))], axis=0))


def _groups(odds: Floats) -> Ints:
    """(kept,) the group of each posterior draw: equally many in each, alike ones together."""
    order = np.argsort(np.argsort(odds, kind="stable"), kind="stable")
    return order * GROUPS // len(odds)


def _counts(future: Future, horizon_days: int) -> Ints:
    """(draws, weeks) hires by the end of each week."""
    days, draw, _ = future.hires()
    weeks = horizon_days // WEEK
    counts = np.zeros((future.draws, weeks + 1), int)
    # The end of week w is day 7 (w + 1); a hire on that day is in time.
    at = np.clip(np.ceil(days / WEEK).astype(int) - 1, 0, weeks)
    np.add.at(counts, (draw, at), 1)
    return counts.cumsum(axis=1)[:, :weeks]


def _shares(counts: Ints, group: Ints, openings: int) -> list[list[list[int]]]:
    """[group][week][n] share of futures with exactly n hires by then, n up to `openings`."""
    of_draw = group[np.arange(len(counts)) % len(group)]
    exactly = np.array([counts == n for n in range(openings + 1)])
    return [_whole(exactly[:, of_draw == one].mean(axis=1).T) for one in range(GROUPS)]


def _more(future: Future, horizon_days: int, group: Ints) -> list[list[list[int]]]:
    """[group][channel][week] hires by then out of one more person a week."""
    weeks = np.arange(1, horizon_days // WEEK + 1) * WEEK
    enters, onwards = future.fitted.arrivals.enters, future._onwards()
    brought = np.zeros((future.kept, future.cells.channels, len(weeks)))
    kept = np.repeat(np.arange(future.kept), DURATIONS)
    for stage in np.flatnonzero(enters.any(axis=0)).tolist():
        days = sum((future._days_in(later, kept) for later in range(stage, future.cells.stages)), np.zeros(len(kept)))
        left = np.maximum(weeks[None, :] - days[:, None], 0.0).reshape(future.kept, DURATIONS, -1).mean(axis=1) / WEEK
        for channel in range(future.cells.channels):
            passes = future.passes[:, future.cells.of(np.array([stage]), np.array([channel]))[0]]
            brought[:, channel] += (passes * onwards[:, stage] * enters[channel, stage])[:, None] * left
    return [[_whole(row) for row in brought[group == one].mean(axis=0)] for one in range(GROUPS)]


def _hires(counts: Ints, group: Ints, openings: int, days: Sequence[int]) -> list[list[list[int]]]:
    """[group][quarter][n] share of futures with n hires in each quarter; after the last opening nobody more is hired."""
    of_draw = group[np.arange(len(counts)) % len(group)]
    padded = np.concatenate([np.zeros((len(counts), 1), int), np.minimum(counts, openings)], axis=1)
    by = np.array([padded[:, min(round(day / WEEK), padded.shape[1] - 1)] for day in days])
    within = np.diff(by, axis=0, prepend=0)
    return [
        [_whole(np.bincount(row[of_draw == one], minlength=openings + 1) / (of_draw == one).sum()) for row in within]
        for one in range(GROUPS)
    ]


def _filled(counts: Ints, group: Ints, openings: int) -> list[list[int]]:
    """[group][week] share of futures in which every opening is filled by then."""
    of_draw = group[np.arange(len(counts)) % len(group)]
    return [_whole((counts[of_draw == one] >= openings).mean(axis=0)) for one in range(GROUPS)]


def _whole(shares: Floats) -> Any:
    return np.rint(shares * PER).astype(int).tolist()
