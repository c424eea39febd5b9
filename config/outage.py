"""What a visitor sees while PostgreSQL or Redis is away: what is wrong, what was kept, what to do."""

import sys
from typing import Any

import redis
import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views.defaults import server_error
from kombu.exceptions import OperationalError as BrokerError

from workspace.web import open_to_all

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = 15
# How PostgreSQL names its own trouble (SQLSTATE class): no connection, too many, or an operator's intervention.
AWAY = ("08", "53", "57")


@open_to_all("errors come to anybody")
def explain_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 and say what is away, where that is the cause; any other error is 500. This is `handler500`.

    A handler, not a middleware: the session may be the first to find the database gone, before any view is called.
    """
    missing = what_is_away(sys.exc_info()[1])
    if missing is None:
        return server_error(request)
    log.error("outage", missing=missing)
    return explain_outage(request, missing)


def what_is_away(error: BaseException | None) -> str | None:
    """Return which server is away, or None if the error has another cause."""
    if isinstance(error, redis.ConnectionError | redis.TimeoutError | BrokerError):
        return "queue"
    if isinstance(error, OperationalError | InterfaceError):
        state = getattr(error.__cause__, "sqlstate", None)
        return "database" if state is None or state.startswith(AWAY) else None
    return None


def explain_outage(request: HttpRequest, missing: str) -> HttpResponse:
    """Answer in the form that was asked for."""
    headers: dict[str, Any] = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Service unavailable", "status": 503}
        problem["detail"] = f"The {missing} does not answer. Try again soon; a repeated Idempotency-Key is safe."
        return JsonResponse(problem, status=503, headers=headers, content_type="application/problem+json")
    again = request.get_full_path() if request.method == "GET" else "/"
    # Without the request: the shell's own context would ask the very server that is away.
    page = loader.get_template("outage.html").render({"missing": missing, "again": again})
    return HttpResponse(page, status=503, headers=headers)
