"""Conferences, who travels there, whom to meet, and who was met."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from candidates.channels.models import Channel
from candidates.people.models import Candidate, Evidence, walls_before_candidates
from workspace.rows import Row
from workspace.staff.models import User, known_time_zone


class Consent(models.TextChoices):
    """What the person said when asked whether we may write to them."""

    NOT_ASKED = "not_asked", "Not asked"
    YES = "yes", "Yes, write to me"
    NO = "no", "No, please do not"


class Conference(Row):
    """One edition of a conference. `venue` is how papers call it, so that its accepted papers are found."""

    name = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, validators=[known_time_zone])
    venue = models.CharField(max_length=200, blank=True, help_text="As its papers name it, letter by letter.")
    url = models.URLField(max_length=500, blank=True)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="conferences")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "year"], name="conference_once_a_year"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="conference_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="conference_latest")]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    def is_on(self, day: dt.date) -> bool:
        """Whether it is going on, counting the days around it: people meet at the airport too."""
        return self.starts_on - dt.timedelta(days=1) <= day <= self.ends_on + dt.timedelta(days=1)


class Trip(Row):
    """Somebody of ours goes to a conference."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="trips")
    traveller = models.ForeignKey(User, models.PROTECT, related_name="trips")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "traveller"], name="trip_once_per_traveller")]

    def __str__(self) -> str:
        return f"{self.traveller} to {self.conference}"


class PlannedMeeting(Row):
    """A traveller took it upon themselves to meet somebody there, so that nobody is met twice and nobody is forgotten."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="planned_meetings")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="planned_meetings")
    traveller = models.ForeignKey(User, models.PROTECT, related_name="planned_meetings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "candidate"], name="planned_meeting_is_one_travellers")
        ]

    def __str__(self) -> str:
        return f"{self.traveller} meets {self.candidate}"


class EncounterQuerySet(models.QuerySet["Encounter"]):
    def visible_to(self, user: User) -> "EncounterQuerySet":
        """One's own; all, for those who recruit; for others who plan hiring, those with candidates they may see."""
        shown = self.exclude(walls_before_candidates.q(user, "candidate"))
        if user.is_recruiting:
            return shown
        own = Q(met_by=user)
        if user.persona != "hiring_manager":
            return shown.filter(own)
        return shown.filter(own | Q(candidate__in=Candidate.objects.visible_to(user)))


class Encounter(Row):
    """Somebody of ours met somebody. The uuid is made where it was written down, so that sending it twice keeps it once.

    Without a candidate it still waits for a person to say who it was. `evidence` is what it became in their file.
    """

    conference = models.ForeignKey(Conference, models.PROTECT, null=True, blank=True, related_name="encounters")
    met_by = models.ForeignKey(User, models.PROTECT, related_name="encounters")
    met_at = models.DateTimeField()
    name = models.CharField(max_length=200, help_text="As it was written down.")
    handle = models.CharField(max_length=300, blank=True, help_text="E-mail or profile, as it was written down.")
    place = models.CharField(max_length=120, blank=True)
    said = models.TextField(blank=True)
    consent = models.CharField(max_length=9, choices=Consent, default=Consent.NOT_ASKED)
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, blank=True, related_name="encounters")
    evidence = models.ForeignKey(Evidence, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EncounterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-met_at", "-id"], name="encounter_latest"),
            models.Index(fields=["met_by", "-met_at", "-id"], name="encounter_of_traveller"),
            models.Index(fields=["conference", "-met_at", "-id"], name="encounter_at_conference"),
            models.Index(
                fields=["follow_up_on"],
                name="encounter_follow_up",
                condition=Q(follow_up_on__isnull=False, followed_up_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent="no") | Q(follow_up_on=None), name="encounter_no_means_no_follow_up"
            )
        ]

    def __str__(self) -> str:
        return self.name
