"""How the acts on sources read in a timeline, and how sources are called today."""

import uuid
from collections.abc import Collection

from django.urls import reverse

from candidates.harvest.models import Source
from workspace.activity.wording import Named, name_rows, say


def name_sources(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say what these sources are called. One query."""
    rows = Source.objects.filter(uuid__in=uuids)
    return {source.uuid: Named(str(source), reverse("candidates:source", args=[source.uuid])) for source in rows}


name_rows("source", name_sources)

say("connected_source", "connected a source of papers:")
say("changed_source", "changed which list is read from a source of papers:")
say("enabled_source", "switched a source of papers on:")
say("disabled_source", "switched a source of papers off:")
say("ran_source", "had a source of papers read:")
say("stopped_source", "stopped reading a source of papers:")
