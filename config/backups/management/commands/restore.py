"""`manage.py restore FILE`: go back to a backup."""

import pathlib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backups.actions import WouldReplace, restore_backup
from config.backups.archive import BrokenArchive
from config.backups.database import DatabaseFailed


class Command(BaseCommand):
    help = "Replace the database and every stored file by those in FILE. Stop the web server and the workers first."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=pathlib.Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="even though there is data, which is lost")

    def handle(self, *_args: Any, **options: Any) -> None:
        source: pathlib.Path = options["file"].absolute()
        if not source.is_file():
            raise CommandError(f"There is no file {source}.")
        try:
            contents = restore_backup(source=source, replace=options["replace"])
        except WouldReplace as error:
            raise CommandError("There is data here, which would be lost. Add --replace if that is meant.") from error
        except BrokenArchive as error:
            raise CommandError(f"Nothing was changed: {error}.") from error
        except DatabaseFailed as error:
            raise CommandError(
                f"Nothing was changed: {error}\nIf it waited for a lock, stop the web server and the workers."
            ) from error
        self.stdout.write(f"Restored the database and {len(contents.files)} files of {contents.made_at}.")
