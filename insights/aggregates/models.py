"""Counts that the database keeps, so that a dashboard adds up thousands of rows instead of grouping a hundred thousand.

Triggers in PostgreSQL write these tables whenever an application or a stage change is written, by whatever code; nothing else does. A fact is what one
application counts as; a tally row adds to or takes from the count of a combination of facts. Tallies are only ever appended (no row is
fought over by two moves at once) and folded together now and then.
"""

from typing import Any

from django.db import models

from workspace.rows import Row


class Fact(models.Model):
    """What one application counts as: its role, channel, month of application, the furthest stage it ever reached, where it stands.

    A change that was undone has never reached anything. Keys are plain numbers: the rows they name may be gone before a trigger hears of it.
    """

    application_id = models.BigIntegerField(primary_key=True)
    role_id = models.BigIntegerField()
    channel_id = models.BigIntegerField(default=0, help_text="0: no channel.")
    cohort = models.DateField(help_text="First day of the month of application, UTC.")
    furthest_id = models.BigIntegerField()
    stage_id = models.BigIntegerField()
    standing = models.CharField(max_length=9)
    applied_on = models.DateField(help_text="Day of application, UTC.")

    class Meta:
        indexes = [
            models.Index(fields=["role_id", "cohort"], name="fact_by_role"),
            # All that is counted of a cohort between two days, so that the rows themselves are not read.
            models.Index(
                fields=["role_id", "applied_on"],
                include=["channel_id", "furthest_id", "stage_id", "standing", "application_id"],
                name="fact_by_day",
            ),
            models.Index(fields=["furthest_id"], name="fact_by_furthest"),
        ]

    def __str__(self) -> str:
        return f"Fact of {self.application_id}"


class Tally(models.Model):
    """`count` more (or fewer) applications that share these facts."""

    id = models.BigAutoField(primary_key=True)
    role_id = models.BigIntegerField()
    channel_id = models.BigIntegerField()
    cohort = models.DateField()
    furthest_id = models.BigIntegerField()
    stage_id = models.BigIntegerField()
    standing = models.CharField(max_length=9)
    count = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "tallies"
        indexes = [models.Index(fields=["role_id"], include=["standing", "stage_id", "count"], name="tally_by_role")]

    def __str__(self) -> str:
        return f"{self.count:+}"

    @property
    def facts(self) -> tuple[Any, ...]:
        return (self.role_id, self.channel_id, self.cohort, self.furthest_id, self.stage_id, self.standing)


class Passage(models.Model):
    """One stage change that stands: from where to where, on which day, and how long the application had waited there.

    A change that was undone, and its undoing, are no passages. `before_id` is 0 for who enters; `days` is empty where nothing was waited in.
    """

    change_id = models.BigIntegerField(primary_key=True)
    application_id = models.BigIntegerField()
    role_id = models.BigIntegerField()
    channel_id = models.BigIntegerField(help_text="0: no channel.")
    day = models.DateField(help_text="When it happened, UTC.")
    before_id = models.BigIntegerField()
    after_id = models.BigIntegerField()
    standing_before = models.CharField(max_length=9)
    standing_after = models.CharField(max_length=9)
    reason_id = models.BigIntegerField(help_text="0: no reason was given.")
    days = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["application_id"], name="passage_by_application"),
            models.Index(
                fields=["role_id", "day"],
                include=["channel_id", "before_id", "standing_before", "standing_after", "days"],
                name="passage_by_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Passage {self.change_id}"


class PassageTally(models.Model):
    """`count` more (or fewer) passages of one day that share these facts."""

    id = models.BigAutoField(primary_key=True)
    role_id = models.BigIntegerField()
    channel_id = models.BigIntegerField()
    day = models.DateField()
    before_id = models.BigIntegerField()
    after_id = models.BigIntegerField()
    standing_before = models.CharField(max_length=9)
    standing_after = models.CharField(max_length=9)
    reason_id = models.BigIntegerField()
    count = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "passage tallies"
        indexes = [
            models.Index(
                fields=["role_id", "day"],
                include=[
                    "channel_id",
                    "before_id",
                    "after_id",
                    "standing_before",
                    "standing_after",
                    "reason_id",
                    "count",
                ],
                name="passage_tally_by_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.count:+}"


class Recount(Row):
    """One night's slow recount: how many rows of each kept table differed from it, none where all was right."""

    differences = models.JSONField(default=dict)
    seconds = models.FloatField(default=0)
    repaired = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return "no difference" if not self.total else f"{self.total} differences"

    @property
    def total(self) -> int:
        return sum(self.differences.values())
