"""Telling admins that a source has died: what nobody reads is missed by nobody."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from candidates.harvest.models import Source
from candidates.harvest.queries import silence_of
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.enums import Persona
from workspace.staff.models import User


def due_silences(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield one notice per admin for each silence of a source: a new silence has a new beginning, and so a new key."""
    silent = [
        (source, silence)
        for source in Source.objects.filter(is_enabled=True)
        if (silence := silence_of(source, now=now))
    ]
    if not silent:
        return
    admins = list(User.objects.filter(persona=Persona.ADMIN, is_active=True).values_list("pk", flat=True))
    for source, silence in silent:
        run = source.runs.order_by("-pk").first()
        problem = f" {run.problem}" if run and run.problem else ""
        for admin in admins:
            yield DueReminder(
                key=f"silent-source/{source.uuid}/{silence.since:%Y-%m-%d}",
                recipient=admin,
                subject=f"No papers from “{source}”",
                body=f"{silence.words}{problem} Look at the source, run it, or switch it off.",
                path=reverse("candidates:source", args=[source.uuid]),
            )


def silence_settled(key: str) -> bool:
    """Whether the source was read again, was switched off or is gone."""
    source = Source.objects.filter(uuid=uuid.UUID(key.split("/")[1])).first()
    return source is None or not silence_of(source, now=timezone.now())


SILENT_SOURCE = register(
    Kind(
        slug="silent_source",
        label="A source of papers is silent",
        description="To admins, when a source that should bring papers has brought none for days.",
        steps=(),
        due=due_silences,
        settled=silence_settled,
    )
)
