"""How fast papers come in and how much memory that takes, over real HTTP into a PostgreSQL of its own.

`EVIDENCE_RECORDS` says how many records are read (a million unless told otherwise). The process that reads is killed
twice on the way, as a power cut would, and started again.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import psutil
import psycopg

from config.evidence.archive import authors_of
from config.evidence.folder import Folder
from config.evidence.tables import table
from config.local.embedded_postgres import EmbeddedPostgres
from config.local.embedded_redis import EmbeddedRedis

TITLE = "Reading a whole archive"
ORDER = 60
RECORDS = int(os.environ.get("EVIDENCE_RECORDS", "1000000"))
MOST_MEMORY = 500
# Parts of the way after which the process is killed.
KILLED_AT = (0.2, 0.6)
ROOT = pathlib.Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024


def section(_folder: Folder) -> str:
    """Read the archive, and return what it took and whether anything was lost."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="ss-"))
    home.chmod(0o755)
    try:
        with _servers(home) as environment, _archive() as address:
            return _measured(environment, address)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def _servers(home: pathlib.Path) -> Iterator[dict[str, str]]:
    postgres, queue = EmbeddedPostgres(home), EmbeddedRedis(home)
    try:
        addresses = {"DATABASE_URL": postgres.start(), "REDIS_URL": queue.start()}
        environment = {**os.environ, **addresses, "DEBUG": "0", "SECRET_KEY": "e" * 60, "SITE_URL": "http://127.0.0.1"}
        environment |= {"ENV_FILE": os.devnull, "ARXIV_SPACING": "0", "LOG_LEVEL": "WARNING"}
        environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
        if _manage(environment, "migrate", "--verbosity", "0").wait():
            raise RuntimeError("The database for the measurement could not be made.")
        yield environment
    finally:
        postgres.stop()
        queue.stop()


@contextlib.contextmanager
def _archive() -> Iterator[str]:
    command = [sys.executable, "-m", "config.evidence.archive", str(RECORDS), "1000"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            yield server.stdout.readline().strip() if server.stdout else ""
        finally:
            server.kill()


def _manage(environment: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _measured(environment: dict[str, str], address: str) -> str:
    arguments = ("ingest", "oai", "--set", "cs", "--base-url", address)
    peak, seconds, paces = 0, 0.0, []
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as database:
        for part in (*KILLED_AT, 1.1):
            process = _manage(environment, *arguments)
            measured = psutil.Process(process.pid)
            began, before = time.monotonic(), _read(database)
            try:
                while process.poll() is None:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        peak = max(peak, measured.memory_info().rss)
                    if _read(database) >= part * RECORDS:
                        process.kill()
                    time.sleep(0.2)
            finally:
                process.kill()
                process.wait()
            took = time.monotonic() - began
            seconds += took
            paces.append((_read(database) - before) / took)
        return _told(database, peak, seconds, paces, code=process.returncode)


def _read(database: psycopg.Connection) -> int:
    row = database.execute("select coalesce(sum(new + revised + same + left_out), 0) from candidates_run").fetchone()
    return int(row[0]) if row else 0


def _told(database: psycopg.Connection, peak: int, seconds: float, paces: list[float], *, code: int | None) -> str:
    def one(query: str) -> int:
        row = database.execute(query).fetchone()  # type: ignore[arg-type]
        return int(row[0]) if row else 0

    papers = one("select count(*) from candidates_paper")
    distinct = one("select count(distinct arxiv_id) from candidates_paper")
    authors = one("select count(*) from candidates_authorship")
    in_place = one(
        "select count(*) from (select paper_id from candidates_authorship group by paper_id"
        " having min(position) = 1 and max(position) = count(*)) whole"
    )
    expected = sum(len(authors_of(place)) for place in range(RECORDS))
    memory = peak / MEGABYTE
    rows = [
        (
            "records read to the end",
            f"{papers:,} of {RECORDS:,}" + (" **missed**" if papers != RECORDS or code else ""),
        ),
        ("lost / doubled", f"{RECORDS - distinct:,} / {papers - distinct:,}"),
        ("authors kept / expected", f"{authors:,} / {expected:,}"),
        ("papers whose authors have the places 1 to n", f"{in_place:,}"),
        (
            f"peak memory of the process (< {MOST_MEMORY} MB)",
            f"{memory:.0f} MB" + (" **missed**" if memory >= MOST_MEMORY else ""),
        ),
        ("records per second, all in all", f"{RECORDS / seconds:,.0f}"),
        ("records per second, by part of the way", ", ".join(f"{pace:,.0f}" for pace in paces)),
    ]
    killed = " and ".join(f"{part:.0%}" for part in KILLED_AT)
    return (
        f"{RECORDS:,} invented records in OAI-PMH pages of 1,000, over HTTP on 127.0.0.1, into an empty PostgreSQL with its "
        f"usual durability, on {os.cpu_count()} cores that also served the archive. The reading process was killed (SIGKILL) at {killed} "
        "of the way and started again; starting counts.\n\n" + table(("", ""), rows)
    )
