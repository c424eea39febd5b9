"""The name under which somebody's answers lie: a keyed hash of their record's uuid."""

import hashlib
import hmac
import uuid

from django.conf import settings

PURPOSE = b"insights.self_identification.person"


def person_of(candidate: uuid.UUID) -> str:
    """Return the key of somebody's answers. Without the installation's key nobody can make it, or find whose it is."""
    key = hmac.new(settings.SUPPRESSION_KEY.encode(), PURPOSE, hashlib.sha256).digest()
    return hmac.new(key, candidate.bytes, hashlib.sha256).hexdigest()
