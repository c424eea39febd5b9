"""Forecasts of the demo's roles: made from what was known on each day, as the nightly task would have, and scored since."""

import datetime as dt

from insights.forecast.actions import make_forecasts, score_forecasts

WEEKS = (34, 30, 26, 22, 16, 8, 4, 2, 1, 0)


def write_forecasts(now: dt.datetime) -> None:
    """Forecast as of some weeks ago and of today, then settle what has come."""
    for weeks in WEEKS:
        make_forecasts(now - dt.timedelta(weeks=weeks), with_changes=not weeks)
    score_forecasts(now.date())
