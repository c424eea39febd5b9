"""What the forecast adds to a role's page and to its desk."""

from typing import Any

from django.dispatch import receiver

from hiring.desk.signals import odds_wanted
from hiring.roles.enums import RoleState
from hiring.roles.models import Role
from hiring.roles.signals import role_panels_wanted
from insights.forecast.models import RoleForecast
from insights.forecast.wording import chance_by, chance_words, odds_words, range_words
from workspace.panels import Panel
from workspace.staff.models import User


@receiver(role_panels_wanted, dispatch_uid="insights.forecast_panel")
def forecast_panel(role: Role, viewer: User, **_: Any) -> list[Panel]:
    """The odds of filling an open role, for those who see dashboards. One query."""
    if role.state != RoleState.OPEN or not viewer.has_perm("insights.view_dashboards"):
        return []
    row = RoleForecast.objects.filter(role=role).order_by("-made_on").first()
    context: dict[str, Any] = {"role": role, "forecast": row}
    if row is not None:
        context["said"] = [(days, chance_words(chance_by(row.chances, days))) for days in (30, 60, 90)]
        context["range"] = range_words(row.made_on, row.quantiles, row.horizon_days)
    return [Panel("insights/forecast/panel.html", order=1, context=context)]


@receiver(odds_wanted, dispatch_uid="insights.tell_odds")
def tell_odds(role: Role, **_: Any) -> str:
    """What the newest forecast says of a role. One query."""
    row = RoleForecast.objects.filter(role=role).order_by("-made_on").first()
    return odds_words(row.made_on, row.chances) if row else ""
