"""A brake for the pages without an account. It gives way when Redis is gone: somebody sits an exam or books meanwhile."""

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def too_many(scope: str, key: str, *, most: int, seconds: int = 60) -> bool:
    """Count one more, and say whether there were more than `most` within so many seconds."""
    name = f"throttle:{scope}:{key}"
    try:
        if cache.add(name, 1, seconds):
            return False
        return cache.incr(name) > most
    except ValueError:  # it ran out between the two
        return False
    except (RedisError, OSError) as error:
        log.warning("throttle_off", scope=scope, error=str(error))
        return False
