"""A test database is copied from one that has its tables already, which takes a second instead of five."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
import pytest_django
from django.db import connection
from psycopg import sql

from config.local.places import ROOT, locked
from tests.settings import STATE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Let Django copy the migrated database; it still applies what that lacks, which is nothing."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Before the database is dropped, end what a browser's last request may have left open."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def migrated_template() -> str:
    """Return the name of a database with today's migrations applied, made on first need."""
    name = f"migrated_{state_of_migrations()}"
    with locked(STATE / "migrated.lock"), psycopg.connect(**parameters("postgres"), autocommit=True) as server:
        found = {row[0] for row in server.execute("select datname from pg_database where datname ~ '^migrated_'")}
        if name in found:
            return name
        for outdated in found:
            server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(outdated)))
        server.execute("create database migrated_unfinished")
        manage("migrated_unfinished", "-m", "config.local.fresh_schema")
        server.execute(sql.SQL("alter database migrated_unfinished rename to {}").format(sql.Identifier(name)))
    return name


def state_of_migrations() -> str:
    """Return what changes when any migration does, ours or a package's."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for file in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def parameters(database: str) -> dict[str, object]:
    """Return how to connect to another database of the tests' server."""
    names = ("host", "port", "user", "password")
    known = connection.get_connection_params()
    return {**{name: known[name] for name in names if known.get(name)}, "dbname": database}


def manage(database: str, *command: str) -> None:
    """Run Python with this database, to make or to migrate it."""
    head, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{head.rsplit('/', 1)[0]}/{database}" + (f"?{query}" if query else "")
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True)
