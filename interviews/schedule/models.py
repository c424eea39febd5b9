"""Booked interviews. Nobody sits in two at once: the database refuses it."""

import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from candidates.people.models import walls_before_candidates
from hiring.pipeline.models import Application
from hiring.roles.models import Stage
from interviews.kits.models import Kit
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User


class InterviewState(models.TextChoices):
    BOOKED = "booked", "Booked"
    CANCELLED = "cancelled", "Cancelled"
    # No meeting: the seats of those who rated work done at home. No page, list or calendar shows it; their scorecards do.
    AT_HOME = "at_home", "Done at home"


class SeatKind(models.TextChoices):
    INTERVIEWER = "interviewer", "Interviewer"
    SHADOW = "shadow", "Shadow"
    # Leads while the interviewer, whose scorecard counts, watches: the last step of training.
    REVERSE_SHADOW = "reverse", "Reverse shadow"


def same(column: str) -> Func:
    """An integer as a range of one, so that GiST compares it without the btree_gist extension."""
    return Func(F(column), F(column), Value("[]"), function="int8range", output_field=BigIntegerRangeField())


# When it is over, for indexes: a query that asks `during__endswith` finds it.
END = Func(F("during"), function="upper", output_field=models.DateTimeField())


class InterviewQuerySet(models.QuerySet["Interview"]):
    def live(self) -> "InterviewQuerySet":
        return self.filter(state=InterviewState.BOOKED)

    def visible_to(self, user: User) -> "InterviewQuerySet":
        """Interviews of roles this user may see, and their own; what was done at home is no meeting."""
        whole = Application.objects.in_roles_of(user).values("pk")
        own = Seat.objects.filter(user=user, is_live=True).values("interview")
        shown = self.exclude(state=InterviewState.AT_HOME).filter(Q(application__in=whole) | Q(pk__in=own))
        return shown.exclude(walls_before_candidates.q(user, "application__candidate"))


class Interview(Row):
    """One meeting. `sequence` counts its versions and goes into the invitation; `schedule.actions` alone writes times and state."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="interviews")
    kit = models.ForeignKey(Kit, models.PROTECT, related_name="interviews")
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    during = DateTimeRangeField()
    location = models.CharField(max_length=300, blank=True, help_text="A room, or a link to the call.")
    state = models.CharField(max_length=9, choices=InterviewState, default=InterviewState.BOOKED)
    sequence = models.PositiveIntegerField(default=0)
    booked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    people: "list[Seat]"  # the live seats, where `queries.shown` fetched them along

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="interview_candidate_in_one_at_a_time",
                expressions=[(same("application"), RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
                condition=Q(state="booked"),
                violation_error_message="The candidate has another interview at that time.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["booked", "at_home"], cancelled_at=None)
                | Q(state="cancelled", cancelled_at__isnull=False),
                name="interview_cancelled_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(during__startswith__isnull=False, during__endswith__isnull=False),
                name="interview_has_both_ends",
            ),
        ]
        indexes = [
            models.Index(fields=["application", "state"], name="interview_by_application"),
            # What was held in some weeks is found by its end, among years of it.
            models.Index(END, name="interview_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.kit}"

    @property
    def is_at_home(self) -> bool:
        return self.state == InterviewState.AT_HOME

    @property
    def starts_at(self) -> dt.datetime:
        return self.during.lower

    @property
    def ends_at(self) -> dt.datetime:
        return self.during.upper

    def is_over(self, now: dt.datetime | None = None) -> bool:
        return self.ends_at <= (now or timezone.now())


class Seat(Row):
    """Somebody who holds or shadows an interview. `during` and `is_live` copy the interview's, so that the database can refuse an overlap."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=11, choices=SeatKind, default=SeatKind.INTERVIEWER)
    during = DateTimeRangeField()
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "user"], condition=Q(is_live=True), name="seat_once_per_interview"
            ),
            ExclusionConstraint(
                name="seat_in_one_interview_at_a_time",
                expressions=[(same("user"), RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
                condition=Q(is_live=True),
                violation_error_message="An interviewer has another interview at that time.",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "is_live"], name="seat_by_user"),
            models.Index(END, name="seat_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.interview}"


class InterviewVersion(AppendOnly):
    """What an interview was at one moment: its booking, each change, its cancellation."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="versions")
    sequence = models.PositiveIntegerField()
    during = DateTimeRangeField()
    location = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=InterviewState)
    seats: Any = models.JSONField(default=list, help_text="uuids of the users who had a seat.")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["interview", "sequence"], name="interview_version_once")]

    def __str__(self) -> str:
        return f"{self.interview} v{self.sequence}"
