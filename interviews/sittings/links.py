"""The link by which somebody sits an exam without an account: signed, so that nothing has to be kept to check it."""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse

from interviews.sittings.models import ExamInvitation

SALT = "interviews.sittings.link"


def token_of(invitation: ExamInvitation) -> str:
    """Return the token of the link that is good now; one made before a renewal is not."""
    # Without a time in it: every page must lead to the same addresses, or what a device keeps for later would not be found.
    return signing.Signer(salt=SALT).sign_object([invitation.uuid.hex, invitation.link_number])


def link_of(invitation: ExamInvitation) -> str:
    """Return the whole address, as it stands in a letter."""
    return settings.SITE_URL + reverse("interviews:sit", args=[token_of(invitation)])


def invitation_of(token: str) -> ExamInvitation | None:
    """Return whose link this is; None where it is not ours, was renewed, or its person is gone. One query."""
    try:
        key, number = signing.Signer(salt=SALT).unsign_object(token)
        found = uuid.UUID(key)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    rows = ExamInvitation.objects.select_related(
        "exam", "application__candidate", "application__role", "attempt", "invited_by"
    )
    invitation = rows.filter(uuid=found, link_number=number).first()
    return None if invitation is None or invitation.application.candidate.erased_at else invitation
