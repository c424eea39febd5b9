"""What the law wants kept about keeping people's data."""

from django.db import models
from django.db.models import Q

from candidates.people.enums import IdentityKind
from candidates.people.models import Candidate
from candidates.privacy.enums import Basis, Gone, Told, Way
from workspace.rows import Row
from workspace.staff.models import User


class Notice(Row):
    """Where somebody's data came from, why we may keep it, and whether they know. `clock.py` alone writes it.

    Whoever was not told by `due_at` is deleted then; only an administrator puts that off, and says why.
    """

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="notice")
    source = models.CharField(max_length=300)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.INTEREST)
    obtained_at = models.DateTimeField()
    due_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)
    given_how = models.CharField(max_length=10, choices=Told, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    due_before = models.DateTimeField(null=True, blank=True, help_text="When it was due before it was put off.")
    put_off_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    put_off_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at=None, given_how="") | Q(given_at__isnull=False) & ~Q(given_how=""),
                name="notice_given_says_how",
            ),
            models.CheckConstraint(
                condition=Q(due_before=None, put_off_by=None, put_off_because="")
                | Q(due_before__isnull=False, put_off_by__isnull=False) & ~Q(put_off_because=""),
                name="notice_put_off_says_why",
            ),
        ]
        indexes = [models.Index(fields=["due_at", "id"], name="notice_due", condition=Q(given_at=None))]

    def __str__(self) -> str:
        return self.source

    @property
    def is_given(self) -> bool:
        return self.given_at is not None


class Objection(Row):
    """Somebody does not want to hear from us. It outlives their record: `candidate` is empty once that was erased."""

    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, blank=True, related_name="objections")
    way = models.CharField(max_length=9, choices=Way)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because=""),
                name="objection_lifted_says_why",
            ),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(lifted_at=None, candidate__isnull=False),
                name="objection_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Objection {self.get_way_display().lower()}"


class SuppressedHandle(Row):
    """The keyed hash of one handle of somebody who objected (see `suppression.py`). Nothing else is kept of it."""

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="handles")
    kind = models.CharField(max_length=12, choices=IdentityKind)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["objection", "digest"], name="suppressed_handle_once")]
        indexes = [models.Index(fields=["digest"], name="suppressed_handle_by_digest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"


class Deletion(Row):
    """How many records went on a day, and why. A count and no names."""

    day = models.DateField()
    why = models.CharField(max_length=8, choices=Gone)
    records = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "why"]
        constraints = [models.UniqueConstraint(fields=["day", "why"], name="deletion_once_per_day_and_reason")]

    def __str__(self) -> str:
        return f"{self.records} on {self.day}"


class PrivacyWords(Row):
    """What the organisation adds to the notice that goes with a first letter; one row."""

    controller = models.CharField(
        max_length=300, blank=True, help_text="Full name and postal address of who is responsible for the data."
    )
    contact = models.EmailField(
        max_length=254, blank=True, help_text="Where questions about personal data are answered."
    )
    policy_url = models.URLField(max_length=500, blank=True, help_text="Your privacy policy for applicants.")
    keeps_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Months without contact after which people we found are deleted. Empty: nobody is deleted for their record’s age.",
    )
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "privacy words"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="privacy_words_are_the_only_ones")]

    def __str__(self) -> str:
        return "What first letters say about personal data"

    @classmethod
    def current(cls) -> "PrivacyWords":
        return cls.objects.get_or_create(only=True)[0]
