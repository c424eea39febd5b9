"""Teams. A team's shape decides what to hire for."""

from django.db import models

from workspace.rows import Row
from workspace.staff.models import User


class Archetype(models.TextChoices):
    """The ML organisation mountain, from bottom to top."""

    NASCENT = "nascent", "Nascent or ad hoc"
    RESEARCH = "research", "ML R&D"
    EMBEDDED = "embedded", "Embedded in product teams"
    FUNCTION = "function", "Independent ML function"
    ML_FIRST = "ml_first", "ML-first"


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: User) -> "TeamQuerySet":
        """Everybody who plans hiring may know the teams."""
        return self if user.is_recruiting or user.persona == "hiring_manager" else self.none()


class Team(Row):
    name = models.CharField(max_length=80, unique=True)
    archetype = models.CharField(max_length=10, choices=Archetype)
    purpose = models.TextField(blank=True)
    lead = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="led_teams")

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
