"""Papers from a JSON Lines file, for ranking without a database."""

import gzip
import json
import pathlib
from collections.abc import Iterator
from typing import Any, TextIO

from candidates.watches.ranking import Text
from candidates.watches.refusals import WatchError


def read_texts(path: pathlib.Path) -> list[Text]:
    """Return the papers of a file, packed or not, in its order. Raises WatchError naming the line that is wrong."""
    texts: dict[str, Text] = {}
    for number, row in _rows(path):
        text = _text(row, f"{path.name}, line {number}")
        if text.key in texts:
            raise WatchError(
                f"{path.name}, line {number}: the key {text.key} stands there twice. Keep one row a paper."
            )
        texts[text.key] = text
    if not texts:
        raise WatchError(f"{path.name} holds no papers.")
    return list(texts.values())


def _rows(path: pathlib.Path) -> Iterator[tuple[int, Any]]:
    number = 0
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, json.loads(line)
    except json.JSONDecodeError as error:
        raise WatchError(f"{path.name}, line {number}: this is not JSON ({error.msg}).") from error
    except (ValueError, RecursionError) as error:
        raise WatchError(f"{path.name}, after line {number}: this cannot be read ({error}).") from error
    except (OSError, EOFError) as error:
        raise WatchError(f"{path} cannot be read: {error}.") from error


def _opened(path: pathlib.Path) -> TextIO:
    with path.open("rb") as begin:
        packed = begin.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8")


def _text(row: Any, place: str) -> Text:
    if not isinstance(row, dict):
        raise WatchError(f"{place}: expected an object in braces.")
    key = row.get("key")
    if not isinstance(key, str) or not key.strip():
        raise WatchError(f"{place}: a paper needs a “key”, a text of its own.")
    said = {}
    for name in ("title", "abstract"):
        value = row.get(name)
        if value is not None and not isinstance(value, str):
            raise WatchError(f"{place}: “{name}” must be a text, or be left out.")
        said[name] = value or ""
    return Text(key, **said)
