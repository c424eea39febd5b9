"""Ratings that were brought along from an earlier application of the same person."""

from django.db import models

from hiring.pipeline.models import Application
from interviews.scorecards.models import Rating
from workspace.rows import AppendOnly
from workspace.staff.models import User


class TravelledRating(AppendOnly):
    """One rating that counts in another application too. It stays where it was given; this only says that it is heard here.

    Whoever owes a scorecard on `application` is blind to it, and to everything else of `origin`: see `scorecards.rules`.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="travelled")
    origin = models.ForeignKey(Application, models.CASCADE, related_name="sent_along")
    rating = models.ForeignKey(Rating, models.CASCADE, related_name="travels")
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "rating"], name="travelled_rating_once"),
            models.CheckConstraint(
                condition=~models.Q(application=models.F("origin")), name="travelled_rating_from_another_application"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} for {self.application_id}"
