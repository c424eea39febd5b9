"""Uploads. The bytes lie outside every web root under a random name; who may have them is asked at each download."""

import secrets

from django.db import models
from django.db.models import Q

from workspace.rows import Row
from workspace.staff.models import User


class TextState(models.TextChoices):
    WAITING = "waiting", "Waiting to be read"
    READ = "read", "Read"
    NO_TEXT = "no_text", "No text in it"
    FAILED = "failed", "Could not be read"


def random_path(_file: "StoredFile", _name: str) -> str:
    """Name the bytes by chance alone: nothing of the upload reaches the disk's paths."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token}"


class StoredFile(Row):
    """One upload. With `forgotten_at` it only waits for its bytes to be deleted: name and text are gone already."""

    name = models.CharField(max_length=255)
    content = models.FileField(upload_to=random_path, max_length=120)
    content_type = models.CharField(max_length=100, help_text="Sniffed from the bytes, never taken from the browser.")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    text = models.TextField(blank=True)
    text_state = models.CharField(max_length=8, choices=TextState, default=TextState.WAITING)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(name="", text="", sha256=""),
                name="stored_file_forgotten_says_nothing",
            )
        ]
        indexes = [
            models.Index(fields=["id"], name="stored_file_forgotten", condition=Q(forgotten_at__isnull=False)),
            models.Index(fields=["created_at"], name="stored_file_waiting", condition=Q(text_state="waiting")),
        ]

    def __str__(self) -> str:
        return self.name
