"""Scorecards: what one person saw, written before they learn what anybody else saw."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hiring.pipeline.models import Application
from hiring.roles.models import Competency
from interviews.kits.models import Kit
from interviews.schedule.models import Seat
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User

# Ratings given later than this after the interview rest on memory, and say so.
FROM_MEMORY_AFTER = dt.timedelta(hours=72)


class Scale(models.TextChoices):
    """Two scales that look different and never mix."""

    STRENGTH = "strength", "Strength"
    BAR = "bar", "Minimum bar"


class StrengthLevel(models.IntegerChoices):
    NOT_SHOWN = 1, "Not shown"
    SOME = 2, "Some"
    STRONG = 3, "Strong"
    RARE = 4, "Rare"


class BarMark(models.TextChoices):
    """Words, not numbers: nothing here can be added up."""

    CLEARLY_BELOW = "clearly_below", "Clearly below"
    JUST_BELOW = "just_below", "Just below"
    JUST_ABOVE = "just_above", "Just above"
    CLEARLY_ABOVE = "clearly_above", "Clearly above"


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    def submitted(self) -> "ScorecardQuerySet":
        return self.exclude(submitted_at=None)

    def owed(self) -> "ScorecardQuerySet":
        """Not submitted, and still expected."""
        return self.filter(submitted_at=None, released_at=None)

    def readable_by(self, user: User) -> "ScorecardQuerySet":
        """The scorecards whose content this user may read: the blind policy where rows are selected."""
        from interviews.scorecards.rules import readable_scorecards

        return readable_scorecards(self, user)


class Drafted(Row):
    """A row that holds what somebody typed so far, and how often it was saved: `drafting` keeps two windows from overwriting each other."""

    draft: Any = models.JSONField(default=dict, blank=True)
    draft_revision = models.PositiveIntegerField(default=0)
    draft_saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Scorecard(Drafted):
    """One seat's judgement. The draft is its author's alone; what was submitted lives in versions.

    `counts` is false for a trainee's. `released_at` means it is no longer owed (interview cancelled, seat taken away): a released draft blinds nobody.
    """

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="scorecard")
    application = models.ForeignKey(Application, models.CASCADE, related_name="scorecards")
    author = models.ForeignKey(User, models.PROTECT, related_name="scorecards")
    kit = models.ForeignKey(Kit, models.PROTECT, related_name="+", help_text="The version it is filled under.")
    counts = models.BooleanField(default=True)
    opened_at = models.DateTimeField(default=timezone.now, help_text="Since when its author is blind.")
    due_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="When the first version was submitted.")
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["author", "due_at"], name="scorecard_owed", condition=Q(submitted_at=None, released_at=None)
            ),
            models.Index(fields=["application", "submitted_at"], name="scorecard_by_application"),
            models.Index(fields=["submitted_at"], name="scorecard_recent", condition=Q(submitted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Scorecard {self.pk}"

    @property
    def is_owed(self) -> bool:
        return self.submitted_at is None and self.released_at is None

    def is_overdue(self, now: dt.datetime) -> bool:
        return self.is_owed and self.due_at < now

    def is_memory_by(self, moment: dt.datetime) -> bool:
        """Whether what is written at `moment` comes so long after the interview that it rests on memory. Reads the seat."""
        return moment > self.seat.during.upper + FROM_MEMORY_AFTER


class ScorecardVersion(AppendOnly):
    """What was submitted. Version 1 is kept for ever; an amendment is a further one that says why.

    `after_reading` marks judgements that were not blind: written by somebody who could already read another's scorecard of the application.
    `from_memory` marks those written more than 72 hours after the interview.
    """

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    summary = models.TextField(blank=True)
    amendment_reason = models.TextField(blank=True)
    after_reading = models.BooleanField(default=False, help_text="Its author could read others' scorecards before.")
    from_memory = models.BooleanField(default=False, help_text="Written more than 72 hours after the interview.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="scorecard_version_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(amendment_reason=""), name="scorecard_version_amendment_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard} v{self.number}"


class Rating(AppendOnly):
    """One criterion in one version. Not assessed is its own state, on neither scale and never zero."""

    version = models.ForeignKey(ScorecardVersion, models.CASCADE, related_name="ratings")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    scale = models.CharField(max_length=8, choices=Scale)
    level = models.PositiveSmallIntegerField(choices=StrengthLevel, null=True, blank=True)
    mark = models.CharField(max_length=13, choices=BarMark, null=True, blank=True)  # noqa: DJ001  (NULL is "not assessed"; "" would be a value)
    observation = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "competency", "scale"], name="rating_once_per_criterion"),
            models.CheckConstraint(
                condition=Q(scale="strength", mark=None) | Q(scale="bar", level=None), name="rating_on_one_scale"
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=4), name="rating_level_on_scale"
            ),
            models.CheckConstraint(
                condition=Q(level=None, mark=None) | ~Q(observation=""), name="rating_has_an_observation"
            ),
        ]

    def __str__(self) -> str:
        return f"Rating {self.pk}"

    @property
    def is_assessed(self) -> bool:
        return self.level is not None or self.mark is not None
