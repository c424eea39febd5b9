"""`manage.py load_demo`: an invented organisation with a year of hiring behind it."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from config.demo import company
from config.demo.loading import DemoRefused, demo_staff, load_demo


def moment(text: str) -> dt.datetime:
    """Read a moment; one without a zone is in UTC."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"“{text}” is not a moment. Write it like 2026-11-20T18:00Z.")
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


class Command(BaseCommand):
    help = "Load an invented organisation to look at. Everybody there shares one password: never beside real people's data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", type=moment, default=None, help="The moment its year ends. Default: now.")
        parser.add_argument("--seed", type=int, default=7, help="Another seed is another year. Default: 7.")
        parser.add_argument("--candidates", type=int, default=400, help="How many people came. Default: 400.")
        parser.add_argument("--add", action="store_true", help="Load it beside candidates who are here already.")
        parser.add_argument(
            "--in-production", action="store_true", help="Load it although this one is reached over HTTPS."
        )
        parser.add_argument(
            "--show-sign-ins",
            action="store_true",
            help="Print one sign-in per persona; where the demo is loaded already, do nothing else.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not (options["show_sign_ins"] and demo_staff()):
            if settings.HTTPS and not options["in_production"]:
                raise CommandError(
                    "This Strongsuit is reached over HTTPS, so it looks like the real one, and everybody in the demo has a password"
                    " that anybody can read. To load it all the same, say --in-production."
                )
            try:
                count = load_demo(
                    now=options["now"] or timezone.now(),
                    seed=options["seed"],
                    candidates=options["candidates"],
                    add=options["add"],
                )
            except DemoRefused as error:
                raise CommandError(str(error)) from error
            if not options["show_sign_ins"]:
                self.stdout.write(f"{company.NAME} is loaded, with {count} candidates. To sign in: --show-sign-ins")
        if options["show_sign_ins"]:
            for one in demo_staff():
                self.stdout.write(f"{one.persona:<15} {one.email:<36} {company.PASSWORD}")
