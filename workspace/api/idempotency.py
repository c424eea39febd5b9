"""`Idempotency-Key` on POST: the same request twice does its work once and is answered the same."""

import hashlib
import json
from collections.abc import Callable

from django.db import IntegrityError, transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from workspace.api.problems import Refused
from workspace.tokens.models import IdempotencyKey

LONGEST = 120


def once(request: Request, act: Callable[[], Response]) -> Response:
    """Run `act`, or give the answer it gave before to the same key. Only what succeeded is remembered: an error may be tried again."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    if len(key) > LONGEST or not key.isprintable():
        raise ValidationError({"Idempotency-Key": [f"Up to {LONGEST} printable characters."]})
    body_hash = hashlib.sha256(
        json.dumps([request.method, request.data], sort_keys=True, default=str).encode()
    ).hexdigest()
    known = IdempotencyKey.objects.filter(user=request.user, key=key).first()
    if known is not None:
        return _again(known, request, body_hash)
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(
                user=request.user, key=key, path=request.path[:300], body_hash=body_hash, status=None
            )
            response = act()
            row.status, row.answer = response.status_code, json.loads(json.dumps(response.data, default=str))
            row.save(update_fields=["status", "answer", "updated_at"])
    except IntegrityError as error:
        if not IdempotencyKey.objects.filter(user=request.user, key=key).exists():
            raise
        raise Refused("A request with this Idempotency-Key is under way or was just answered. Ask again.") from error
    return response


def _again(known: IdempotencyKey, request: Request, body_hash: str) -> Response:
    if known.path != request.path[:300] or known.body_hash != body_hash:
        raise Refused("This Idempotency-Key was used for another request.")
    return Response(known.answer, status=known.status, headers={"Idempotency-Replayed": "true"})


def parameter() -> OpenApiParameter:
    """Describe the header in the schema."""
    return OpenApiParameter(
        "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, description="Up to 120 characters."
    )
