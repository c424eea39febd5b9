"""`manage.py resolve_mentions IN.jsonl OUT.jsonl`: say which mentions of authors are one person. Needs no database."""

import contextlib
import gzip
import os
import pathlib
import tempfile
from collections.abc import Iterator
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from candidates.identity.mentions import Lane, Mention
from candidates.identity.reading import BadMention, read_mentions, write_assignments
from candidates.identity.resolution import resolve


class Command(BaseCommand):
    help = (
        "Read one mention a line from IN (mid, name, paper; better with coauthors, title, year, venue, aff_domain …) and write"
        " OUT with a line for each: mid, cluster, auto_cluster, lane, evidence. Names ending in .gz are packed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=pathlib.Path, metavar="IN")
        parser.add_argument("target", type=pathlib.Path, metavar="OUT")

    def handle(self, *_args: Any, **options: Any) -> None:
        source, target = options["source"].absolute(), options["target"].absolute()
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}. Make it, or name another place for the answer.")
        if target.exists() and (target.is_dir() or target.samefile(source)):
            raise CommandError(f"{target} is {'a folder' if target.is_dir() else 'the input'}. Name another file.")
        answers = resolve(read(source))
        try:
            with written_whole(target) as file:
                file.writelines(write_assignments(answers))
        except OSError as error:
            raise CommandError(f"{target} could not be written: {error.strerror}. Nothing of it was kept.") from error
        clusters, sure = len({one.cluster for one in answers}), len({one.auto_cluster for one in answers})
        review = sum(one.lane is Lane.REVIEW for one in answers)
        self.stdout.write(
            f"{len(answers):,} mentions: {sure:,} people by sure links alone, {clusters:,} by best guess;"
            f" {review:,} mentions want a look. Written to {target}."
        )


def read(source: pathlib.Path) -> list[Mention]:
    """Read all mentions, or stop with words about what is wrong."""
    try:
        with (
            gzip.open(source, "rt", encoding="utf-8")
            if source.suffix == ".gz"
            else source.open(encoding="utf-8") as lines
        ):
            return read_mentions(lines)
    except BadMention as error:
        raise CommandError(f"{source}: {error}") from error
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {source}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{source} is not UTF-8 text. Save it as UTF-8, or end its name in .gz if it is packed."
        ) from error
    except EOFError as error:
        raise CommandError(f"{source} breaks off in the middle. Fetch it again.") from error
    except OSError as error:
        raise CommandError(f"{source} could not be read: {error}.") from error


@contextlib.contextmanager
def written_whole(target: pathlib.Path) -> Iterator[TextIO]:
    """Open a file beside `target` that takes its place when all is written; what was there before stays until then."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(descriptor)
    part = pathlib.Path(name)
    try:
        packed = target.suffix == ".gz"
        with gzip.open(part, "wt", encoding="utf-8") if packed else part.open("w", encoding="utf-8") as file:
            yield file
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
