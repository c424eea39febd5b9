"""Handles of people who want nothing from us, kept so that nobody can read them: only whoever has the handle finds it again."""

import hashlib
import hmac
import re
import unicodedata

# Letters of one mailbox may be written in several ways; these providers ignore the dots.
DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
DOMAIN_LENGTH = 253


def digest(key: str, kind: str, value: str) -> str:
    """Return the keyed hash (HMAC-SHA256, hexadecimal) of a handle. Without the key a list of known addresses cannot be tried against it."""
    message = f"{kind}\0{same_spelling(kind, value)}"
    return hmac.new(hashlib.sha256(key.encode()).digest(), message.encode(), hashlib.sha256).hexdigest()


def same_spelling(kind: str, value: str) -> str:
    """Return one spelling for all that reach the same person: case, `+tags`, dots where they do not count, `www.`, a slash at the end."""
    value = unicodedata.normalize("NFKC", value).strip().casefold()
    if kind == "email":
        return _mailbox(value)
    if kind == "phone":
        return re.sub(r"\D", "", value).lstrip("0")
    if kind == "homepage":
        return re.sub(r"^(https?://)?(www\.)?", "", value).rstrip("/")
    return value.strip("/")


def _mailbox(address: str) -> str:
    local, at, domain = address.rpartition("@")
    if not at:
        return address
    domain = domain.rstrip(".")[:DOMAIN_LENGTH]
    local = local.split("+", 1)[0] or local
    if domain in DOTLESS:
        local, domain = local.replace(".", ""), DOTLESS[domain]
    return f"{local}@{domain}"
