"""The clock that sends the periodic tasks: one at a time over all machines, and none forgotten by a crash.

Run it with `python -m config.beat`. Any number may run; a lock in PostgreSQL keeps all but one idle.
"""

import contextlib
import datetime
import logging.config
import os
import signal
import time
from typing import Any

import psycopg
import redis
import structlog
from celery import Celery
from celery.beat import ScheduleEntry, Scheduler, SchedulingError, Service
from kombu.exceptions import OperationalError

from config.connections import open_database, open_redis

log = structlog.get_logger(__name__)

LOCK_KEY = 0x5354_524F_4E47  # any number, as long as nothing else in this database locks it
LONGEST_SLEEP_SECONDS = 5
PATIENCE_SECONDS = 5


def _key(name: str) -> str:
    from django.conf import settings

    return f"{settings.CACHES['default']['KEY_PREFIX']}:beat:{name}"


def last_heartbeat(client: redis.Redis) -> float | None:
    """Return when the working beat last said that it is alive, in seconds since 1970."""
    said = client.get(_key("heartbeat"))
    return float(str(said)) if said else None


class OnlyOne:
    """A lock that one process over all machines can hold."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection[Any] | None = None

    def is_held(self) -> bool:
        """Take the lock if it is free; tell whether it is ours. A lost connection means a lost lock."""
        try:
            if self._connection is None:
                return self._take()
            self._connection.execute("select 1")
        except psycopg.Error as error:
            log.warning("beat.database_lost", error=str(error))
            self.release()
            return False
        return True

    def _take(self) -> bool:
        # A lock of the transaction, not of the session: it also holds behind pgbouncer, which pins the connection for as
        # long as the transaction is open. Idle between statements it keeps no snapshot, so vacuum is not held up.
        connection = open_database(
            seconds=PATIENCE_SECONDS, keepalives_idle=10, keepalives_interval=5, tcp_user_timeout=15_000
        )
        connection.execute("set local idle_in_transaction_session_timeout = 0")
        row = connection.execute("select pg_try_advisory_xact_lock(%s)", [LOCK_KEY]).fetchone()
        if not (row and row[0]):
            connection.close()
            return False
        self._connection = connection
        log.info("beat.working")
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
            self._connection = None


class OneBeat(Scheduler):
    """Sends what is due, remembers in Redis when it last did, and stays idle while another one works.

    The schedule itself is always the settings'; a run that fell due while nothing ran is made up for once.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._lock = OnlyOne()
        self._redis = open_redis(seconds=PATIENCE_SECONDS)
        self._remembers = False
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; return how many seconds to sleep."""
        if not self._lock.is_held():
            self._remembers = False
            return LONGEST_SLEEP_SECONDS
        try:
            self._redis.ping()  # the broker's own client would wait for it for minutes
            if not self._remembers:
                self._recall()
            delays = [self._send_if_due(entry) for entry in list(self.schedule.values())]
            self._redis.set(_key("heartbeat"), time.time())
        except (redis.RedisError, OperationalError, SchedulingError) as error:
            # Nothing was noted as sent, so it is sent when the broker is back.
            log.warning("beat.broker_lost", error=str(error))
            return LONGEST_SLEEP_SECONDS
        return min([LONGEST_SLEEP_SECONDS, *delays])

    def _recall(self) -> None:
        for name, said in self._redis.hgetall(_key("last-run")).items():
            if name in self.schedule:
                last_run = datetime.datetime.fromtimestamp(float(said), tz=datetime.UTC)
                self.schedule[name].last_run_at = min(last_run, self.schedule[name].default_now())
        self._remembers = True

    def _send_if_due(self, entry: ScheduleEntry) -> float:
        is_due, delay = entry.is_due()
        if is_due:
            self.apply_async(entry, producer=self.producer, advance=False)
            noted: Any = self.reserve(entry)
            # After the sending, so that a crash in between repeats a task, which all of them allow, and never skips one.
            self._redis.hset(_key("last-run"), entry.name, noted.last_run_at.timestamp())
            log.info("beat.sent", task=entry.task)
        return max(delay, 0.1)

    def _ensure_connected(self) -> Any:
        return self.connection.ensure_connection(max_retries=1, timeout=PATIENCE_SECONDS)

    def close(self) -> None:
        """Let another beat take over at once."""
        self._lock.release()
        super().close()


def main() -> None:
    """Run beat until SIGTERM or SIGINT. It imports no task, hence no model: names are all that it sends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    # Not Django's own configuring, which brings in its mail, views and models for a handler that nobody here has.
    logging.config.dictConfig(settings.LOGGING)
    app = Celery("strongsuit-beat", set_as_current=True)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    service = Service(app, scheduler_cls=OneBeat, max_interval=LONGEST_SLEEP_SECONDS)

    def stop(number: int, frame: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info("beat.started")
    service.start()


if __name__ == "__main__":
    main()
