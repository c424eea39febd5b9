"""The whole workflow of an application on one screen."""

from django.db import models


class Standing(models.TextChoices):
    ACTIVE = "active", "Active"
    HIRED = "hired", "Hired"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


# docs/workflow.md is drawn from this table, and a test keeps it fresh.
MOVES: dict[str, frozenset[str]] = {
    Standing.ACTIVE: frozenset({Standing.HIRED, Standing.REJECTED, Standing.WITHDRAWN}),
    Standing.REJECTED: frozenset({Standing.ACTIVE}),  # back to the stage it left
    Standing.WITHDRAWN: frozenset({Standing.ACTIVE}),
    Standing.HIRED: frozenset({Standing.ACTIVE}),  # an offer that fell through after all
}


class ReasonSide(models.TextChoices):
    OURS = "ours", "We decided"
    THEIRS = "theirs", "They decided"
