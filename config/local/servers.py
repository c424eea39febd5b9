"""The embedded PostgreSQL and Redis: development and trial default, replaced by DATABASE_URL and REDIS_URL."""

import atexit
import fcntl
import os
import pathlib
from collections.abc import Callable

import dotenv

from config.local.embedded_postgres import EmbeddedPostgres
from config.local.embedded_redis import EmbeddedRedis
from config.local.environment import set_local_defaults
from config.local.places import ROOT, locked, make_directory, state_directory


def ensure_servers() -> None:
    """Set DATABASE_URL and REDIS_URL to running embedded servers where the environment names none.

    The servers run for as long as any process that called this; the last one to end stops them.
    """
    read_dotenv()
    state = state_directory()
    servers = Servers(state)
    if servers.are_embedded:
        set_local_defaults(make_directory(state))
    servers.start()
    atexit.register(servers.stop)


def do_without_servers() -> None:
    """Let the settings be read where no server is needed: whoever asks one all the same is refused."""
    read_dotenv()
    os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    os.environ.setdefault("REDIS_URL", "redis://none")
    set_local_defaults(make_directory(state_directory()))


def read_dotenv() -> None:
    """Take from .env what the environment does not say; it may well name servers."""
    dotenv.load_dotenv(os.environ.get("ENV_FILE", str(ROOT / ".env")))


class Servers:
    """Those embedded servers of a state folder that the environment does not replace."""

    def __init__(self, state: pathlib.Path) -> None:
        self._servers: dict[str, EmbeddedPostgres | EmbeddedRedis] = {}
        if not os.environ.get("DATABASE_URL"):
            self._servers["DATABASE_URL"] = EmbeddedPostgres(state)
        if not os.environ.get("REDIS_URL"):
            self._servers["REDIS_URL"] = EmbeddedRedis(state)
        self._tenancy = Tenancy(state, self._stop_all) if self._servers else None

    @property
    def are_embedded(self) -> bool:
        """Tell whether any server is ours to run."""
        return bool(self._servers)

    def start(self) -> None:
        """Start what is needed, and name it in the environment."""
        if self._tenancy:
            self._tenancy.begin()
        for variable, server in self._servers.items():
            os.environ[variable] = server.start()

    def revive(self) -> None:
        """Start again what has crashed."""
        for server in self._servers.values():
            if server.pid() is None:
                server.start()

    def stop(self) -> None:
        """Stop them, unless another process still uses them."""
        if self._tenancy:
            self._tenancy.end()

    def _stop_all(self) -> None:
        for server in self._servers.values():
            server.stop()


class Tenancy:
    """One process's share in the embedded servers of a state folder; the last one to leave calls `stop`."""

    def __init__(self, state: pathlib.Path, stop: Callable[[], object]) -> None:
        self._state = state
        self._stop = stop
        self._process = os.getpid()
        self._descriptor = -1

    def begin(self) -> None:
        """Enter the house: nobody stops the servers while we are in."""
        with locked(self._state / "servers.lock"):
            self._descriptor = os.open(self._state / "tenants.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def end(self) -> None:
        """Leave the house; the last one out turns off the lights."""
        if self._descriptor < 0 or os.getpid() != self._process:  # a forked child leaves that to its parent
            return
        with locked(self._state / "servers.lock"):
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._stop()
            os.close(self._descriptor)
            self._descriptor = -1
