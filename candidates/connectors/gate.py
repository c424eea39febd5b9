"""One door for all processes to a source that counts requests: spacing, one at a time, and a breaker."""

import collections.abc
import contextlib
import datetime
import time

import redis

from candidates.connectors.errors import SourceLimited, SourceUnavailable
from candidates.connectors.holders import is_dead, new_holder

# Only the holder may shorten the hold, or a slow request would let go of somebody else's turn.
RELEASE = """
if redis.call('get', KEYS[1]) == ARGV[1] then
    if tonumber(ARGV[2]) > 0 then return redis.call('pexpire', KEYS[1], ARGV[2]) end
    return redis.call('del', KEYS[1])
end
return 0
"""


class Gate:
    """Lets one request at a time through, `spacing` seconds apart, counted over every process on the same Redis.

    After `trip` nobody passes for `pause` seconds. `patience` is how long a caller waits for its turn. Doors of one
    source share its turns; with an `entrance` of its own, a door has its own breaker: one may be shut, another open.
    """

    def __init__(
        self,
        connection: redis.Redis,
        source: str,
        *,
        spacing: float = 3.0,
        pause: float = 600.0,
        hold: float = 60.0,
        patience: float = 30.0,
        entrance: str = "",
    ) -> None:
        self.connection = connection
        self.source = source
        self.spacing = spacing
        self.pause = pause
        self.hold = hold
        self.patience = patience
        self.turn = f"gate:{source.lower()}:turn"
        self.breaker = f"gate:{source.lower()}:{entrance and entrance + ':'}breaker"

    @contextlib.contextmanager
    def enter(self) -> collections.abc.Iterator[None]:
        """Wait for a turn and hold it for the block; raise SourceLimited while the breaker is open."""
        token = new_holder()
        with self._reaching_redis():
            self._take_turn(token)
        try:
            yield
        finally:
            with self._reaching_redis():
                self.connection.eval(RELEASE, 1, self.turn, token, int(self.spacing * 1000))

    def trip(self, until: datetime.datetime | None = None) -> SourceLimited:
        """Close the gate for everybody, till `until` where the source named a time, and return the error to raise."""
        asked = (until - datetime.datetime.now(datetime.UTC)).total_seconds() if until else 0.0
        pause = max(self.pause, asked)
        with self._reaching_redis():
            self.connection.set(self.breaker, "1", px=int(pause * 1000))
        return self._limited(pause)

    def _take_turn(self, token: str) -> None:
        deadline = time.monotonic() + self.patience
        while True:
            # -2: no such key, so the breaker is shut and requests may pass.
            if (left := self.connection.pttl(self.breaker)) > 0:
                raise self._limited(left / 1000)
            if self.connection.set(self.turn, token, nx=True, px=int(self.hold * 1000)):
                return
            holder = self.connection.get(self.turn)
            if holder and is_dead(holder.decode() if isinstance(holder, bytes) else str(holder)):
                self.connection.eval(RELEASE, 1, self.turn, holder, 0)
                continue
            wait = max(self.connection.pttl(self.turn), 20) / 1000
            if time.monotonic() >= deadline:
                raise self._limited(wait)
            # Another process may let go of its turn early, so look again at least once a second.
            time.sleep(min(wait, 1.0, max(deadline - time.monotonic(), 0.02)))

    def _limited(self, seconds: float) -> SourceLimited:
        retry_at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
        # Shown to the minute: round up, so that the time shown is never too early.
        retry_at = (retry_at + datetime.timedelta(seconds=59)).replace(second=0, microsecond=0)
        return SourceLimited(self.source, f"{self.source} is limiting requests.", retry_at=retry_at)

    @contextlib.contextmanager
    def _reaching_redis(self) -> collections.abc.Iterator[None]:
        try:
            yield
        except redis.exceptions.RedisError as error:
            words = f"{self.source} was not asked, because the queue server (Redis) does not answer."
            raise SourceUnavailable(self.source, words) from error
