import io
import os
import subprocess
import tarfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from config.backups.actions import _stored_files
from config.backups.database import _connection_variables, find_program
from tests.factories import CandidateFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def backup(tmp_path):
    """A backup file of whatever is there now."""

    def make():
        target = tmp_path / "backup.tar"
        call_command("backup", str(target), stdout=io.StringIO())
        return target

    return make


def every_row():
    """Return all data as SQL, and the names of all that watches over it."""
    command = [find_program("pg_dump"), "--data-only", "--inserts"]
    connection.close()
    env = {**os.environ, **_connection_variables()}
    text = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    with connection.cursor() as cursor:
        cursor.execute(
            "select 'constraint', conname from pg_constraint union all select 'trigger', tgname from pg_trigger"
            " where not tgisinternal union all select 'index', indexname from pg_indexes union all"
            " select 'function', proname from pg_proc where pronamespace = 'public'::regnamespace order by 1, 2"
        )
        watchers = cursor.fetchall()
    return sorted(line for line in text.splitlines() if line.startswith(("INSERT", "SELECT"))), watchers


def every_file():
    found = {}
    for name in _stored_files():
        with default_storage.open(name) as content:
            found[name] = content.read()
    return found


def wipe():
    with connection.cursor() as cursor:
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")
    for name in list(_stored_files()):
        default_storage.delete(name)


def restore(source, **options):
    output = io.StringIO()
    call_command("restore", str(source), stdout=output, **options)
    return output.getvalue()


def test_backup_wiped_and_restored_is_the_same(backup):
    CandidateFactory.create_batch(3)
    default_storage.save("ab/cv", ContentFile(b"%PDF- not really"))
    default_storage.save("letter", ContentFile(b""))
    rows, files = every_row(), every_file()
    saved = backup()

    wipe()
    said = restore(saved)

    assert every_row() == rows
    assert every_file() == files == {"ab/cv": b"%PDF- not really", "letter": b""}
    assert "the database and 2 files" in said


def test_restore_takes_away_what_came_later(backup):
    saved = backup()
    candidate = CandidateFactory()
    default_storage.save("later", ContentFile(b"x"))

    restore(saved, replace=True)

    assert not type(candidate).objects.exists()
    assert every_file() == {}


def test_restore_over_data_has_to_be_meant(backup, recruiter):
    saved = backup()
    rows = every_row()

    with pytest.raises(CommandError, match="Add --replace"):
        restore(saved)

    assert every_row() == rows


def test_restore_of_a_damaged_file_changes_nothing(backup):
    CandidateFactory()
    rows = every_row()
    saved = backup()
    with tarfile.open(saved) as archive:
        middle = archive.getmember("database.dump").offset_data + 100
    with saved.open("r+b") as content:
        content.seek(middle)
        content.write(b"damage")

    with pytest.raises(CommandError, match=r"database\.dump in the backup file is damaged"):
        restore(saved, replace=True)

    assert every_row() == rows


@pytest.mark.parametrize("content", [b"", b"not a tar at all" * 1000])
def test_restore_of_another_file_is_refused(tmp_path, content):
    other = tmp_path / "other.tar"
    other.write_bytes(content)

    with pytest.raises(CommandError, match="Nothing was changed"):
        restore(other, replace=True)


def test_restore_of_a_newer_backup_is_refused(backup, monkeypatch):
    saved = backup()
    monkeypatch.setattr("config.backups.actions._known_migrations", lambda: {"workspace.0001_initial"})

    with pytest.raises(CommandError, match="made by a newer Strongsuit"):
        restore(saved, replace=True)


def test_restore_waits_no_longer_than_it_says_for_a_lock(backup, monkeypatch):
    import psycopg

    saved = backup()
    monkeypatch.setattr("config.backups.database.LOCK_SECONDS", 1)

    with psycopg.connect(**_psycopg_parameters()) as other:
        other.execute("select * from workspace_user")
        with pytest.raises(CommandError, match="stop the web server and the workers"):
            restore(saved, replace=True)

    assert backup_is_complete()


def _psycopg_parameters():
    parameters = connection.get_connection_params()
    return {name: parameters[name] for name in ("host", "dbname", "user") if parameters.get(name)}


def backup_is_complete():
    return "workspace_user" in connection.introspection.table_names()


def test_backup_never_overwrites_unless_told(backup):
    saved = backup()

    with pytest.raises(CommandError, match="already there"):
        call_command("backup", str(saved))
