"""`manage.py backup FILE`: the whole database and every stored file, in one file."""

import pathlib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backups.actions import make_backup
from config.backups.database import DatabaseFailed


class Command(BaseCommand):
    help = "Write the whole database and every stored file to FILE. Everything may go on running meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=pathlib.Path, metavar="FILE")
        parser.add_argument("--overwrite", action="store_true", help="replace FILE if it is there")

    def handle(self, *_args: Any, **options: Any) -> None:
        target: pathlib.Path = options["file"].absolute()
        if target.exists() and not options["overwrite"]:
            raise CommandError(f"{target} is already there. Choose another name, or add --overwrite.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        try:
            contents = make_backup(target=target, now=timezone.now())
        except DatabaseFailed as error:
            raise CommandError(f"The database could not be read: {error}") from error
        except OSError as error:
            raise CommandError(f"{target} could not be written: {error.strerror}.") from error
        size = target.stat().st_size
        self.stdout.write(f"{target}: the database and {len(contents.files)} files, {size:,} bytes.")
