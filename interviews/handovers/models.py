"""Putting a scorecard off, and saying that one cannot write it. Rows only ever come: who handed what to whom stays on record."""

from django.db import models
from django.db.models import Q

from interviews.scorecards.models import Scorecard
from workspace.rows import AppendOnly
from workspace.staff.models import User

MOST_SNOOZES = 2


class Snooze(AppendOnly):
    """Its author will be reminded again from `until` on; nobody else's reminder waits for that."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="snoozes")
    until = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"until {self.until}"


class Decline(AppendOnly):
    """Its author cannot hold the interview or write the scorecard, and says why."""

    scorecard = models.OneToOneField(Scorecard, models.CASCADE, related_name="decline")
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="decline_has_a_reason")]

    def __str__(self) -> str:
        return f"declined: {self.scorecard}"
