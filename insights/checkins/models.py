"""How hires turned out, tied to the criteria they were hired on. Read by few, and never a part of anybody's rating."""

from django.db import models
from django.db.models import Q, QuerySet

from candidates.people.models import walls_before_candidates
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from hiring.roles.models import Competency, Role
from insights.checkins.enums import MONTHS, Seen, Side
from workspace.rows import Row
from workspace.staff.enums import Persona
from workspace.staff.models import User


def hires_of(user: User) -> "QuerySet[Application]":
    """Return the hires whose check-ins this user may read: of the roles they manage, an admin those of all roles they may see."""
    roles = Role.objects.visible_to(user)
    if user.persona != Persona.ADMIN:
        roles = roles.filter(hiring_manager=user)
    hires = Application.objects.filter(standing=Standing.HIRED, role__in=roles.values("pk"), candidate__erased_at=None)
    return hires.exclude(walls_before_candidates.q(user, "candidate"))


class StartDay(Row):
    """When somebody hired began, or will begin, to work."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="start_day")
    starts_on = models.DateField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["starts_on"], name="start_day_by_day")]

    def __str__(self) -> str:
        return f"{self.starts_on}"


class CheckIn(Row):
    """One look at one hire, so many months after the start."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="check_ins")
    month = models.PositiveSmallIntegerField(choices=[(month, f"{month} months") for month in MONTHS])
    due_on = models.DateField()
    still_here = models.BooleanField(default=True)
    words = models.TextField(blank=True)
    filled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    filled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "month"], name="check_in_once_a_month"),
            models.CheckConstraint(
                condition=Q(filled_at=None, filled_by=None) | Q(filled_at__isnull=False, filled_by__isnull=False),
                name="check_in_filled_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="check_in_due", condition=Q(filled_at=None))]

    def __str__(self) -> str:
        return f"{self.month} months of {self.application}"


class CheckInMark(Row):
    """What the work showed of one criterion."""

    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="marks")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side)
    seen = models.CharField(max_length=6, choices=Seen)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_in", "competency", "side"], name="check_in_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.competency}: {self.get_seen_display()}"
