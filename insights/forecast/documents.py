"""A history as a JSON document, and a forecast as one: the face that `manage.py forecast_file` shows.

In: {today, horizon_days, openings, stages, channels, roles: [{id, opened, closed}], target, visits: [{role, candidate, channel, stage,
entered, left, outcome}]}. Times are ISO dates or date-times, or numbers of days; all of one document alike. Stages and channels are
names, or objects with an "id" or a "name". Out: {prob_filled_by, fill_day_draws, hires_by_draws}, days from today; null is beyond the horizon.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from insights.forecast.funnel_model import fit, forecast
from insights.forecast.terms import ForecastError, History, Outcome, Plan, Role, Visit

DAYS = (30, 60, 90)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Question:
    """What a document asks."""

    history: History
    target: str
    openings: int
    horizon_days: float


def answer(document: object, *, draws: int, seed: int = 0) -> dict[str, Any]:
    """Forecast what a document asks. Raises ForecastError with what to mend."""
    asked = read_question(document)
    fitted = fit(asked.history, seed=seed)
    far = max(asked.horizon_days, *DAYS)
    made = forecast(fitted, asked.target, Plan(openings=asked.openings), horizon_days=far, draws=draws, seed=seed)
    within = made.fill_days <= asked.horizon_days
    days = np.round(made.fill_days, 2)
    return {
        "prob_filled_by": {str(day): made.chance_by(day) for day in DAYS},
        "fill_day_draws": [float(day) if soon else None for day, soon in zip(days, within, strict=True)],
        "hires_by_draws": {str(day): made.hires_by(day).tolist() for day in DAYS},
    }


def read_question(document: object) -> Question:
    """Read a document. Raises ForecastError that names the field to mend."""
    if not isinstance(document, Mapping):
        raise ForecastError("A forecast is asked for by a JSON object: {today, horizon_days, openings, stages, …}.")
    roles = [
        Role(_text(row, "id", "a role"), _day(row, "opened", "a role"), _day(row, "closed", "a role", needed=False))
        for row in _rows(document, "roles")
    ]
    visits = [_visit(row) for row in _rows(document, "visits", needed=False)]
    channels = _names(document, "channels") or list(dict.fromkeys(visit.channel for visit in visits))
    stages = _names(document, "stages")
    if not stages:
        raise ForecastError("“stages” is missing: list them in the order candidates walk them.")
    today = _day(document, "today", "the document")
    target = _text(document, "target", "the document")
    if target not in {role.id for role in roles}:
        raise ForecastError(f"“target” is “{target}”, which is none of the roles: name the id of one.")
    history = History(today, stages, channels, roles, visits)
    return Question(history, target, _openings(document), _horizon(document))


def _visit(row: Mapping[str, Any]) -> Visit:
    outcome = row.get("outcome")
    if outcome is not None and outcome not in set(Outcome):
        raise ForecastError(f"A visit has the outcome “{outcome}”: use passed, rejected, withdrew, or null.")
    return Visit(
        role=_text(row, "role", "a visit"),
        candidate=_text(row, "candidate", "a visit"),
        channel=_text(row, "channel", "a visit"),
        stage=_text(row, "stage", "a visit"),
        entered=_day(row, "entered", "a visit"),
        left=_day(row, "left", "a visit", needed=False),
        outcome=Outcome(outcome) if outcome is not None else None,
    )


def _rows(document: Mapping[str, Any], key: str, *, needed: bool = True) -> list[Mapping[str, Any]]:
    rows = document.get(key)
    if rows is None and not needed:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise ForecastError(f"“{key}” is missing or no list of objects.")
    return rows


def _names(document: Mapping[str, Any], key: str) -> list[str]:
    found = document.get(key) or []
    if not isinstance(found, list):
        raise ForecastError(f"“{key}” is no list: write the names, in order.")
    return [str(one.get("id", one.get("name", "")) if isinstance(one, Mapping) else one) for one in found]


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str | int) or value == "":
        raise ForecastError(f"“{key}” is missing in {where}.")
    return str(value)


def _day(row: Mapping[str, Any], key: str, where: str, *, needed: bool = True) -> Any:
    value = row.get(key)
    if value is None and not needed:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and np.isfinite(value):
        return float(value)
    try:
        moment = dt.datetime.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise ForecastError(
            f"“{key}” in {where} is {value!r}: write an ISO date such as 2026-11-21, or a number of days."
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(
        dt.UTC
    ).timestamp() / DAY.total_seconds()


def _openings(document: Mapping[str, Any]) -> int:
    openings = document.get("openings", 1)
    if isinstance(openings, bool) or not isinstance(openings, int) or openings < 1:
        raise ForecastError(f"“openings” is {openings!r}: write a whole number from 1.")
    return openings


def _horizon(document: Mapping[str, Any]) -> float:
    horizon = document.get("horizon_days", 180)
    if isinstance(horizon, bool) or not isinstance(horizon, int | float) or not 0 < horizon <= 3660:
        raise ForecastError(f"“horizon_days” is {horizon!r}: write a number of days above 0 and up to 3660.")
    return float(horizon)
