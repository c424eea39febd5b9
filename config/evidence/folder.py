"""A folder of measurement data: JSON Lines files, packed or not, named by what they hold and which half they are."""

import dataclasses
import gzip
import itertools
import json
import pathlib
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

ENDINGS = (".jsonl.gz", ".jsonl")


class MissingData(Exception):
    """The folder has nothing of the kind that was asked for; its words say what."""


class BadData(Exception):
    """A file cannot be read; its words say which, where and why."""


@dataclasses.dataclass(frozen=True)
class Folder:
    """Where the data lies. A name like `and_acl_dev.jsonl.gz` is found under its beginning, whichever half it is."""

    path: pathlib.Path

    def files(self, prefix: str, *, but_not: tuple[str, ...] = ()) -> list[pathlib.Path]:
        """Return the files whose names begin with `prefix` and with none of `but_not`, or raise MissingData."""
        found = [
            file
            for file in sorted(self.path.iterdir())
            if file.name.startswith(prefix) and file.name.endswith(ENDINGS) and not file.name.startswith(but_not)
        ]
        if not found:
            raise MissingData(f"There is no file {prefix}*{ENDINGS[0]}.")
        return found

    def rows(self, prefix: str, *, but_not: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
        """Return the rows of all these files, one file after the other."""
        return itertools.chain.from_iterable(map(read_rows, self.files(prefix, but_not=but_not)))

    def names(self) -> list[str]:
        """Return the names of all data files here."""
        return [file.name for file in sorted(self.path.iterdir()) if file.name.endswith(ENDINGS)]


def open_text(file: pathlib.Path) -> TextIO:
    """Open a text file for reading, unpacking it where its name ends in .gz."""
    return gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8")


def read_rows(file: pathlib.Path) -> Iterator[dict[str, Any]]:
    """Return the rows of one file, or raise BadData with the line that is wrong."""
    number = 0
    try:
        with open_text(file) as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, Mapping):
                        raise BadData(f"{file.name}, line {number}: expected an object in braces.")
                    yield dict(row)
    except json.JSONDecodeError as error:
        raise BadData(f"{file.name}, line {number}: not JSON ({error.msg}).") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BadData(f"{file.name}, after line {number}: cannot be read ({error}).") from error
