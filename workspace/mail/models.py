"""The outbox. A mail is a row first; its key makes it the only one of its kind, whatever runs twice."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from workspace.rows import Row
from workspace.staff.models import User


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    CLAIMED = "claimed", "Being sent"
    TRANSMITTING = "transmitting", "Handed to the mail server"
    SENT = "sent", "Sent"
    DROPPED = "dropped", "No longer needed"
    FAILED = "failed", "Refused by the mail server"
    UNCERTAIN = "uncertain", "Interrupted: may or may not have arrived"


class Mail(Row):
    """One mail to one address.

    `actions.py` alone writes `state`. CLAIMED may be taken back and tried again, since nothing has left yet. TRANSMITTING is committed before the first byte of the
    message goes out: a worker killed from there on leaves a mail that may have arrived, so it is never sent again by itself; the sweeper calls it UNCERTAIN
    and a person decides.
    """

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(max_length=254)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="mails")
    subject = models.CharField(max_length=250)
    body = models.TextField()
    sender = models.CharField(max_length=320, blank=True, help_text="Who it is from, where that is not the product.")
    headers = models.JSONField(default=dict, blank=True, help_text="Header fields of its own.")
    calendar = models.TextField(blank=True, help_text="An iCalendar object to go with it.")
    calendar_method = models.CharField(max_length=12, blank=True)
    candidate = models.UUIDField(null=True, blank=True, db_index=True, help_text="The person it is about, for erasure.")

    is_secret = models.BooleanField(
        default=False, help_text="Its body holds a key to something and is forgotten once it has left."
    )
    state = models.CharField(max_length=12, choices=MailState, default=MailState.WAITING)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["not_before", "id"], name="mail_due", condition=Q(state="waiting")),
            models.Index(
                fields=["claimed_at"], name="mail_under_way", condition=Q(state__in=["claimed", "transmitting"])
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_a_time")
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def message_id(self) -> str:
        """The name it has in the world: made from the row, so that a repeat is seen as one."""
        return f"<{self.uuid}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
