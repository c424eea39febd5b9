"""What was counted, as it may be shown, once for each half-year; and who may read it."""

import datetime as dt

from django.db import models
from django.db.models import Q

from workspace.rows import AppendOnly, Row
from workspace.staff.models import User


class FairnessReader(Row):
    """Somebody an administrator named to read the counts. Recruiters and hiring managers, who decide, cannot be named."""

    user = models.OneToOneField(User, models.CASCADE, related_name="fairness_reader")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["user__name", "pk"]

    def __str__(self) -> str:
        return str(self.user)


class FairnessReport(AppendOnly):
    """A half-year's applications, counted once on a fixed day and never again: two counts of the same people would tell who came between them."""

    begins_on = models.DateField(unique=True)
    ends_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-begins_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=models.F("begins_on")), name="fairness_report_ends_later")
        ]

    def __str__(self) -> str:
        return f"{'First' if self.begins_on.month == 1 else 'Second'} half of {self.begins_on.year}"


class FairnessTable(AppendOnly):
    """One question in one block of applications, which belong to no other block of the report.

    `stages` holds only what may be shown; what was hidden is not kept anywhere. See `counting.py` for its shape. `since` is the first day
    of the half-years that waited for this one (`waiting.py`); empty where none did.
    """

    report = models.ForeignKey(FairnessReport, models.CASCADE, related_name="tables")
    country = models.CharField(max_length=80)
    block = models.CharField(max_length=120, help_text="Which roles.")
    question = models.CharField(max_length=170, help_text="One, or two that are crossed.")
    question_slug = models.CharField(max_length=170)
    since = models.DateField(null=True, blank=True)
    stages = models.JSONField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "country", "block", "question_slug"], name="fairness_table_once_per_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.block}, {self.country}"

    @property
    def begins_on(self) -> dt.date:
        """The first day of what it counts."""
        return self.since or self.report.begins_on


class WaitingCount(Row):
    """Half-years of one question in one block in which nothing could be compared: sums of people, shown nowhere, until they can be counted
    with a later one. Then the row goes."""

    country = models.CharField(max_length=80)
    block = models.CharField(max_length=120)
    question = models.CharField(max_length=80)
    question_slug = models.CharField(max_length=80)
    since = models.DateField()
    counts = models.JSONField()

    class Meta:
        ordering = ["country", "block", "pk"]
        constraints = [models.UniqueConstraint(fields=["country", "block", "question_slug"], name="waiting_count_once")]

    def __str__(self) -> str:
        return f"{self.question}, {self.block}, {self.country}"


class PooledReading(AppendOnly):
    """What the tables of one question say together, up to and with one half-year. Made of the numbers they show, so it can give nothing away.

    `stages` as `pooling.py` makes them; `tables` counts the tables, `since` is the first day of the oldest.
    """

    report = models.ForeignKey(FairnessReport, models.CASCADE, related_name="readings")
    country = models.CharField(max_length=80)
    question = models.CharField(max_length=170)
    question_slug = models.CharField(max_length=170)
    since = models.DateField()
    tables = models.PositiveSmallIntegerField()
    stages = models.JSONField()

    class Meta:
        ordering = ["country", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "country", "question_slug"], name="pooled_reading_once_per_report"
            ),
            models.CheckConstraint(condition=Q(tables__gte=2), name="pooled_reading_of_several"),
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.country}"
