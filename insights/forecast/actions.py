"""Make forecasts, and score them when time has told. Loads numpy: only for workers and commands."""

import datetime as dt

import numpy as np
from django.db import transaction
from django.db.models import Q

from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from hiring.roles.enums import ClosedBecause, RoleState
from hiring.roles.models import Role
from insights.forecast import scoring
from insights.forecast.funnel_model import Fit, Forecast, fit, forecast, own_share
from insights.forecast.histories import STAGES, history_on, stages_left_out
from insights.forecast.models import ForecastScore, ForecastSurface, RoleForecast
from insights.forecast.sensitivity import Futures, afresh, needed_per_week, tried_levers
from insights.forecast.surfaces import groups_of_all, surface_of
from insights.forecast.terms import AIM_DAYS, Plan

HORIZON_DAYS = 182
WANTED = 0.8
# The interview that “one interview less” leaves out.
ONE_LESS = "tech"
DAY = dt.timedelta(days=1)


def make_forecasts(now: dt.datetime, *, with_changes: bool = True) -> int:
    """Forecast every role that is open at `now`, from what was known then. Returns how many are new; a role has one a day.

    Without trying changes of plan it takes a fraction of the time: what would move a forecast is asked of the newest alone. How much of it hangs on
    the people on their way is kept of every one.
    """
    made_on = now.date()
    known = RoleForecast.objects.filter(made_on=made_on).values("role")
    open_then = Q(closed_at=None, state=RoleState.OPEN) | Q(closed_at__gt=now)
    roles = list(Role.objects.filter(open_then, opened_at__lte=now).exclude(pk__in=known).order_by("pk"))
    if not roles:
        return 0
    fitted = fit(history_on(now), seed=made_on.toordinal())
    known_roles = {role.id for role in fitted.history.roles}
    rows = [_forecast_of(role, fitted, now, with_changes) for role in roles if str(role.pk) in known_roles]
    surfaces = _surfaces(roles, fitted, now.date()) if with_changes else []
    with transaction.atomic():
        ForecastSurface.objects.bulk_create(
            surfaces, update_conflicts=True, unique_fields=["role"], update_fields=["made_on", "kept", "updated_at"]
        )
        return len(RoleForecast.objects.bulk_create(rows, ignore_conflicts=True))


def _surfaces(roles: list[Role], fitted: Fit, made_on: dt.date) -> list[ForecastSurface]:
    """What pages answer “what if” from, for each role the history knows."""
    places = {one.id: place for place, one in enumerate(fitted.history.roles)}
    everybody, found = groups_of_all(fitted), []
    for role in roles:
        if (place := places.get(str(role.pk))) is None:
            continue
        without = stages_left_out(role)
        kept = surface_of(
            fitted,
            place,
            Plan(openings=role.openings, without=without),
            everybody=everybody,
            made_on=made_on,
            horizon_days=HORIZON_DAYS,
            seed=role.pk,
            left_out="" if ONE_LESS in without else ONE_LESS,
        )
        if kept is not None:
            found.append(ForecastSurface(role=role, made_on=made_on, kept=kept))
    return found


def _forecast_of(role: Role, fitted: Fit, now: dt.datetime, with_changes: bool) -> RoleForecast:
    key, without = str(role.pk), stages_left_out(role)
    place = next(at for at, one in enumerate(fitted.history.roles) if one.id == key)
    plan = Plan(openings=role.openings, without=without)
    made = forecast(fitted, key, plan, horizon_days=HORIZON_DAYS, seed=role.pk)
    days_open = int(fitted.seen.open_days[place])
    past = _past_fills(fitted)
    levels = np.arange(1, 100) / 100
    naive = np.quantile(scoring.fair_naive(past, days_open, 999), levels)
    futures = Futures(fitted, key, plan, AIM_DAYS)
    channels = fitted.history.channels
    stages = [stage for stage in STAGES if stage not in without]
    # What hangs on the people on their way is part of every forecast: a later one is told beside it.
    tried = tried_levers(futures, channels=channels, stages=stages) if with_changes else [afresh(futures)]
    return RoleForecast(
        role=role,
        made_on=now.date(),
        openings_left=max(role.openings - int(fitted.seen.hired[place]), 0),
        days_open=days_open,
        horizon_days=HORIZON_DAYS,
        chances=[made.chance_by(day) for day in range(7, HORIZON_DAYS + 1, 7)],
        quantiles=[None if (day := made.day_at(level)) is None else round(day, 1) for level in levels],
        naive_quantiles=[round(float(day), 1) for day in naive],
        average_days=scoring.plain_average(past, days_open, HORIZON_DAYS),
        own_share=own_share(fitted),
        levers=[[one.lever, one.what, one.chance] for one in tried],
        inputs=_inputs(futures, fitted, place) if with_changes else [],
        by_channel=_by_channel(made, fitted),
        chance_of_atom=float(np.random.default_rng([role.pk, now.toordinal()]).random()),
    )


def _past_fills(fitted: Fit) -> scoring.Fills:
    roles, days, hired = fitted.history.roles, fitted.seen.open_days, fitted.seen.hired
    is_filled = [role.closed is not None and bool(count) for role, count in zip(roles, hired, strict=True)]
    return scoring.Fills([float(day) for day in days], is_filled)


def _inputs(futures: Futures, fitted: Fit, place: int) -> list[list[object]]:
    """[channel, people a week that alone would do, now a week] for every channel."""
    weeks = max(fitted.seen.open_days[place] / 7, 1.0)
    found: list[list[object]] = []
    for at, channel in enumerate(fitted.history.channels):
        came = int(((fitted.seen.first.role == place) & (fitted.seen.first.channel == at)).sum())
        needed = needed_per_week(futures, channel, WANTED)
        found.append([channel, None if needed is None else round(needed, 1), round(came / weeks, 1)])
    return found


def _by_channel(made: Forecast, fitted: Fit) -> list[list[object]]:
    """[channel, share of the hires expected within the aim], largest first."""
    counts = np.bincount(made.hire_channel[made.hire_days <= AIM_DAYS], minlength=len(fitted.history.channels))
    total = max(int(counts.sum()), 1)
    shares = [(channel, round(int(n) / total, 3)) for channel, n in zip(fitted.history.channels, counts, strict=True)]
    return [list(one) for one in sorted(shares, key=lambda one: (-one[1], one[0]))]


def score_forecasts(today: dt.date) -> int:
    """Score the forecasts whose role has been filled or whose horizon has passed. Returns how many; each is scored once.

    A role that ended otherwise says nothing: its forecasts stay unscored.
    """
    rows = RoleForecast.objects.filter(score=None, openings_left__gt=0).select_related("role").order_by("pk")
    hires: dict[int, list[dt.datetime]] = {}
    hired = Application.objects.filter(standing=Standing.HIRED, role__in=rows.values("role"))
    for role, closed_at in hired.order_by("closed_at").values_list("role", "closed_at"):
        hires.setdefault(role, []).extend([closed_at] if closed_at else [])
    scores = [score for row in rows if (score := _score(row, hires.get(row.role_id, []), today))]
    return len(ForecastScore.objects.bulk_create(scores, ignore_conflicts=True))


def _score(row: RoleForecast, hires: list[dt.datetime], today: dt.date) -> ForecastScore | None:
    later = [when.date() for when in hires if when.date() > row.made_on]
    horizon = float(row.horizon_days)
    days = float((later[row.openings_left - 1] - row.made_on).days) if len(later) >= row.openings_left else None
    if days is None:
        ended = row.role.closed_at is not None and row.role.closed_because != ClosedBecause.FILLED
        if ended or (today - row.made_on).days < horizon:
            return None
    truth = min(days, horizon) if days is not None else horizon
    draws = np.array([horizon if day is None else min(day, horizon) for day in row.quantiles])
    return ForecastScore(
        forecast=row,
        scored_on=today,
        days=days if days is not None and days <= horizon else None,
        crps=scoring.crps(draws, truth),
        naive_crps=scoring.crps(np.minimum(row.naive_quantiles, horizon), truth),
        average_error=abs(row.average_days - truth),
        pit=scoring.randomised_pit(draws, truth, row.chance_of_atom),
    )
