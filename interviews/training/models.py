"""Who is trained to hold which assessment type, and on whose word."""

from django.db import models
from django.db.models import Q

from interviews.kits.models import AssessmentType
from workspace.rows import Row
from workspace.staff.models import User


class TrainingPolicy(Row):
    """Whether an assessment type asks for trained interviewers. Without a row it does not: whoever is not in training may hold it."""

    assessment_type = models.OneToOneField(AssessmentType, models.CASCADE, related_name="training_policy")
    is_required = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "training policies"

    def __str__(self) -> str:
        return f"Training for {self.assessment_type}"


class Training(Row):
    """One person on the way to one assessment type; what they held so far is counted, never stored.

    `reason` is given where the right was granted without the steps. `actions` alone writes the moments.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="trainings")
    assessment_type = models.ForeignKey(AssessmentType, models.CASCADE, related_name="trainings")
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text="The last day on which it holds.")
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "assessment_type"], name="training_once_per_type"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="training_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(paused_at=None, paused_by=None) | Q(paused_at__isnull=False, paused_by__isnull=False),
                name="training_paused_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=models.F("user")), name="training_not_signed_by_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.assessment_type}"
