"""Searches for loops. A row is the memory: whoever asked may leave and find the answer again."""

import datetime as dt
import uuid
import zoneinfo
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hiring.pipeline.models import Application
from workspace.rows import Row
from workspace.staff.models import User

# A search that is still open after this long lost its worker; the page offers another.
LOST_AFTER = dt.timedelta(minutes=2)


class SearchState(models.TextChoices):
    WAITING = "waiting", "Searching"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class LoopSearch(Row):
    """What was asked for, and the proposals that were found: keys and moments only, nothing about the candidate."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="loop_searches")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=SearchState, default=SearchState.WAITING)
    first_day = models.DateField()
    last_day = models.DateField()
    zone = models.CharField(max_length=64, help_text="The candidate's clock, on which days and hours are meant.")
    kits: Any = models.JSONField(help_text="Slugs, in the order of the plan; one that is placed twice stands twice.")
    terms: Any = models.JSONField(default=dict)
    loops: Any = models.JSONField(default=list, help_text="Proposals, cheapest first.")
    hints = models.JSONField(default=list, help_text="Why there is none, and what would help.")
    is_proven = models.BooleanField(default=False)
    seconds = models.FloatField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "loop searches"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at=None) | (~Q(state="waiting") & Q(finished_at__isnull=False)),
                name="loop_search_finished_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="loop_search_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["application", "-id"], name="loop_search_newest")]

    def __str__(self) -> str:
        return f"Search for {self.application}, {self.first_day} to {self.last_day}"

    @property
    def clock(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.zone)

    @property
    def is_lost(self) -> bool:
        return self.state == SearchState.WAITING and self.created_at < timezone.now() - LOST_AFTER

    def people(self) -> set[uuid.UUID]:
        """Everybody who holds something in one of the proposals."""
        return {uuid.UUID(key) for loop in self.loops for one in loop["placed"] for key in one["people"]}
