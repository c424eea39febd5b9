"""Where people come from. Each channel is a first-class thing with its own yield."""

from django.db import models

from workspace.rows import Row


class ChannelKind(models.TextChoices):
    """The ways a team meets people; several channels may be of one kind (two conferences, three agencies)."""

    ARXIV = "arxiv", "arXiv and journals"
    REIMPLEMENTATION = "reimplementation", "Reimplementations"
    CONFERENCE = "conference", "Conferences"
    REFERRAL = "referral", "Referrals"
    DIRECT = "direct", "Direct applications"
    COURSE = "course", "Course databases"
    CAMPUS = "campus", "Campus"
    LINKEDIN = "linkedin", "LinkedIn"
    AGENCY = "agency", "Recruiting agencies"
    OTHER = "other", "Other"


class Channel(Row):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=ChannelKind)
    mark = models.CharField(max_length=40, default="point", help_text="The icon that stands for it on cards.")
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_shipped = models.BooleanField(default=False, help_text="Came with the product and has not been edited since.")

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
