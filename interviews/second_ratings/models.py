"""Second ratings: one more independent look at a bar that is borderline, asked for and followed until it is there."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from hiring.pipeline.models import Application
from hiring.roles.models import Competency
from interviews.kits.models import Kit
from interviews.schedule.models import Interview
from workspace.rows import Row
from workspace.staff.models import User


class Ending(models.TextChoices):
    """How a wish for a second rating ended."""

    RATED = "rated", "Rated"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DECIDED_WITHOUT = "decided_without", "Decided without it"


class SecondRatingQuerySet(models.QuerySet["SecondRating"]):
    def open(self) -> "SecondRatingQuerySet":
        return self.filter(ended_at=None)


class SecondRating(Row):
    """A wish for one more rating of a borderline bar: by whom, with which kit, and when they are free.

    That it exists says that a bar is borderline, so nobody who owes a scorecard on the application may learn of it, least of all the rater.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="second_ratings")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    kit = models.ForeignKey(Kit, models.PROTECT, related_name="+")
    rater = models.ForeignKey(User, models.PROTECT, related_name="+")
    slot = DateTimeRangeField(null=True, blank=True, help_text="When the rater was free, as far as was known.")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=15, choices=Ending, blank=True)

    objects = SecondRatingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "competency"], condition=Q(ended_at=None), name="second_rating_one_open_per_bar"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="second_rating_ended_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"Second rating {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None
