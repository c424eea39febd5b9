"""Everything that changes a channel."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from candidates.channels.models import Channel
from workspace.activity.actions import log_activity
from workspace.staff.models import User

FIELDS = frozenset({"name", "kind", "mark", "description", "position", "is_active"})


class ChannelRefused(Exception):
    """A channel cannot be kept as it was asked for; the message says why."""


def add_channel(*, name: str, kind: str, mark: str, description: str = "", position: int = 500, by: User) -> Channel:
    """Add a way people come to us; raises ChannelRefused where one is called so already."""
    slug = slugify(name)[:60]
    if not slug:
        raise ChannelRefused("A channel's name needs a letter of the Latin alphabet: its address is made from it.")
    try:
        with transaction.atomic():
            channel = Channel.objects.create(
                slug=slug, name=name, kind=kind, mark=mark, description=description, position=position
            )
            log_activity(verb="added_channel", subject=channel, by=by)
    except IntegrityError as error:
        raise ChannelRefused("There is a channel of this name already.") from error
    return channel


@transaction.atomic
def edit_channel(*, channel: Channel, changes: dict[str, Any], by: User) -> Channel:
    """Change a channel. Retired (`is_active` False) it is no longer offered; who came through it keeps it."""
    assert changes.keys() <= FIELDS, changes.keys() - FIELDS
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    changed = sorted(field for field, value in changes.items() if getattr(channel, field) != value)
    if not changed:
        return channel
    for field in changed:
        setattr(channel, field, changes[field])
    channel.is_shipped = False
    channel.save(update_fields=[*changed, "is_shipped", "updated_at"])
    log_activity(verb="edited_channel", subject=channel, by=by, facts={"fields": ", ".join(changed)})
    return channel
