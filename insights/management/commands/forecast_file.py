"""`manage.py forecast_file IN OUT`: forecast the role that a file describes; needs no database."""

import argparse
import json
import pathlib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from insights.forecast.terms import ForecastError

# Enough for chances to a point; ten times as many take ten times the room and say the same.
DRAWS = 2000
MOST_DRAWS = 100_000


class Command(BaseCommand):
    help = (
        "Read histories of hiring from a JSON file (one object, a list, or JSON lines) and write for each when its target role is filled: "
        "the chance by 30, 60 and 90 days, draws of the day, and draws of the number of hires."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("histories", type=pathlib.Path, metavar="IN.json")
        parser.add_argument("forecasts", type=pathlib.Path, metavar="OUT.json")
        parser.add_argument(
            "--draws", type=_draws, default=DRAWS, help=f"futures to play for each, {DRAWS} if not said"
        )
        parser.add_argument("--seed", type=int, default=0, help="the same seed and file give the same forecast")

    def handle(self, *args: Any, **options: Any) -> None:
        # Loaded here: no other command needs numpy.
        from insights.forecast.documents import answer

        documents = _read(options["histories"])
        answers = []
        for number, document in enumerate(documents, start=1):
            try:
                answers.append(json.dumps(answer(document, draws=options["draws"], seed=options["seed"])))
            except ForecastError as error:
                where = f"History {number}: " if len(documents) > 1 else ""
                raise CommandError(f"{where}{error} Nothing was written.") from error
        try:
            options["forecasts"].write_text("".join(f"{line}\n" for line in answers), encoding="utf-8")
        except OSError as error:
            raise CommandError(
                f"{options['forecasts']} cannot be written: {error.strerror}. Choose another place."
            ) from error


def _read(path: pathlib.Path) -> list[Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}. Name a JSON file.") from error
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines:
            raise CommandError(f"{path} is empty: write one JSON object, or one on each line.") from error
        return [_line(path, number, line) for number, line in enumerate(lines, start=1)]
    return whole if isinstance(whole, list) else [whole]


def _line(path: pathlib.Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise CommandError(f"{path}, line {number} is no JSON: {error.msg} at character {error.pos + 1}.") from error


def _draws(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DRAWS:
        raise argparse.ArgumentTypeError(f"write a whole number from 1 to {MOST_DRAWS:,}")
    return int(text)
