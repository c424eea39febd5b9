"""`manage.py recount`: compare the kept counts of the dashboards with a slow recount."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from insights.aggregates.actions import recount


class Command(BaseCommand):
    help = "Count what the dashboards show from the rows themselves, and say where the counts that the database keeps differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the kept counts anew where they differ")

    def handle(self, *args: Any, **options: Any) -> None:
        row = recount(repair=options["repair"])
        if not row.total:
            self.stdout.write(f"No difference, after {row.seconds:.1f} s.")
            return
        said = ", ".join(f"{number} of the {name}" for name, number in row.differences.items())
        if not row.repaired:
            raise CommandError(f"The kept counts differ in {said}. `manage.py recount --repair` writes them anew.")
        self.stdout.write(f"The kept counts differed in {said}. They were written anew.")
