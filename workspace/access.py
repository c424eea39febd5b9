"""Ways in: how an app higher up lets people reach the rows of an app lower down.

`candidates` cannot know of roles or interviews. It keeps a WaysIn to which `hiring` and `interviews` add a function each: given a
user, the keys of the rows that user may reach. `visible_to(user)` on the QuerySet is their union, less what Walls keep from that user.
"""

import functools
import operator
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from workspace.staff.models import User

type_of_way = Callable[["User"], "QuerySet[Any]"]


class Walls:
    """Rows kept from somebody whatever way in they have: functions from a user to a one-column query of the keys hidden from them."""

    def __init__(self) -> None:
        self._hidden: dict[str, type_of_way] = {}

    def add(self, name: str, hidden: type_of_way) -> None:
        """Build a wall. Adding the same name again replaces it, so importing twice is harmless."""
        self._hidden[name] = hidden

    def q(self, user: "User", field: str = "pk") -> Q:
        """Return the condition `field` is behind a wall; no wall means no rows."""
        return _any_of(Q(**{f"{field}__in": hidden(user)}) for hidden in self._hidden.values())


class WaysIn:
    """A list of functions from a user to a one-column query of the keys that user may reach."""

    def __init__(self) -> None:
        self._ways: dict[str, type_of_way] = {}

    def add(self, name: str, way: type_of_way) -> None:
        """Open a way in. Adding the same name again replaces it, so importing twice is harmless."""
        self._ways[name] = way

    def q(self, user: "User", field: str = "pk") -> Q:
        """Return the condition `field` is reached by any way in; no way in means no rows."""
        return _any_of(Q(**{f"{field}__in": way(user)}) for way in self._ways.values())


def _any_of(conditions: Iterable[Q]) -> Q:
    """Return that one of these conditions holds; nothing meets none. Every page asks: an empty condition beside others would cost each of them."""
    return functools.reduce(operator.or_, conditions, Q()) or Q(pk__in=[])
