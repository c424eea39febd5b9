"""The link by which somebody answers. It is good for as long as we keep their record, so that they can change their mind."""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from candidates.people.models import Candidate
from insights.self_identification.models import CountryQuestions

SALT = "insights.self_identification"


@dataclass(frozen=True)
class Asked:
    """Who is asked, and what; `country` is None where it is not asked any more."""

    candidate: Candidate
    country: CountryQuestions | None


def link_of(candidate: Candidate, country: CountryQuestions) -> str:
    """Return the full address of somebody's own page."""
    token = signing.Signer(salt=SALT).sign(f"{candidate.uuid.hex}{country.uuid.hex}")
    return settings.SITE_URL + reverse("insights:self_identification", args=[token])


def asked_by(token: str) -> Asked | None:
    """Return whose link this is; None where it is not ours or the record is gone. Two queries, one more for each merge."""
    try:
        keys = signing.Signer(salt=SALT).unsign(token)
        person, asked = uuid.UUID(keys[:32]), uuid.UUID(keys[32:])
    except (signing.BadSignature, ValueError):
        return None
    candidate = Candidate.objects.filter(uuid=person).first()
    while candidate is not None and candidate.merged_into_id:
        candidate = Candidate.objects.get(pk=candidate.merged_into_id)
    if candidate is None or candidate.erased_at:
        return None
    return Asked(candidate, CountryQuestions.objects.filter(uuid=asked, is_on=True).first())
