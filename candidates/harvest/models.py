"""Sources that papers are harvested from, and the runs of each."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from candidates.harvest.enums import OPEN, Connector, RunState
from workspace.rows import Row
from workspace.staff.models import User


class Source(Row):
    """A list of papers that is read again and again. Its place in the list is written by `harvest.actions` only.

    `cursor` is the token that asks for the next page, whole, as the list gave it; it is empty between lists. The window
    is frozen with it, so that a list is read to its end by the days it was begun with, by whichever run goes on.
    """

    connector = models.CharField(max_length=20, choices=Connector)
    scope = models.CharField(max_length=300, blank=True, help_text="Which list: categories, a set, a venue, a volume.")
    base_url = models.CharField(
        max_length=300, blank=True, help_text="Instead of the address in the settings; from the command line only."
    )
    is_enabled = models.BooleanField(default=True, help_text="Whether it is read by itself, by the clock.")
    cursor = models.TextField(blank=True)
    window_from = models.DateField(null=True, blank=True)
    window_until = models.DateField(null=True, blank=True)
    complete_until = models.DateField(null=True, blank=True, help_text="Everything up to this day has been read.")
    etag = models.CharField(max_length=200, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When it last told of any paper.")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connector", "scope", "base_url"], name="source_once_per_list"),
            models.CheckConstraint(
                condition=Q(window_from=None) | Q(window_until=None) | Q(window_from__lte=F("window_until")),
                name="source_window_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_connector_display()}{': ' if self.scope else ''}{self.scope}"

    @property
    def is_in_the_middle(self) -> bool:
        """Whether a list was begun and not read to its end."""
        return bool(self.cursor)


class Run(Row):
    """One reading of a source's list, by a worker or from the command line. The row is the memory of what was done.

    `held_by` and `held_until` say who works on it: a process that dies lets go when its time is over.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=8, choices=RunState, default=RunState.RUNNING)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    held_by = models.CharField(max_length=120, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row; a good page starts the count anew.")
    restarts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True, help_text="What went wrong, in words for the reader.")
    pages = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True, help_text="How many the list has, where it says.")
    new = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0, help_text="Entries that could not be read or kept.")
    gone = models.PositiveIntegerField(default=0, help_text="Entries the list says were taken back.")
    notes = models.JSONField(
        default=list, blank=True, help_text="The first entries with something to say: which, what."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(state__in=OPEN), name="run_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, finished_at=None) | (~Q(state__in=OPEN) & Q(finished_at__isnull=False)),
                name="run_that_is_over_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.WAITING, retry_at__isnull=False)
                | (~Q(state=RunState.WAITING) & Q(retry_at=None)),
                name="run_that_waits_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="run_newest_of_a_source"),
            models.Index(fields=["state"], name="run_open", condition=Q(state__in=OPEN)),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.get_state_display().lower()})"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def seen(self) -> int:
        """How many entries were read."""
        return self.new + self.revised + self.same + self.left_out

    @property
    def took(self) -> dt.timedelta | None:
        return self.finished_at - self.created_at if self.finished_at else None
