"""The log listens to what lies below it."""

import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from workspace.activity.actions import log_activity
from workspace.activity.wording import Named, name_rows, say
from workspace.rows import Row
from workspace.staff.models import User
from workspace.staff.signals import staff_changed


@receiver(staff_changed, dispatch_uid="log staff changes")
def log_staff_change(sender: type, *, row: Row, verb: str, facts: dict[str, Any], by: User, **_: Any) -> None:
    log_activity(verb=verb, subject=row, by=by, facts=facts)


def name_users(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    return {user.uuid: Named(user.name) for user in User.objects.filter(uuid__in=uuids)}


name_rows("user", name_users)
say("invited_person", "invited somebody as {persona}")
say("revoked_invitation", "withdrew an invitation")
say("accepted_invitation", "accepted the invitation")
say("changed_persona", "changed the persona from {before} to {after} of")
say("ended_access", "ended the access of")
say("restored_access", "gave access back to")
