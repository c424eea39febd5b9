"""Making a backup of everything that cannot be made again, and going back to one."""

import datetime
import pathlib
import shutil
import tempfile
from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config.backups.archive import DUMP, FILES, Archive, BrokenArchive, Contents, open_archive, write_archive
from config.backups.database import dump_database, restore_database


class WouldReplace(Exception):
    """There is data that the backup would replace, and nobody has said that this is meant."""


def make_backup(*, target: pathlib.Path, now: datetime.datetime) -> Contents:
    """Write database and stored files to one file.

    The database comes first: a file that is stored meanwhile is then one too many in the backup, not one too few.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        dump = pathlib.Path(scratch) / DUMP
        dump_database(dump)
        return write_archive(
            target, dump=dump, files=_open_stored_files(), migrations=sorted(_applied_migrations()), made_at=now
        )


def restore_backup(*, source: pathlib.Path, replace: bool) -> Contents:
    """Replace database and stored files by those of a backup, and bring the database up to this version.

    Everything is checked first. The database changes as a whole or not at all; should the files then be interrupted, run
    it again.
    """
    with (
        open_archive(source) as archive,
        tempfile.TemporaryDirectory(dir=source.parent, prefix=".restore-") as scratch,
    ):
        if newer := set(archive.contents.migrations) - _known_migrations():
            raise BrokenArchive(f"it was made by a newer Strongsuit, which has {', '.join(sorted(newer))}")
        if not replace and _holds_people():
            raise WouldReplace
        archive.check()
        dump = pathlib.Path(scratch) / DUMP
        with archive.open(DUMP) as content, dump.open("wb") as copy:
            shutil.copyfileobj(content, copy)
        restore_database(dump, scratch=pathlib.Path(scratch))
        _restore_files(archive)
        contents = archive.contents
    connection.close()
    call_command("migrate", verbosity=0, interactive=False)
    return contents


def _restore_files(archive: Archive) -> None:
    wanted = set(archive.contents.files)
    for name in list(_stored_files()):
        default_storage.delete(name)
    for name in sorted(wanted):
        with archive.open(FILES + name) as content:
            default_storage.save(name, File(content))


def _stored_files(folder: str = "") -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    for name in sorted(names):
        yield f"{folder}/{name}".lstrip("/")
    for name in sorted(folders):
        yield from _stored_files(f"{folder}/{name}".lstrip("/"))


def _open_stored_files() -> Iterator[tuple[str, IO[bytes]]]:
    for name in _stored_files():
        try:
            content = default_storage.open(name)
        except FileNotFoundError:  # erased since it was listed
            continue
        with content:
            yield name, content


def _applied_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations}


def _known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}


def _holds_people() -> bool:
    from django.contrib.auth import get_user_model

    model = get_user_model()
    return model._meta.db_table in connection.introspection.table_names() and model.objects.exists()
