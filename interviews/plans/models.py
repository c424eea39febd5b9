"""What we think this person may be strong in, and who checks what."""

from django.db import models
from django.db.models import Q

from hiring.pipeline.models import Application
from hiring.roles.models import Competency, Role, Stage
from interviews.kits.models import Kit
from workspace.rows import Row
from workspace.staff.models import User


class Hypothesis(Row):
    """A strength named before the interviews: what suggests it, and what would refute it. Withdrawn ones stay on record."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="hypotheses")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    suggested_by = models.TextField(help_text="The evidence that suggests it.")
    refuted_by = models.TextField(help_text="What would show that it is not so.")
    position = models.PositiveSmallIntegerField(default=0)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "hypotheses"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "competency"],
                condition=Q(withdrawn_at=None),
                name="hypothesis_once_per_competency",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="hypothesis_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.competency)


class PlannedInterview(Row):
    """One interview of a role's plan: which kit, at which stage."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="planned_interviews")
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    kit = models.ForeignKey(Kit, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.kit} for {self.role}"


class RatingAgreement(Row):
    """How far two blind ratings of the same thing agree here: one row for separate interviews, one for two people in one room."""

    same_room = models.BooleanField(unique=True)
    pairs = models.PositiveIntegerField()
    agreement = models.FloatField(null=True, blank=True, help_text="ICC(1); empty where it cannot be told yet.")
    measured_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{'One room' if self.same_room else 'Separate interviews'}: {self.pairs} pairs"
