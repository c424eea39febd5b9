"""Making and revoking tokens."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from workspace.activity.actions import log_activity
from workspace.staff.models import User
from workspace.tokens.models import ApiToken, IdempotencyKey

PREFIX = "ss_"
KEYS_LAST = dt.timedelta(days=1)
# How stale "last used" may be: writing it at every request would make each read a write.
USED_WITHIN = dt.timedelta(minutes=5)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(*, user: User, name: str, scopes: Iterable[str], days: int) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which is shown once and kept nowhere."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name.strip(),
        prefix=secret[:9],
        token_hash=hash_token(secret),
        scopes=sorted(set(scopes)),
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    log_activity(verb="made_api_token", subject=token, by=user, facts={"scopes": ", ".join(token.scopes)})
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> None:
    """End a token at once."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    log_activity(verb="revoked_api_token", subject=token, by=by)


def find_token(secret: str, now: dt.datetime) -> ApiToken | None:
    """Return the live token of a secret, its owner still on the staff, or None. One query."""
    token = ApiToken.objects.select_related("user").filter(token_hash=hash_token(secret)).first()
    if token is None or not token.is_live(now) or not token.user.is_active:
        return None
    if token.used_at is None or token.used_at < now - USED_WITHIN:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
    return token


def forget_old_keys(*, now: dt.datetime | None = None) -> int:
    """Delete the answers nobody can ask for again; return how many."""
    return IdempotencyKey.objects.filter(created_at__lt=(now or timezone.now()) - KEYS_LAST).delete()[0]
