"""Dumping the database and reading a dump back, with PostgreSQL's own programs."""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess

from django.db import connection

from config.local.embedded_postgres import programs
from config.local.trouble import Trouble

# Restoring waits this long for the web server and the workers to let go of the tables.
LOCK_SECONDS = 20
# As PostgreSQL makes it itself, so that the next dump does not differ from this one.
EMPTY_SCHEMA = """
drop schema public cascade;
create schema public authorization pg_database_owner;
comment on schema public is 'standard public schema';
grant usage on schema public to public;
"""


class DatabaseFailed(Exception):
    """One of PostgreSQL's programs failed; the message is what it said."""


def dump_database(target: pathlib.Path) -> None:
    """Write the whole database, as of one moment, to `target`."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def restore_database(source: pathlib.Path, *, scratch: pathlib.Path) -> None:
    """Replace everything in the database by a dump, or change nothing at all."""
    script = scratch / "restore.sql"
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source), connected=False)
    empty = scratch / "empty.sql"
    empty.write_text(EMPTY_SCHEMA)
    _run("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(empty), "-f", str(script))


def _run(program: str, *arguments: str, connected: bool = True) -> None:
    env = {**os.environ, **(_connection_variables() if connected else {})}
    done = subprocess.run(  # noqa: S603
        [find_program(program), *arguments], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DatabaseFailed(done.stderr.strip()[-2000:])


def _connection_variables() -> dict[str, str]:
    """Return what tells PostgreSQL's programs where the database is, without a password in the list of processes."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    parameters = connection.get_connection_params()
    found = {variable: str(parameters[name]) for name, variable in names.items() if parameters.get(name)}
    return {**found, "PGOPTIONS": f"-c lock_timeout={LOCK_SECONDS}s"}


def find_program(name: str) -> str:
    """Return a program of PostgreSQL's that is at least as new as the server: the system's, or the one we bring."""
    candidates = [shutil.which(name)]
    with contextlib.suppress(Trouble):
        candidates.append(str(programs() / name))
    connection.ensure_connection()
    server = connection.pg_version // 10_000  # type: ignore[attr-defined]
    for candidate in candidates:
        if candidate and os.access(candidate, os.X_OK) and _major_version(candidate) >= server:
            return candidate
    raise DatabaseFailed(f"{name} of PostgreSQL {server} or newer was not found; install PostgreSQL's client programs")


def _major_version(program: str) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    number = re.search(r"(\d+)(\.\d+)?", told.stdout)
    return int(number[1]) if number and told.returncode == 0 else 0
