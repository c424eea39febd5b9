import os
import shutil

import psycopg
import pytest

from config.local import places
from config.local.embedded_postgres import FLEETING, EmbeddedPostgres
from config.local.trouble import Trouble


def query(server, statement):
    with psycopg.connect(server.url(), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None


def test_postgres_restarted_keeps_its_rows(own_postgres):
    query(own_postgres, "create table kept (word text)")
    query(own_postgres, "insert into kept values ('here')")

    own_postgres.restart()

    assert query(own_postgres, "select word from kept") == [("here",)]


def test_postgres_killed_starts_again(own_postgres):
    query(own_postgres, "create table kept ()")
    own_postgres.kill()

    assert own_postgres.pid() is None
    own_postgres.start()
    assert query(own_postgres, "select count(*) from kept") == [(0,)]


def test_postgres_started_twice_is_one(own_postgres):
    before = own_postgres.pid()

    own_postgres.start()

    assert own_postgres.pid() == before


def test_postgres_starts_in_spite_of_a_stale_pid_file(own_postgres):
    own_postgres.kill()
    # After a reboot the number in the file may belong to any program; here it is ours.
    lines = (own_postgres.data / "postmaster.pid").read_text().splitlines()
    (own_postgres.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    own_postgres.start()

    assert query(own_postgres, "select 1") == [(1,)]


def test_postgres_knows_cases_and_accents_on_every_machine(own_postgres):
    assert query(own_postgres, "select lower('ÉÄØ'), 'a' < 'B' collate \"C\"") == [("éäø", False)]


def test_postgres_lets_only_its_owner_in(own_postgres):
    socket = own_postgres.sockets / ".s.PGSQL.5432"

    assert socket.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["with space & ümlaut", "l" * 100])
def test_postgres_starts_under_an_awkward_path(short_path, name):
    server = EmbeddedPostgres(short_path / name, settings=tuple(FLEETING.items()))

    try:
        server.start()
        assert query(server, "select 1") == [(1,)]
        assert len(os.fsencode(server.sockets)) < 90
    finally:
        server.kill()
        shutil.rmtree(server.sockets, ignore_errors=True)


def test_data_of_another_version_is_left_alone(own_postgres):
    own_postgres.stop()
    (own_postgres.data / "PG_VERSION").write_text("16\n")

    with pytest.raises(Trouble, match="made by PostgreSQL 16; this Strongsuit brings 18") as trouble:
        own_postgres.start()

    assert "manage.py restore" in trouble.value.remedy


def test_incomplete_data_is_left_alone(own_postgres):
    own_postgres.stop()
    (own_postgres.data / "global" / "pg_control").unlink()

    with pytest.raises(Trouble, match="it is incomplete") as trouble:
        own_postgres.start()

    assert f"mv '{own_postgres.data}'" in trouble.value.remedy


def test_broken_data_shows_what_postgres_says(own_postgres):
    own_postgres.stop()
    with (own_postgres.data / "global" / "pg_control").open("r+b") as control:
        control.seek(100)
        control.write(b"damage")

    with pytest.raises(Trouble, match="does not start") as trouble:
        own_postgres.start()

    assert "incorrect checksum in control file" in trouble.value.what


def test_half_made_cluster_is_made_anew(short_path):
    (short_path / "postgres.new" / "base").mkdir(parents=True)
    server = EmbeddedPostgres(short_path, settings=tuple(FLEETING.items()))

    try:
        server.start()
        assert query(server, "select 1") == [(1,)]
    finally:
        server.kill()


def test_full_disk_is_named(short_path, monkeypatch):
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 10**6))

    with pytest.raises(Trouble, match="is full: 0 MiB are free"):
        EmbeddedPostgres(short_path).start()

    assert not (short_path / "postgres").exists()
