"""`manage.py load_catalogue`: profiles, competencies, channels, kits and all else that is shipped as data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interviews.shipping.actions import load_catalogue
from workspace.catalogue.entries import CatalogueError


class Command(BaseCommand):
    help = "Load what is shipped as data. Rows the organisation has edited are left as they are. Safe to run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            tally = load_catalogue()
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        for name in sorted({*tally.added, *tally.updated, *tally.unchanged, *tally.kept}):
            did = [
                f"{count} {word}"
                for count, word in (
                    (tally.added[name], "added"),
                    (tally.updated[name], "updated"),
                    (tally.unchanged[name], "unchanged"),
                    (tally.kept[name], "edited here and kept"),
                )
                if count
            ]
            self.stdout.write(f"{name}: {', '.join(did)}")
