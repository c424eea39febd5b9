"""The link by which a candidate comes to their booking. It names nobody and cannot be made up."""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse

from interviews.booking.models import Booking

SALT = "interviews.booking"


def token_of(booking: Booking) -> str:
    """Return what stands in the link: the booking's uuid, signed."""
    return signing.Signer(salt=SALT).sign(booking.uuid.hex)


def url_of(booking: Booking) -> str:
    """Return the full address of the candidate's page."""
    return settings.SITE_URL + reverse("interviews:times", args=[token_of(booking)])


def booking_of(token: str) -> Booking | None:
    """Return whose link this is; None where it was not ours, was altered, or the person's record is gone. One query."""
    try:
        key = uuid.UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    rows = Booking.objects.select_related(
        "application__candidate", "application__role", "application__stage", "by", "chosen"
    )
    return rows.filter(uuid=key, application__candidate__erased_at=None).first()
