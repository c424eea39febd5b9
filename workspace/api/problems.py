"""Errors as problem+json (RFC 9457): one shape for everything that is refused."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

PROBLEM = "application/problem+json"


class Refused(exceptions.APIException):
    """Something is understood and cannot be done; the message says why."""

    status_code = 409
    default_code = "refused"


class ProblemSerializer(serializers.Serializer[Any]):
    """What an error looks like; `errors` names the fields of a body that were not understood."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into a problem; None leaves it to Django, as a fault of ours."""
    if isinstance(error, Http404):
        error = exceptions.NotFound("There is nothing here that you may see.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied("You may see this, but not change it.")
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    fields = _fields(error.detail) if isinstance(error, exceptions.ValidationError) else {}
    detail = "Some fields were not understood." if fields else str(error.detail)
    response.data = problem(response.status_code, detail, fields)
    response.content_type = PROBLEM
    return response


def problem(status: int, detail: str, fields: dict[str, list[str]] | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return body | {"errors": fields} if fields else body


def _fields(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Flatten nested messages to {"ratings.0.level": ["…"]}."""
    if isinstance(detail, dict):
        return {key: text for name, inner in detail.items() for key, text in _fields(inner, f"{prefix}{name}.").items()}
    if isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        return {
            key: text for place, inner in enumerate(detail) for key, text in _fields(inner, f"{prefix}{place}.").items()
        }
    return {prefix.rstrip(".") or "body": [str(item) for item in (detail if isinstance(detail, list) else [detail])]}


def not_found(request: HttpRequest) -> JsonResponse:
    """Answer an address below /api/ that names nothing."""
    return JsonResponse(problem(404, "No such address."), status=404, content_type=PROBLEM)
