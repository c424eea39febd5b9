"""What can happen in a sitting."""

from django.db import models


class HandedInBy(models.TextChoices):
    CANDIDATE = "candidate", "Handed in"
    TIME = "time", "Time was up"


class Came(models.TextChoices):
    """How an answer came; the words of `clock.Arrival` that are kept."""

    IN_TIME = "in_time", "In time"
    IN_GRACE = "in_grace", "Typed in time, arrived within the grace"
    LATE = "late", "Too late to count"
    ACCEPTED = "accepted", "Late, counted by a person’s decision"


class EventKind(models.TextChoices):
    RELOADED = "reloaded", "Opened again"
    LEFT = "left", "Looked away"
    DEVICE = "device", "Went on on another device"
