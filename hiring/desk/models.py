"""A role's text, and the findings somebody let stand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hiring.roles.models import Role
from workspace.rows import Row
from workspace.staff.models import User

LONGEST_TEXT = 20_000


class RoleText(Row):
    """What outsiders read of a role. `version` counts the savings, so that two windows do not overwrite each other."""

    role = models.OneToOneField(Role, models.CASCADE, related_name="written")
    text = models.TextField(max_length=LONGEST_TEXT)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Text of {self.role}"


class Override(Row):
    """One rule may fire on one role's text, for a reason. It covers the words that were marked then, and no others."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="overrides")
    rule = models.CharField(max_length=40)
    words = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "rule"], condition=Q(withdrawn_at=None), name="override_once_per_rule"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="override_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} stands for {self.role}"
