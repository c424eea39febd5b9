"""Changing one's own settings."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from workspace.reminders.models import ReminderChoice
from workspace.staff.models import User

OWN_FIELDS = frozenset(
    {"name", "title", "time_zone", "mail_rhythm", "quiet_from", "quiet_until", "theme", "has_letter_keys"}
)


@transaction.atomic
def change_profile(*, fields: dict[str, Any], choices: Iterable[tuple[str, bool, bool]], by: User) -> User:
    """Save somebody's own settings. `choices` are (kind of reminder, by mail, in the app), one for each kind."""
    if strange := fields.keys() - OWN_FIELDS:
        raise ValueError(f"nobody sets these for themselves: {sorted(strange)}")
    user = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=[*fields, "updated_at"])
    ReminderChoice.objects.bulk_create(
        [ReminderChoice(user=user, kind=kind, by_mail=by_mail, in_app=in_app) for kind, by_mail, in_app in choices],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["by_mail", "in_app", "updated_at"],
    )
    return user
