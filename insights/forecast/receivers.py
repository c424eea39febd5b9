"""What the forecast adds to a role's page and to its desk."""

from typing import Any

from django.dispatch import receiver

from hiring.desk.signals import odds_wanted
from hiring.roles.enums import RoleState
from hiring.roles.models import Role
from hiring.roles.signals import role_panels_wanted
from insights.forecast.queries import newest_forecast
from insights.forecast.wording import odds_words
from workspace.panels import Panel
from workspace.staff.models import User


@receiver(role_panels_wanted, dispatch_uid="insights.forecast_panel")
def forecast_panel(role: Role, viewer: User, **_: Any) -> list[Panel]:
    """The odds of filling an open role, for those who see dashboards. One query."""
    if role.state != RoleState.OPEN or not viewer.has_perm("insights.view_dashboards"):
        return []
    context = {"role": role, "forecast": newest_forecast(role)}
    return [Panel("insights/forecast/panel.html", order=1, context=context)]


@receiver(odds_wanted, dispatch_uid="insights.tell_odds")
def tell_odds(role: Role, **_: Any) -> str:
    """What the newest forecast says of a role. One query."""
    row = newest_forecast(role)
    return odds_words(row.made_on, row.chances) if row else ""
