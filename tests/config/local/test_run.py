"""`make run` for real: the supervisor with its own servers, web server, worker and beat."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import psutil
import pytest

from config.local.embedded_postgres import EmbeddedPostgres
from config.local.embedded_redis import EmbeddedRedis
from config.local.places import ROOT
from config.local.run import check_port
from config.local.trouble import Trouble
from tests.plugins.servers import free_port, wait_for

pytestmark = pytest.mark.faults

FROM_OUTSIDE = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPYCACHEPREFIX")


class Run:
    """One `make run` in a folder of its own."""

    def __init__(self, home, port):
        self.home = home
        self.port = port
        self.process = None
        self.family = []

    def start(self):
        env = {name: os.environ[name] for name in FROM_OUTSIDE if name in os.environ}
        env |= {"STRONGSUIT_STATE": str(self.home), "STATIC_ROOT": str(self.home / "static")}
        env |= {"ENV_FILE": os.devnull, "DEMO": "0", "PORT": str(self.port)}
        log = (self.home / "output.log").open("wb")
        with log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.local.run"], cwd=ROOT, env=env, stdout=log, stderr=log
            )
        return self

    @property
    def output(self):
        return (self.home / "output.log").read_text()

    def wait_until_it_runs(self):
        wait_for(lambda: "Strongsuit runs at" in self.output or self.process.poll() is not None, seconds=180)
        assert self.process.poll() is None, self.output
        self.family = psutil.Process(self.process.pid).children(recursive=True)
        return self

    def wait_for_end(self):
        return self.process.wait(60)

    def health(self):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/health/ready", headers={"Host": "localhost"})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return json.load(response)
        except OSError:
            return {}

    def left_over(self):
        return [process for process in self.family if process.is_running() and process.status() != "zombie"]


@pytest.fixture(scope="module")
def home():
    """A folder in which everything has been prepared; what the tests leave running in it is ended."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ss-run-"))
    folder.chmod(0o755)
    first = Run(folder, free_port()).start().wait_until_it_runs()
    first.process.terminate()
    assert first.wait_for_end() == 0
    assert "Preparing the database" in first.output
    yield folder
    EmbeddedPostgres(folder).kill()
    EmbeddedRedis(folder).kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def run(home):
    running = Run(home, free_port())
    yield running
    if running.process and running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def test_run_starts_everything_and_ctrl_c_ends_it(run):
    run.start().wait_until_it_runs()
    wait_for(lambda: run.health().get("status") == "ok", what="everything to be ready")

    run.process.send_signal(signal.SIGINT)

    assert run.wait_for_end() == 0
    assert run.left_over() == []
    assert EmbeddedPostgres(run.home).pid() is None
    assert EmbeddedRedis(run.home).pid() is None
    assert f"http://localhost:{run.port}" in run.output
    assert run.output.rstrip().endswith("Stopped.")


def test_second_run_prepares_nothing_and_a_third_beside_it_is_refused(run):
    run.start().wait_until_it_runs()
    other = subprocess.run(
        [sys.executable, "-m", "config.local.run"],
        cwd=ROOT,
        env={**os.environ, "STRONGSUIT_STATE": str(run.home)},
        capture_output=True,
        text=True,
        check=False,
    )

    run.process.terminate()

    assert run.wait_for_end() == 0
    assert other.returncode == 1
    assert f"already runs in this folder at http://localhost:{run.port} (process {run.process.pid})" in other.stderr
    assert "Preparing the database" not in run.output


def test_children_end_with_a_killed_supervisor_and_the_next_run_takes_over(run):
    run.start().wait_until_it_runs()

    run.process.kill()
    run.process.wait()

    wait_for(lambda: run.left_over() == [], what="the children to end")
    assert EmbeddedPostgres(run.home).pid() is not None
    run.start().wait_until_it_runs()
    run.process.terminate()
    assert run.wait_for_end() == 0
    assert EmbeddedPostgres(run.home).pid() is None


def test_whatever_dies_is_started_again(run):
    run.start().wait_until_it_runs()
    (worker,) = [child for child in run.family if "celery" in child.cmdline() and child.ppid() == run.process.pid]

    worker.kill()
    EmbeddedPostgres(run.home).kill()

    wait_for(lambda: "The worker process ended (code -9); starting it again." in run.output)
    wait_for(lambda: EmbeddedPostgres(run.home).pid() is not None)
    wait_for(lambda: run.health().get("status") == "ok", what="everything to be ready again")
    run.process.terminate()
    assert run.wait_for_end() == 0


def test_port_in_use_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Trouble, match=f"Port {port} of 127.0.0.1 cannot be used") as trouble:
            check_port("127.0.0.1", port)

    assert f"process {os.getpid()}" in trouble.value.what
    assert f"make run PORT={port + 1}" in trouble.value.remedy


def test_broken_database_ends_the_run_with_advice(run, home):
    control = home / "postgres" / "global" / "pg_control"
    kept = control.read_bytes()
    control.write_bytes(b"\0" * len(kept))

    run.start()

    try:
        assert run.wait_for_end() == 1
        assert "does not start" in run.output
        assert f"mv '{home / 'postgres'}'" in run.output
        assert "Traceback" not in run.output
    finally:
        control.write_bytes(kept)


def test_run_stopped_while_it_prepares_ends_at_once(short_path):
    run = Run(short_path, free_port()).start()
    wait_for(lambda: "Preparing the database" in run.output or run.process.poll() is not None, seconds=60)

    run.process.send_signal(signal.SIGINT)
    began = time.monotonic()

    assert run.wait_for_end() == 0
    assert time.monotonic() - began < 20
    assert EmbeddedPostgres(short_path).pid() is None
