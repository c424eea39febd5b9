"""When people can interview: their hours, days off, caps, and the calendars that say when they are taken.

Of other calendars only spans are kept: no title, place or guest ever reaches a row.
"""

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from interviews.schedule.models import Interview
from workspace.rows import Row
from workspace.staff.models import User

MOST_A_DAY, MOST_A_WEEK = 2, 4
HOLD_MINUTES = 15


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class SourceKind(models.TextChoices):
    FEED = "feed", "Calendar feed (.ics address)"
    CALDAV = "caldav", "CalDAV calendar"


class LoadPolicy(Row):
    """What holds for everybody who set nothing else. One row."""

    per_day = models.PositiveSmallIntegerField(default=MOST_A_DAY, validators=[MaxValueValidator(12)])
    per_week = models.PositiveSmallIntegerField(default=MOST_A_WEEK, validators=[MaxValueValidator(40)])
    hold_minutes = models.PositiveSmallIntegerField(
        default=HOLD_MINUTES,
        validators=[MaxValueValidator(120)],
        help_text="Kept free before and after each interview: to prepare, and to write the scorecard.",
    )
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "load policies"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="load_policy_is_the_only_one")]

    def __str__(self) -> str:
        return f"{self.per_day} a day, {self.per_week} a week"

    @classmethod
    def current(cls) -> "LoadPolicy":
        """Return what is set, or the defaults, without a row. One query."""
        return cls.objects.first() or cls()


class InterviewerSettings(Row):
    """What somebody set of themselves as an interviewer. Without a row the organisation's defaults hold.

    `hours_set_at` tells who has no hours because they never said from who works none of them.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="interviewing")
    per_day = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(12)])
    per_week = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(40)])
    hours_set_at = models.DateTimeField(null=True, blank=True)
    available_from = models.DateField(null=True, blank=True)
    available_until = models.DateField(null=True, blank=True, help_text="The last day, such as before a leave.")
    feed_hash = models.CharField(max_length=64, blank=True, db_index=True)
    feed_sealed = models.TextField(blank=True, help_text="The feed's secret, encrypted, to show its address again.")
    feed_names_candidates = models.BooleanField(default=True)
    feed_alarm_minutes = models.PositiveSmallIntegerField(
        default=15, validators=[MaxValueValidator(1440)], help_text="0: no alarm."
    )

    class Meta:
        verbose_name_plural = "interviewer settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(available_from=None)
                | Q(available_until=None)
                | Q(available_until__gte=models.F("available_from")),
                name="interviewer_settings_end_after_start",
                violation_error_message="The last day lies before the first.",
            ),
            models.UniqueConstraint(
                fields=["feed_hash"], condition=~Q(feed_hash=""), name="interviewer_settings_one_feed"
            ),
        ]

    def __str__(self) -> str:
        return f"Settings of {self.user}"


class WorkingSpan(Row):
    """From one time to another on a weekday, on the clock of the person's own zone. `closes` at 00:00 is the midnight that ends the day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="working_spans")
    weekday = models.PositiveSmallIntegerField(choices=Weekday, validators=[MinValueValidator(0), MaxValueValidator(6)])
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=models.F("opens")) | Q(closes=dt.time(0, 0)),
                name="working_span_ends_after_start",
                violation_error_message="The end lies before the start.",
            ),
            models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name="working_span_on_a_weekday"),
            models.UniqueConstraint(fields=["user", "weekday", "opens"], name="working_span_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class DayOff(Row):
    """Days on which somebody (nobody named: everybody) is not there, or only from `opens` to `closes`. The label is its owner's alone."""

    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="days_off")
    first = models.DateField()
    last = models.DateField()
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    label = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "days off"
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")),
                name="day_off_ends_after_start",
                violation_error_message="The last day lies before the first.",
            ),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__gt=models.F("opens"))
                | Q(opens__isnull=False, closes=dt.time(0, 0)),
                name="day_off_hours_are_a_span",
                violation_error_message="Give both times, the second after the first; or neither for the whole day.",
            ),
        ]
        indexes = [models.Index(fields=["user", "last"], name="day_off_by_user")]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"

    @property
    def is_whole(self) -> bool:
        return self.opens is None


class BusySourceQuerySet(models.QuerySet["BusySource"]):
    def live(self) -> "BusySourceQuerySet":
        return self.filter(paused_at=None, user__is_active=True)


class BusySource(Row):
    """A calendar outside that says when its owner is taken. `sync` alone writes what came of reading it.

    Address and password are sealed: a feed's address is a secret too. `state_token` is what the server gave to tell whether anything changed.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="busy_sources")
    kind = models.CharField(max_length=6, choices=SourceKind)
    name = models.CharField(max_length=80)
    host = models.CharField(max_length=255, help_text="Shown to tell sources apart; the rest of the address is sealed.")
    address_sealed = models.TextField()
    username = models.CharField(max_length=255, blank=True)
    password_sealed = models.TextField(blank=True)
    found: Any = models.JSONField(
        default=list,
        blank=True,
        help_text="The account's calendars, while its owner chooses: name, address, may_write.",
    )
    calendar = models.CharField(
        max_length=1000, blank=True, help_text="The chosen calendar's address, of a CalDAV account."
    )
    receives = models.BooleanField(default=False, help_text="Our interviews are written into this calendar.")
    paused_at = models.DateTimeField(null=True, blank=True)
    state_token = models.CharField(max_length=500, blank=True)
    read_until = models.DateTimeField(null=True, blank=True, help_text="Up to when events were read.")
    tried_at = models.DateTimeField(null=True, blank=True)
    synced_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = BusySourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["tried_at"], name="busy_source_next", condition=Q(paused_at=None))]

    def __str__(self) -> str:
        return self.name

    @property
    def waits_for_choice(self) -> bool:
        """Whether its owner has to say which calendar is meant."""
        return self.kind == SourceKind.CALDAV and not self.calendar and bool(self.found)


class BusySpan(Row):
    """A time at which somebody is taken, as another calendar has it."""

    source = models.ForeignKey(BusySource, models.CASCADE, related_name="spans")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    during = DateTimeRangeField()
    is_tentative = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user"], name="busy_span_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(during__startswith__isnull=False, during__endswith__isnull=False, during__isempty=False),
                name="busy_span_has_both_ends",
            )
        ]

    def __str__(self) -> str:
        return f"{self.during}"


class WrittenEvent(Row):
    """One of our interviews in somebody's calendar, as it was last written. `mark` is the server's name for that state."""

    source = models.ForeignKey(BusySource, models.CASCADE, related_name="written")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+")
    sequence = models.PositiveIntegerField()
    mark = models.CharField(max_length=300, blank=True)
    is_theirs = models.BooleanField(
        default=False, help_text="Their calendar has it from the invitation; we leave it alone."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "interview"], name="written_event_once")]

    def __str__(self) -> str:
        return f"{self.interview} in {self.source}"
