"""Servers of one's own to stop, kill and restart: PostgreSQL, Redis, a Celery worker and a mail server."""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from celery import Celery
from django.db import connection

from config.local.embedded_postgres import FLEETING, EmbeddedPostgres
from config.local.embedded_redis import EmbeddedRedis
from config.local.places import ROOT, locked
from tests.settings import STATE


def wait_for(condition: Callable[[], object], *, seconds: float = 30, what: str = "") -> None:
    """Wait until `condition()` is true; fail the test when it is not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s: {what or condition}")
        time.sleep(0.05)


def free_port() -> int:
    """Return a TCP port that nothing listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def short_path() -> Iterator[pathlib.Path]:
    """An empty folder whose path is short enough for unix sockets."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="ss-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_cluster() -> pathlib.Path:
    """A data directory to copy, which is quicker than to make one."""
    home = STATE / "template"
    home.mkdir(exist_ok=True)
    with locked(home / "making.lock"):
        if not (home / "postgres").exists():
            server = EmbeddedPostgres(home, settings=tuple(FLEETING.items()))
            server.start()
            server.stop()
    return home / "postgres"


@pytest.fixture
def own_postgres(short_path: pathlib.Path, empty_cluster: pathlib.Path) -> Iterator[EmbeddedPostgres]:
    """A running, empty PostgreSQL that the test may stop, kill and restart."""
    subprocess.run(["cp", "-a", str(empty_cluster), str(short_path / "postgres")], check=True)
    server = EmbeddedPostgres(short_path, settings=tuple(FLEETING.items()))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def own_redis(short_path: pathlib.Path) -> Iterator[EmbeddedRedis]:
    """A running, empty Redis that the test may stop, kill and restart."""
    server = EmbeddedRedis(short_path)
    server.start()
    yield server
    server.kill()


class MailServer:
    """A real SMTP server on 127.0.0.1 that keeps what it is sent, and can be told to misbehave."""

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[Envelope] = []
        self.refuse_with = ""  # an answer such as "451 try later" for every message
        self.delay = 0.0  # seconds before each message is accepted
        self.on_message: Callable[[Envelope], None] | None = None  # called before it is accepted
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        """The EMAIL_URL that leads here."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        import asyncio

        if self.on_message:
            self.on_message(envelope)
        await asyncio.sleep(self.delay)
        if self.refuse_with:
            return self.refuse_with
        self.messages.append(envelope)
        return "250 OK"

    def start(self) -> None:
        """Begin to listen."""
        self._controller.start()

    def stop(self) -> None:
        """Stop listening."""
        self._controller.stop()


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """A running mail server; this process's own mails go there too."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


class Process:
    """A program of ours, run for real, whose output is kept."""

    def __init__(self, arguments: list[str], log: pathlib.Path, env: dict[str, str]) -> None:
        self.log = log
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                arguments,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **env},
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for_output(self, text: str, *, seconds: float = 60) -> None:
        """Wait until the program has printed `text`."""
        wait_for(
            lambda: text in self.output or self._popen.poll() is not None,
            seconds=seconds,
            what=f"{text!r} in {self.log}",
        )
        if text not in self.output:
            pytest.fail(f"ended with {self._popen.returncode}:\n{self.output[-3000:]}")

    def wait_for_end(self, *, seconds: float = 120) -> int:
        """Wait until the program has ended by itself; fail the test if it ended badly."""
        if code := self._popen.wait(seconds):
            pytest.fail(f"ended with {code}:\n{self.output[-3000:]}")
        return code

    def kill(self) -> None:
        """SIGKILL the program and all its children, as a power cut would."""
        if self._popen.poll() is None:
            family = [psutil.Process(self.pid), *psutil.Process(self.pid).children(recursive=True)]
            for process in family:
                process.kill()
        self._popen.wait()

    def stop(self, *, seconds: float = 30) -> int:
        """Ask the program to end; return its exit code."""
        self._popen.terminate()
        return self._popen.wait(seconds)


def environment_of_this_test() -> dict[str, str]:
    """Return the variables that put another process on this test's database."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    head, _, query = url.partition("?")
    return {"DATABASE_URL": f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")}


@pytest.fixture
def start_process(tmp_path: pathlib.Path) -> Iterator[Callable[..., Process]]:
    """Start `python <arguments>` in the project's folder, on this test's database; killed when the test ends."""
    started: list[Process] = []

    def start(*arguments: str, log: str = "process", **env: str) -> Process:
        environment = {**environment_of_this_test(), "DJANGO_SETTINGS_MODULE": "config.settings", **env}
        process = Process([sys.executable, *arguments], tmp_path / f"{log}-{len(started)}.log", environment)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()


@pytest.fixture
def start_worker(start_process: Callable[..., Process]) -> Callable[..., Process]:
    """Start a real Celery worker on this test's database and Redis; needs `transactional_db`.

    Variables override the worker's environment, so that `start_worker(EMAIL_URL=mail_server.url)` mails for real.
    """

    def start(*, concurrency: int = 1, **env: str) -> Process:
        arguments = ("-m", "celery", "-A", "config", "worker", "--concurrency", str(concurrency), "--loglevel", "INFO")
        arguments += ("--without-gossip", "--without-mingle", "--without-heartbeat")
        worker = start_process(*arguments, log="worker", LOG_LEVEL="INFO", LOG_JSON="0", **env)
        worker.wait_for_output("ready.")
        return worker

    return start


def send_from_elsewhere(redis: EmbeddedRedis, *names: str) -> None:
    """Send tasks by name through another broker than this process's own."""
    broker = redis.url().replace("unix://", "redis+socket://")
    app = Celery("elsewhere", broker=broker, set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_url = broker
    for name in names:
        app.send_task(name)
    app.close()
