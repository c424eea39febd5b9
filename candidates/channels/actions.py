"""Everything that changes a channel."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from candidates.channels.models import Channel, ChannelCost
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


@transaction.atomic
def log_cost(
    *, channel: Channel, spent_on: dt.date, hours: Decimal, amount: Decimal, what: str, by: User
) -> ChannelCost:
    """Keep what a channel took: hours, money, or both."""
    cost = ChannelCost.objects.create(
        channel=channel, spent_on=spent_on, hours=hours, amount=amount, what=what, logged_by=by
    )
    log_activity(verb="logged_channel_cost", subject=channel, by=by)
    return cost


@transaction.atomic
def remove_cost(*, cost: ChannelCost, by: User) -> ChannelCost:
    """Take a cost back; it counts no more. Twice is once."""
    return _set_removed(cost, timezone.now(), "removed_channel_cost", by)


@transaction.atomic
def restore_cost(*, cost: ChannelCost, by: User) -> ChannelCost:
    """Let a cost that was taken back count again."""
    return _set_removed(cost, None, "restored_channel_cost", by)


def _set_removed(cost: ChannelCost, at: dt.datetime | None, verb: str, by: User) -> ChannelCost:
    cost = ChannelCost.objects.select_for_update(of=("self",)).select_related("channel").get(pk=cost.pk)
    if (cost.removed_at is None) == (at is None):
        return cost
    cost.removed_at = at
    cost.save(update_fields=["removed_at", "updated_at"])
    log_activity(verb=verb, subject=cost.channel, by=by)
    return cost
