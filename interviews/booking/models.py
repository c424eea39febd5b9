"""Times offered to a candidate by a signed link, what they chose, and what calendars answered."""

import datetime as dt
import zoneinfo

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from interviews.booking.enums import Adjustment, BookingState, ReplyAnswer
from interviews.kits.models import Kit
from interviews.schedule.models import Interview, Seat
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User

MOVES_ALLOWED = 2
NOTICE = dt.timedelta(hours=24)


class BookingQuerySet(models.QuerySet["Booking"]):
    def waiting(self, now: dt.datetime) -> "BookingQuerySet":
        """Offers that can still be taken up, and so hold their interviewers' time."""
        return self.filter(state=BookingState.OFFERED, expires_at__gt=now, application__standing=Standing.ACTIVE)

    def visible_to(self, user: User) -> "BookingQuerySet":
        """Bookings of applications whose role this user may see as a whole."""
        return self.filter(application__in=Application.objects.in_roles_of(user).values("pk"))


class Booking(Row):
    """Choices of times that a candidate has, or has taken. `booking.actions` alone writes its state.

    Its link is signed over the uuid: it works until the booking is settled or `expires_at` has passed. `adjustments` are told to those who hold the
    interviews, `adjustment_words` only to those who book them.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="bookings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=BookingState, default=BookingState.OFFERED)
    expires_at = models.DateTimeField()
    zone = models.CharField(max_length=64, blank=True, help_text="The clock the candidate chose.")
    words = models.TextField(blank=True, help_text="What the candidate reads above the times.")
    location = models.CharField(max_length=300, blank=True)
    chosen = models.ForeignKey("Choice", models.PROTECT, null=True, blank=True, related_name="+")
    moves_left = models.PositiveSmallIntegerField(default=MOVES_ALLOWED)
    answered_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True, help_text="Why they declined, or which other times they asked for.")
    asked_again_at = models.DateTimeField(null=True, blank=True, help_text="When they asked for other times.")
    adjustments = ArrayField(models.CharField(max_length=13, choices=Adjustment), default=list, blank=True)
    adjustment_words = models.TextField(blank=True)

    link: str  # the candidate's page, where a page of ours shows it

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="booked") | Q(chosen__isnull=False), name="booking_booked_has_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(state="offered") | Q(state="withdrawn") | Q(answered_at__isnull=False),
                name="booking_answered_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["application", "-id"], name="booking_newest"),
            models.Index(fields=["expires_at"], name="booking_waiting", condition=Q(state="offered")),
        ]

    def __str__(self) -> str:
        return f"Times for {self.application}"

    @property
    def is_expired(self) -> bool:
        return self.state == BookingState.OFFERED and self.expires_at <= timezone.now()

    @property
    def clock(self) -> zoneinfo.ZoneInfo:
        """The candidate's zone: what they chose, what their file says, else that of whoever offered."""
        return zoneinfo.ZoneInfo(self.zone or self.application.candidate.time_zone or self.by.time_zone)

    @property
    def adjustments_in_words(self) -> list[str]:
        return [Adjustment(one).label for one in self.adjustments]


class Choice(Row):
    """One way to hold all the interviews of a booking."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["booking", "position"], name="choice_place_is_unique")]

    def __str__(self) -> str:
        return f"Choice {self.position + 1}"


class ChoicePart(Row):
    """One interview of a choice: which, when, by whom. `part` says which one it is across the choices of a booking."""

    choice = models.ForeignKey(Choice, models.CASCADE, related_name="parts")
    part = models.PositiveSmallIntegerField()
    kit = models.ForeignKey(Kit, models.PROTECT, related_name="+")
    during = DateTimeRangeField()
    people = models.ManyToManyField(User, related_name="offered_parts")

    class Meta:
        ordering = ["during", "pk"]
        constraints = [models.UniqueConstraint(fields=["choice", "part"], name="choice_part_once")]

    def __str__(self) -> str:
        return f"{self.kit} in {self.choice}"


class BookedPart(Row):
    """The interview that a part became. The interview lives on by itself; this says that the candidate is told of it."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="booked")
    part = models.PositiveSmallIntegerField()
    interview = models.OneToOneField(Interview, models.CASCADE, related_name="booked_part")

    class Meta:
        ordering = ["part"]
        constraints = [models.UniqueConstraint(fields=["booking", "part"], name="booked_part_once")]

    def __str__(self) -> str:
        return f"{self.interview} of {self.booking}"


class InvitationReply(AppendOnly):
    """What an interviewer's calendar answered to one version of an invitation."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="replies")
    sequence = models.PositiveIntegerField()
    answer = models.CharField(max_length=9, choices=ReplyAnswer)
    happened_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "invitation replies"
        constraints = [
            models.UniqueConstraint(fields=["seat", "sequence", "answer", "happened_at"], name="invitation_reply_once")
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_answer_display()}"
