"""Where people come from. Each channel is a first-class thing with its own yield."""

from django.db import models
from django.db.models import Q

from workspace.rows import Row
from workspace.staff.models import User


class ChannelKind(models.TextChoices):
    """The ways a team meets people; several channels may be of one kind (two conferences, three agencies)."""

    ARXIV = "arxiv", "arXiv and journals"
    REIMPLEMENTATION = "reimplementation", "Reimplementations"
    CONFERENCE = "conference", "Conferences"
    REFERRAL = "referral", "Referrals"
    DIRECT = "direct", "Direct applications"
    COURSE = "course", "Course databases"
    CAMPUS = "campus", "Campus"
    LINKEDIN = "linkedin", "LinkedIn"
    AGENCY = "agency", "Recruiting agencies"
    OTHER = "other", "Other"


class Channel(Row):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=ChannelKind)
    mark = models.CharField(max_length=40, default="point", help_text="The icon that stands for it on cards.")
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_shipped = models.BooleanField(default=False, help_text="Came with the product and has not been edited since.")

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class ChannelCostQuerySet(models.QuerySet["ChannelCost"]):
    def kept(self) -> "ChannelCostQuerySet":
        """Leave out what was taken back."""
        return self.filter(removed_at=None)


class ChannelCost(Row):
    """Hours of our own and money that one channel took on a day; `amount` in the organisation's currency."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="costs")
    spent_on = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    amount = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    what = models.CharField(max_length=160)
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ChannelCostQuerySet.as_manager()

    class Meta:
        ordering = ["-spent_on", "-pk"]
        indexes = [
            models.Index(fields=["channel", "-spent_on"], name="channel_cost_latest", condition=Q(removed_at=None))
        ]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gte=0, amount__gte=0), name="channel_cost_not_negative"),
            models.CheckConstraint(condition=Q(hours__gt=0) | Q(amount__gt=0), name="channel_cost_is_something"),
        ]

    def __str__(self) -> str:
        return self.what
