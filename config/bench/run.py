"""`python -m config.bench.run [--candidates 100000] [--times 40] [--to FILE]`: load, measure, print, and write docs/evidence/speed.md.

Everything runs on throw-away servers of its own. Figures are medians of one run on one machine: the ratios are what they mean.
"""

import argparse
import os
import pathlib
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil

from config.local.children import Child
from config.local.embedded_postgres import EmbeddedPostgres
from config.local.embedded_redis import EmbeddedRedis
from config.local.environment import set_local_defaults

ROOT = pathlib.Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "docs/evidence/speed.md"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidates", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--papers", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--to", type=pathlib.Path, default=EVIDENCE, help="Where to write the figures.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ss-bench-") as folder, servers(pathlib.Path(folder)) as state:
        report = bench(state, given)
    sys.stdout.write(f"{report}\n")
    given.to.parent.mkdir(parents=True, exist_ok=True)
    given.to.write_text(report + "\n")
    return 0


@contextmanager
def servers(state: pathlib.Path) -> Iterator[pathlib.Path]:
    """Run a PostgreSQL and a Redis in `state` for as long as it takes."""
    postgres, redis = EmbeddedPostgres(state), EmbeddedRedis(state)
    os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = postgres.start(), redis.start()
    os.environ.pop("DEBUG", None)
    os.environ["SITE_URL"] = "http://127.0.0.1"
    os.environ["LOG_LEVEL"] = "WARNING"
    set_local_defaults(state)
    os.environ.setdefault("STATIC_ROOT", str(state / "static"))
    try:
        yield state
    finally:
        redis.stop()
        postgres.stop()


def bench(state: pathlib.Path, given: argparse.Namespace) -> str:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.bench.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from config.bench import sourcing, world
    from config.bench.driving import WARM_UP
    from config.bench.report import report

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    results: dict[int, dict[str, Any]] = {}
    world.make_frame()
    for number in (given.small, given.candidates):
        began = time.perf_counter()
        world.load(number)
        # As many papers as belong to the larger world, in proportion.
        papers = sourcing.load_papers(given.papers * number // given.candidates)
        say(f"{number} candidates and {papers.papers} papers loaded in {time.perf_counter() - began:.0f} s")
        found = world.describe(given.times + WARM_UP)
        connection.close()
        results[number] = measure_all(state, found, papers, given.times)
    return report(results, given)


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def measure_all(state: pathlib.Path, found: Any, papers: Any, times: int) -> dict[str, Any]:
    """Measure product and floor in turn, and the memory of the three processes."""
    from config.bench.actions import floor_actions, product_actions, product_list, sourcing_actions

    product, floor = free_port(), free_port()
    log = state / "bench.log"
    pool = {"DATABASE_POOL": "1", "HOST": "127.0.0.1"}
    web = Child(
        "web", ["-m", "gunicorn", "--config", "python:config.webserver"], log=log, env=pool | {"PORT": str(product)}
    )
    bare = Child(
        "floor",
        ["-m", "gunicorn", "--config", "python:config.webserver"],
        log=log,
        env=pool | {"PORT": str(floor), "DJANGO_SETTINGS_MODULE": "config.bench.floor_settings"},
    )
    celery = ["-m", "celery", "-A", "config", "worker", "--concurrency", "1", "--without-gossip", "--without-mingle"]
    worker, beat = Child("worker", celery, log=log), Child("beat", ["-m", "config.beat"], log=log)
    running = [web, bare, worker, beat]
    for child in running:
        child.start()
    try:
        wait_for(product, log)
        wait_for(floor, log)
        address, bare_address = f"http://127.0.0.1:{product}", f"http://127.0.0.1:{floor}"
        figures = {
            "product": product_actions(address, found, times) | sourcing_actions(address, found, papers, times),
            "floor": floor_actions(bare_address, found, times),
        }
        rate, bare_rate = product_list(address, found), product_list(bare_address, None)
        memory = {name: resident(child) for name, child in (("web server", web), ("worker", worker), ("beat", beat))}
        return figures | {"rate": rate, "floor_rate": bare_rate, "memory": memory}
    finally:
        for child in running:
            child.terminate()
        for child in running:
            child.wait_or_kill()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, log: pathlib.Path, seconds: float = 60) -> None:
    import httpx

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{port}/health/live")
            return
        time.sleep(0.2)
    raise RuntimeError(f"nothing answers on port {port}:\n{log.read_text()[-2000:]}")


def resident(child: Child) -> float:
    """Return the memory of a process and its children in MiB, what they share counted once."""
    process = psutil.Process(child.pid)
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_full_info().pss for member in family) / 2**20


if __name__ == "__main__":
    raise SystemExit(main())
