"""How channels and the acts on them read in the log, and where they are found."""

import uuid
from collections.abc import Collection

from django.urls import reverse

from candidates.channels.models import Channel
from workspace.activity.wording import Named, name_rows, say
from workspace.staff.settings_cards import SettingsCard, add_settings_card


def name_channels(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say how these channels are called today. One query."""
    url = reverse("candidates:channels")
    return {channel.uuid: Named(channel.name, url) for channel in Channel.objects.filter(uuid__in=uuids)}


name_rows("channel", name_channels)
say("added_channel", "added the channel")
say("edited_channel", "changed {fields} of the channel")
add_settings_card(
    SettingsCard("candidates:channels", "route", "Channels", "Where people come from, and what stands for it.", 45)
)
say("logged_channel_cost", "logged what it took for the channel")
say("removed_channel_cost", "took back a cost of the channel")
say("restored_channel_cost", "counts a cost again of the channel")
