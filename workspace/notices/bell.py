"""The number on the bell."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from workspace.reminders.models import Notification
from workspace.staff.models import User
from workspace.written import written_once

MOST_COUNTED = 100  # the bell says "99+" from there on; counting further would cost for nothing


def count_unread(user: User) -> int:
    """Return how many notices somebody has not read, up to MOST_COUNTED. One indexed query."""
    return len(_unread(user))


@written_once
def _unread(user: User) -> "QuerySet[Notification, int]":
    unread = Notification.objects.filter(user=user, is_shown=True).open_to(user).unread()
    # The keys themselves: on every page, and writing a count around them costs more than reading them.
    return unread.values_list("pk", flat=True)[:MOST_COUNTED]


def bell(request: HttpRequest) -> dict[str, Any]:
    """Context for the bell; nothing is counted where a page shows none."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"unread_notices": 0}
    return {"unread_notices": SimpleLazyObject(lambda: count_unread(user))}
