"""Forecasts as pages read them: kept rows, no numbers of their own making."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Q

from hiring.roles.models import Role
from insights.forecast.models import ForecastScore, RoleForecast
from workspace.staff.models import User


def newest_forecasts(viewer: User) -> list[RoleForecast]:
    """The newest forecast of every open role this viewer may see, by title. One query."""
    rows = RoleForecast.objects.filter(role__in=Role.objects.visible_to(viewer).open().values("pk"))
    newest = rows.order_by("role__title", "role_id", "-made_on").distinct("role__title", "role_id")
    return list(newest.select_related("role__team"))


def newest_forecast(role: Role) -> RoleForecast | None:
    """The newest forecast of one role. One query."""
    return RoleForecast.objects.filter(role=role).order_by("-made_on").first()


@dataclass(frozen=True)
class Record:
    """How settled forecasts did: how many, mean scores in days, share of truths inside the 80 % range."""

    scored: int
    ours: float
    naive: float
    average: float
    covered: float


def record_of(viewer: User) -> Record:
    """Settled forecasts of roles this viewer may see. One query."""
    rows = ForecastScore.objects.filter(forecast__role__in=Role.objects.visible_to(viewer).values("pk"))
    inside = Count("pk", filter=Q(pit__gte=0.1, pit__lte=0.9))
    found = rows.aggregate(
        n=Count("pk"), ours=Avg("crps"), naive=Avg("naive_crps"), average=Avg("average_error"), inside=inside
    )
    scored = found["n"]
    if not scored:
        return Record(0, 0.0, 0.0, 0.0, 0.0)
    return Record(scored, found["ours"], found["naive"], found["average"], found["inside"] / scored)
