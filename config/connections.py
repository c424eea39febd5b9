"""Short connections past every pool, for those who have to know whether a server is there, and soon."""

from typing import Any

import psycopg
import redis
from django.conf import settings
from django.db import connection
from redis.backoff import NoBackoff
from redis.retry import Retry


def open_database(*, seconds: int, **options: Any) -> psycopg.Connection[Any]:
    """Connect to the database; give up after `seconds`."""
    parameters = {**connection.get_connection_params(), "connect_timeout": seconds, **options}
    parameters.pop("pool", None)
    parameters.pop("cursor_factory", None)
    return psycopg.connect(**parameters)


def open_redis(*, seconds: int) -> redis.Redis:
    """Return a client for Redis that gives up after `seconds` and never retries."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=seconds,
        socket_connect_timeout=seconds,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )
