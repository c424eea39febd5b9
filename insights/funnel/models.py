"""Counts that the database keeps, so that a dashboard adds up thousands of rows instead of grouping a hundred thousand.

Triggers in PostgreSQL write these tables whenever an application or a stage change is written, by whatever code; nothing else does. A fact is what one
application counts as; a tally row adds to or takes from the count of a combination of facts. Tallies are only ever appended (no row is
fought over by two moves at once) and folded together now and then.
"""

from typing import Any

from django.db import models


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

    class Meta:
        indexes = [
            models.Index(fields=["role_id", "cohort"], name="fact_by_role"),
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
