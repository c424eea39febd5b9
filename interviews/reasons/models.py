"""The letter that tells a candidate why: one for each decision against them, kept as it was sent."""

from django.db import models
from django.db.models import Q

from interviews.decisions.models import Decision
from workspace.mail.models import Mail
from workspace.rows import Row
from workspace.staff.models import User


class ReasonsLetter(Row):
    """A draft until `sent_at`; then what was sent."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="letter")
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None) | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="reasons_letter_sent_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.subject
