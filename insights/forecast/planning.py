"""What pages show of other plans: one role under changes, and all roles together."""

import datetime as dt
from typing import Any

from django.http import HttpRequest

from hiring.roles.models import Role
from insights.forecast.forms import WhatIfForm
from insights.forecast.models import ForecastSurface, RoleForecast
from insights.forecast.terms import AIM_DAYS
from insights.forecast.what_if import Levers, chances, portfolio
from insights.forecast.wording import SAID_FOR, chance_by, chance_words, day_words
from workspace.charts import Chart, Series


def what_if(role: Role, row: RoleForecast, names: dict[str, str], request: HttpRequest) -> dict[str, Any] | None:
    """The sliders with what they change; None where no futures are kept for this forecast. One query."""
    surface = ForecastSurface.objects.filter(role=role, made_on=row.made_on).first()
    if surface is None:
        return None
    form = WhatIfForm(request.GET or None, kept=surface.kept, names=names)
    levers = form.levers()
    before, after = chances(surface.kept, Levers()), chances(surface.kept, levers)
    return {
        "form": form,
        "is_any": levers.is_any,
        "sentences": [_sentence(row.made_on, before, after, days) for days in SAID_FOR],
        "curve": _both(row.made_on, before, after if levers.is_any else None),
    }


def _sentence(made_on: dt.date, before: list[float], after: list[float], days: int) -> dict[str, str]:
    was, now = chance_by(before, days), chance_by(after, days)
    points = round((now - was) * 100)
    moved = "no change" if not points else f"{points:+d} points".replace("-", "−")
    return {
        "by": day_words(made_on + dt.timedelta(days=days)),
        "was": chance_words(was),
        "now": chance_words(now),
        "moved": moved,
    }


def _both(made_on: dt.date, before: list[float], after: list[float] | None) -> Chart:
    days = [made_on + dt.timedelta(days=7 * week) for week in range(1, len(before) + 1)]
    series = [Series("as it is", [round(100 * chance) for chance in before])]
    if after is not None:
        series.append(Series("with these changes", [round(100 * chance) for chance in after], tone="met"))
    return Chart(
        id="chance-what-if",
        title="Chance that the role is filled",
        note="By the end of each week, with and without what is tried.",
        kind="line",
        label_head="By",
        unit="%",
        labels=[f"{day.day} {day:%b}" for day in days],
        series=series,
    )


def whole_plan(rows: list[RoleForecast]) -> dict[str, Any] | None:
    """All these roles together, as of their newest night; None where nothing is kept of it. One query."""
    if not rows:
        return None
    made_on = max(row.made_on for row in rows)
    wanted = [row.role_id for row in rows if row.made_on == made_on]
    found = (
        ForecastSurface.objects.filter(role__in=wanted, made_on=made_on).order_by("pk").values_list("kept", flat=True)
    )
    kept = list(found)
    together = portfolio(made_on, kept)
    if together is None:
        return None
    return {
        "roles": len(kept),
        "openings": together.openings,
        "quarters": [(_quarter_name(one.ends_on), one) for one in together.quarters],
        "all_filled": [
            (day_words(made_on + dt.timedelta(days=days)), chance_words(chance_by(together.all_filled, days)))
            for days in (60, AIM_DAYS, 180)
        ],
        "since": day_words(made_on),
    }


def _quarter_name(ends_on: dt.date) -> str:
    return f"Q{(ends_on.month + 2) // 3} {ends_on.year}, until {ends_on.day} {ends_on:%B}"
