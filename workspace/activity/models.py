"""Who did and who saw what. Append-only, and free of names: what a row says is put into words when it is read."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from workspace.rows import AppendOnly
from workspace.staff.models import User


class Activity(AppendOnly):
    """One act. `subject` is the uuid of the row acted on; `candidate` the person it is about, so that erasure finds it.

    `facts` holds words that cannot identify anybody and never a rating: stage names, counts, reasons by slug. A name in here
    would outlive the person's erasure, a rating would outlive the blind.
    """

    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="activity")
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject = models.UUIDField(null=True, blank=True)
    candidate = models.UUIDField(null=True, blank=True)
    application = models.UUIDField(null=True, blank=True)
    role = models.UUIDField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    is_view = models.BooleanField(default=False, help_text="Somebody looked; nothing changed.")

    class Meta:
        verbose_name_plural = "activity"
        indexes = [
            models.Index(fields=["candidate", "-id"], name="activity_by_candidate"),
            models.Index(fields=["actor", "-id"], name="activity_by_actor"),
            models.Index(fields=["application", "-id"], name="activity_by_application"),
            BrinIndex(fields=["created_at"], name="activity_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}"
