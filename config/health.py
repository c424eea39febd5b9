"""What a load balancer or an operator asks: is this process alive, and can it do its work?"""

import time
from collections.abc import Callable

import psycopg
import redis
import structlog
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.beat import last_heartbeat
from config.connections import open_database, open_redis
from workspace.web import open_to_all

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 2
# Beat says so every few seconds; a longer silence means that no reminder goes out.
BEAT_SILENCE_SECONDS = 90


class NotReady(Exception):
    """A part that is needed does not work; the message is fit for strangers to read."""


def check_database() -> None:
    """Raise NotReady unless PostgreSQL answers a query."""
    try:
        with open_database(seconds=PATIENCE_SECONDS, autocommit=True) as connection:
            connection.execute("select 1")
    except psycopg.Error as error:
        log.warning("health.database", error=str(error))
        raise NotReady("the database does not answer") from error


def check_broker() -> None:
    """Raise NotReady unless Redis answers."""
    try:
        with open_redis(seconds=PATIENCE_SECONDS) as client:
            client.ping()
    except redis.RedisError as error:
        log.warning("health.broker", error=str(error))
        raise NotReady("the broker does not answer") from error


def check_beat() -> None:
    """Raise NotReady unless beat has lately been at work."""
    try:
        with open_redis(seconds=PATIENCE_SECONDS) as client:
            seen_at = last_heartbeat(client)
    except redis.RedisError as error:
        raise NotReady("unknown, since the broker does not answer") from error
    if seen_at is None:
        raise NotReady("beat has never run")
    if (silence := time.time() - seen_at) > BEAT_SILENCE_SECONDS:
        raise NotReady(f"beat was last seen {silence:.0f} seconds ago")


CHECKS: dict[str, Callable[[], None]] = {"database": check_database, "broker": check_broker, "beat": check_beat}


@require_safe
@never_cache
@open_to_all("load balancers carry no session")
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as this process can answer at all."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
@open_to_all("load balancers carry no session")
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when everything that the work needs is there, 503 with the names of what is not."""
    found: dict[str, str] = {}
    for name, check in CHECKS.items():
        try:
            check()
            found[name] = "ok"
        except NotReady as refusal:
            found[name] = str(refusal)
    healthy = set(found.values()) == {"ok"}
    return JsonResponse({"status": "ok" if healthy else "unavailable", "checks": found}, status=200 if healthy else 503)


app_name = "health"
urlpatterns = [path("live", live, name="live"), path("ready", ready, name="ready")]
