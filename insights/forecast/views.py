"""Where each role stands, in chances; and one role's forecast with what it hangs on."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from candidates.channels.models import Channel
from hiring.roles.models import Role
from hiring.roles.queries import load_role
from insights.forecast.models import RoleForecast
from insights.forecast.planning import what_if, whole_plan
from insights.forecast.queries import newest_forecast, newest_forecasts, record_of
from insights.forecast.terms import AIM_DAYS
from insights.forecast.wording import (
    SAID_FOR,
    chance_by,
    chance_words,
    data_words,
    day_words,
    lever_words,
    record_words,
    risks,
)
from workspace.charts import Chart, Series
from workspace.web import needs, viewer

# Three thousand futures under two plans differ by a point or so by chance alone.
TELLING_POINTS = 2


@needs("insights.view_dashboards")
@require_safe
def forecasts(request: HttpRequest) -> HttpResponse:
    """Every open role the viewer may see. Five queries, however many roles."""
    user = viewer(request)
    rows = newest_forecasts(user)
    waiting = Role.objects.visible_to(user).open().exclude(pk__in=[row.role_id for row in rows])
    context = {
        "lines": [(row, row.said) for row in rows],
        "days": SAID_FOR,
        "waiting": list(waiting.order_by("title", "pk")),
        "record": _record(user),
        "expected": _hires_expected(rows),
        "plan": whole_plan(rows),
    }
    return render(request, "insights/forecast/forecasts.html", context)


@require_safe
@needs("hiring.view_role", load=load_role)
def role_forecast(request: HttpRequest, role: Role) -> HttpResponse:
    """One role's newest forecast, and what would become of it under what the address tries."""
    row = newest_forecast(role)
    names = dict(Channel.objects.values_list("slug", "name"))
    tried = what_if(role, row, names, request) if row is not None else None
    status = 422 if tried and tried["form"].errors else 200
    if tried and request.headers.get("HX-Request"):
        return render(request, "insights/forecast/role.html#what-if", {"role": role, "tried": tried}, status=status)
    context: dict[str, Any] = {"role": role, "forecast": row, "record": _record(viewer(request)), "tried": tried}
    if row is not None:
        context |= _said(row, names)
    return render(request, "insights/forecast/role.html", context, status=status)


def _said(row: RoleForecast, names: dict[str, str]) -> dict[str, Any]:
    aim = chance_by(row.chances, AIM_DAYS)
    afresh = next((chance for kind, _, chance in row.levers if kind == "afresh"), None)
    levers = [(kind, what, chance, round((chance - aim) * 100)) for kind, what, chance in row.levers]
    return {
        "sentences": [f"{chance} by {day_words(row.made_on + dt.timedelta(days=days))}" for days, chance in row.said],
        "range": row.range,
        "data": data_words(row.own_share),
        "is_default": row.own_share < 0.5,
        "risks": risks(row.by_channel, names, aim, afresh),
        "aim": day_words(row.made_on + dt.timedelta(days=AIM_DAYS)),
        "aim_chance": chance_words(aim),
        "levers": [
            (lever_words(kind, what, names.get(what, what)), chance_words(chance), f"{points:+d}".replace("-", "−"))
            for kind, what, chance, points in levers
            if abs(points) >= TELLING_POINTS
        ],
        "unmoved": [
            lever_words(kind, what, names.get(what, what))
            for kind, what, _, points in levers
            if abs(points) < TELLING_POINTS
        ],
        "is_reached": bool(row.inputs) and all(needed == 0 for _, needed, _ in row.inputs),
        "inputs": [(names.get(channel, "no channel noted"), needed, now) for channel, needed, now in row.inputs],
        "curve": curve(row),
        "age": (timezone.localdate() - row.made_on).days,
    }


def curve(row: RoleForecast) -> Chart:
    """P(filled) week by week."""
    days = [row.made_on + dt.timedelta(days=7 * week) for week in range(1, len(row.chances) + 1)]
    return Chart(
        id="chance-of-being-filled",
        title="Chance that the role is filled",
        note="By the end of each week, if everything goes on as it does.",
        kind="line",
        label_head="By",
        unit="%",
        labels=[f"{day.day} {day:%b}" for day in days],
        series=[Series("chance", [round(100 * chance) for chance in row.chances])],
    )


def _hires_expected(rows: list[RoleForecast]) -> str:
    """How many of the open roles are filled within the aim, on average."""
    return f"{sum(chance_by(row.chances, AIM_DAYS) for row in rows):.1f}"


def _record(user: Any) -> str:
    found = record_of(user)
    return record_words(found.scored, found.ours, found.naive, found.average, found.covered)
