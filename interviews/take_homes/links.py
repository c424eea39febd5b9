"""The link by which a candidate comes to their take-home. It names nobody and cannot be made up."""

import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse

from interviews.take_homes.models import TakeHome

SALT = "interviews.take_homes"


def token_of(take_home: TakeHome) -> str:
    """Return what stands in the link: the take-home's uuid, signed."""
    return signing.Signer(salt=SALT).sign(take_home.uuid.hex)


def link_of(take_home: TakeHome) -> str:
    """Return the whole address, as it stands in a letter."""
    return settings.SITE_URL + reverse("interviews:take-home-work", args=[token_of(take_home)])


def take_home_of(token: str) -> TakeHome | None:
    """Return whose link this is; None where it is not ours, was altered, or its person is gone. One query."""
    try:
        key = uuid.UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    rows = TakeHome.objects.select_related(
        "kit__assessment_type", "application__candidate", "application__role", "given_by"
    )
    return rows.filter(uuid=key, application__candidate__erased_at=None).first()
