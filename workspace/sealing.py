"""Secrets of others that we must be able to use again, such as an app password: encrypted at rest with a key made from SECRET_KEY.

Whoever reads the database alone learns nothing. When SECRET_KEY is replaced, the old one goes into SECRET_KEY_FALLBACKS until every seal is
renewed; without it the secret is lost and has to be typed again.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"strongsuit/sealing/1"


class Unsealable(Exception):
    """The seal was made with a key we no longer have, or was tampered with."""


def seal(text: str) -> str:
    """Return `text` encrypted; "" stays ""."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Return what was sealed, or raise Unsealable."""
    try:
        return _box().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken as error:
        raise Unsealable("This secret can no longer be read. Type it again.") from error


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
