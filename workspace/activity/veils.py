"""What of the log somebody must not learn yet. Features higher up hang a veil, at import; every page that shows the log looks through all of them."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from workspace.activity.models import Activity
from workspace.staff.models import User

Veil = Callable[[User], Q]

VEILS: dict[str, Veil] = {}


def hang_veil(name: str, veil: Veil) -> None:
    """Hide from a viewer the rows that `veil(viewer)` describes. Hanging the same name again replaces it."""
    VEILS[name] = veil


def unveiled(rows: "QuerySet[Activity]", viewer: User) -> "QuerySet[Activity]":
    """Return the rows that nothing hides from `viewer`."""
    for veil in VEILS.values():
        rows = rows.exclude(veil(viewer))
    return rows
