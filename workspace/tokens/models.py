"""Personal tokens for programs, and what makes a repeated request harmless."""

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from workspace.rows import Row
from workspace.staff.models import User


class Scope(models.TextChoices):
    """What a token may do; what its owner may do bounds it further."""

    READ_CANDIDATES = "candidates:read", "Read candidates"
    WRITE_CANDIDATES = "candidates:write", "Add and change candidates"
    READ_ROLES = "roles:read", "Read roles and stages"
    READ_APPLICATIONS = "applications:read", "Read applications and their history"
    WRITE_APPLICATIONS = "applications:write", "Add and move applications"
    READ_INTERVIEWS = "interviews:read", "Read interviews, scorecards and decisions"
    WRITE_SCORECARDS = "scorecards:write", "Write own scorecards"


class ApiToken(Row):
    """A key somebody made for a program. Only its hash is kept; `prefix` tells it from others on the page."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope))
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_live(self, now: dt.datetime | None = None) -> bool:
        return self.revoked_at is None and self.expires_at > (now or timezone.now())


class IdempotencyKey(Row):
    """The answer to a POST, kept for a day: the same key and body get it again instead of a second row."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    path = models.CharField(max_length=300)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, help_text="Empty while the first request is under way.")
    answer: Any = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
