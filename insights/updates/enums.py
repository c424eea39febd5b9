"""How far an update is."""

from django.db import models


class UpdateState(models.TextChoices):
    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    HELD = "held", "Held back"
    SENT = "sent", "Sent"


# What may become of an update; a sent one stays as it went out.
MOVES: dict[str, frozenset[str]] = {
    UpdateState.DRAFT: frozenset({UpdateState.APPROVED, UpdateState.HELD, UpdateState.SENT}),
    UpdateState.APPROVED: frozenset({UpdateState.DRAFT, UpdateState.HELD, UpdateState.SENT}),
    UpdateState.HELD: frozenset({UpdateState.DRAFT, UpdateState.APPROVED}),
    UpdateState.SENT: frozenset(),
}


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
