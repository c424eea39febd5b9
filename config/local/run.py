"""Run everything on one machine: `make run`. Ctrl-C ends all of it."""

import contextlib
import fcntl
import json
import os
import pathlib
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from typing import Any

import psutil

from config.local.children import Child
from config.local.environment import set_local_defaults
from config.local.places import check_room, explain_os_error, make_directory, state_directory
from config.local.prepare import prepared_sign_ins
from config.local.servers import Servers, read_dotenv
from config.local.trouble import Trouble

READY_SECONDS = 60
WATCH_SECONDS = 0.5


def main() -> int:
    """Start everything, wait until told to stop, stop everything; return the exit code."""
    try:
        read_dotenv()
        state = make_directory(state_directory())
        with Instance(state) as instance:
            return Supervisor(state, instance).run()
    except Trouble as trouble:
        sys.stderr.write(f"\n{trouble}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"\n{explain_os_error(error, pathlib.Path(error.filename or state_directory()))}\n")
        return 1


class Instance:
    """This run's claim on the folder: two at once would fight over its data."""

    def __init__(self, state: pathlib.Path) -> None:
        self._path = state / "run.lock"
        self._descriptor = -1

    def __enter__(self) -> "Instance":
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise self._taken() from None
        self.tell(address="")
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def tell(self, *, address: str) -> None:
        """Leave word for whoever tries to start a second one."""
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)

    def _taken(self) -> Trouble:
        try:
            other = json.loads(self._path.read_text())
        except ValueError:
            other = {"pid": "unknown", "address": ""}
        place = f" at {other['address']}" if other["address"] else ""
        return Trouble(
            f"Strongsuit already runs in this folder{place} (process {other['pid']}).",
            remedy="Use that one, or stop it with Ctrl-C where it was started.",
        )


class Supervisor:
    """Starts servers and processes, watches them, and ends them all."""

    def __init__(self, state: pathlib.Path, instance: Instance) -> None:
        self.state = state
        self.instance = instance
        self.stopping = False
        self.host = os.environ.setdefault("HOST", "127.0.0.1")
        self.port = int(os.environ.setdefault("PORT", "8000"))
        self.address = f"http://localhost:{self.port}"
        self.servers = Servers(state)
        self.children: list[Child] = []

    def run(self) -> int:
        """Start, watch and stop; return the exit code."""
        began = time.monotonic()
        signal.signal(signal.SIGINT, self._on_signal)
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGHUP, self._on_signal)
        try:
            check_room(self.state)
            check_port(self.host, self.port)
            set_local_defaults(self.state)
            self.servers.start()
            self._prepare()
            if not self.stopping:
                self._start_children()
            if not self.stopping:
                self._welcome(time.monotonic() - began)
            self._watch()
        finally:
            self._stop()
        return 0

    def _on_signal(self, number: int, frame: object) -> None:
        if self.stopping:
            for child in self.children:  # asked twice: no more patience
                child.kill()
        self.stopping = True

    def _prepare(self) -> None:
        if prepared_sign_ins() is not None:
            return
        prepare = Child("prepare", ["-m", "config.local.prepare"], log=None)
        prepare.start()
        prepare.wait_for_end(should_stop=lambda: self.stopping)
        if prepare.exit_code and not self.stopping:
            raise Trouble(
                "The database could not be prepared; what went wrong stands above.",
                remedy="Nothing was lost. Go back to the version that ran last, or report it.",
            )

    def _start_children(self) -> None:
        logs = make_directory(self.state / "log")
        concurrency = os.environ.get("WORKER_CONCURRENCY", "1")
        celery = ["-m", "celery", "-A", "config", "worker", "--loglevel", "INFO", "--concurrency", concurrency]
        celery += ["--without-gossip", "--without-mingle"]
        web = ["-m", "gunicorn", "--config", "python:config.webserver"]
        pool = {"DATABASE_POOL": os.environ.get("DATABASE_POOL", "1")}
        self._start(Child("web", web, log=logs / "web.log", env=pool))
        # Somebody may be waiting for the first page, nobody for the first reminder.
        self._wait_for_web(logs / "web.log")
        self._start(Child("worker", celery, log=logs / "worker.log"))
        self._start(Child("beat", ["-m", "config.beat"], log=logs / "beat.log"))

    def _start(self, child: Child) -> None:
        if not self.stopping:
            child.start()
            self.children.append(child)

    def _wait_for_web(self, log: pathlib.Path) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self.stopping and not answers(self.host, self.port):
            self._revive()
            if time.monotonic() > deadline:
                raise Trouble(f"The web server does not answer after {READY_SECONDS} s.", remedy=f"See {log}.")
            time.sleep(0.05)

    def _welcome(self, seconds: float) -> None:
        self.instance.tell(address=self.address)
        sign_ins = prepared_sign_ins() or ""
        print(f"\nStrongsuit runs at {self.address}  (started in {seconds:.1f} s)")
        if sign_ins.strip():
            print(f"\n{sign_ins.rstrip()}")
        print(f"\nLogs and mails are in {self.state}. Ctrl-C stops everything; the data is kept.", flush=True)

    def _watch(self) -> None:
        while not self.stopping:
            time.sleep(WATCH_SECONDS)
            self._revive()
            self.servers.revive()

    def _revive(self) -> None:
        for child in self.children:
            if not self.stopping and child.has_ended():
                child.restart_or_give_up()

    def _stop(self) -> None:
        self.stopping = True
        if self.children:
            print("\nStopping …", flush=True)
        for child in self.children:
            child.terminate()
        for child in self.children:
            child.wait_or_kill()
        self.servers.stop()
        if self.children:
            print("Stopped.", flush=True)


def check_port(host: str, port: int) -> None:
    """Refuse a port that another program listens on, and name that program where possible."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Trouble(f"Port {port} is reserved for root.", remedy="Choose another: make run PORT=8001") from None
        except OSError as error:
            raise Trouble(
                f"Port {port} of {host} cannot be used: {error.strerror}{whose(port)}.",
                remedy=f"Stop that program, or choose another port: make run PORT={port + 1}",
            ) from None


def whose(port: int) -> str:
    """Return which program listens on a port, as far as this account may know."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return f" (by {psutil.Process(connection.pid).name()}, process {connection.pid})"
    return ""


def answers(host: str, port: int) -> bool:
    """Tell whether the web server answers."""
    request: Any = urllib.request.Request(f"http://{host}:{port}/health/live", headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            return response.status == 200
    except urllib.error.HTTPError:
        return True  # whatever it answers, it answers
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
