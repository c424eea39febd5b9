"""The people who work here, and how they are let in."""

import datetime as dt
import zoneinfo
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from workspace.rows import Row
from workspace.staff.enums import MailRhythm, Persona, Side, Theme


def known_time_zone(name: str) -> None:
    """Refuse a name that is not in the time zone database."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise ValidationError(f"“{name}” is not a time zone. Use a name such as Europe/Zurich.") from error


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields |= {"is_staff": True, "is_superuser": True, "persona": Persona.ADMIN}
        return self.create_user(email, password, **fields)


class User(AbstractBaseUser, PermissionsMixin, Row):
    """A member of staff. Leaving is `is_active=False`: what they wrote stays theirs."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    persona = models.CharField(max_length=20, choices=Persona, default=Persona.INTERVIEWER)
    side = models.CharField(max_length=12, choices=Side, default=Side.OTHER)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("operator", default=False, help_text="May open Django's own admin.")

    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_time_zone])
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    has_letter_keys = models.BooleanField("Single keys act", default=True)
    mail_rhythm = models.CharField(max_length=8, choices=MailRhythm, default=MailRhythm.AT_ONCE)
    quiet_from = models.TimeField(default=dt.time(19, 0))
    quiet_until = models.TimeField(default=dt.time(8, 0))
    seen_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_is_unique", violation_error_message="This address has an account."
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def short_name(self) -> str:
        """First name and last initial, as on a board card."""
        first, *rest = self.name.split()
        return f"{first} {rest[-1][0]}." if rest else first

    @property
    def is_recruiting(self) -> bool:
        """Whether this person keeps every candidate's file: recruiters, and admins who stand in for them."""
        return self.persona in {Persona.RECRUITER, Persona.ADMIN}

    @property
    def is_admin(self) -> bool:
        return self.persona == Persona.ADMIN


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: dt.datetime | None = None) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now or timezone.now())


class Invitation(Row):
    """The only way to get an account. The link carries a random token of which only the hash is kept."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    persona = models.CharField(max_length=20, choices=Persona, default=Persona.INTERVIEWER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="invitation")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="invitation_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.email}"


class Organisation(Row):
    """The one organisation that runs this installation."""

    name = models.CharField(max_length=120, default="Our organisation")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_time_zone])
    currency = models.CharField(
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}$", "Give the three capital letters of a currency, such as EUR.")],
        help_text="Three letters, such as EUR or USD: what costs are logged in.",
    )
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="organisation_is_the_only_one")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Organisation":
        """Return the organisation's row, making it at first use. One query."""
        return cls.objects.get_or_create(only=True)[0]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)
