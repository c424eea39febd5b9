"""Read one table of a shipped TOML file, field by field, and say exactly what is wrong with it."""

import math
import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class CatalogueError(ValueError):
    """A shipped file says something that cannot be loaded; the message names file, entry and field."""


class Entry:
    """One table of a TOML file that knows where it stands and which of its fields were read."""

    def __init__(self, values: dict[str, Any], *, where: str) -> None:
        self._values = values
        self._unread = set(values)
        self.where = where

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of this entry, for a table whose fields are data."""
        return tuple(self._values)

    def fail(self, problem: str) -> CatalogueError:
        """The error to raise about this entry."""
        return CatalogueError(f"{self.where}: {problem}")

    def text(self, name: str, *, optional: bool = False) -> str:
        """A line or some paragraphs of prose; single line breaks are folded into spaces."""
        value = self._take(name, str, "" if optional else None)
        folded = "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", value) if part.strip())
        if not folded and not optional:
            raise self.fail(f"“{name}” is empty")
        return folded

    def verbatim(self, name: str) -> str:
        """Text whose line breaks matter, such as code; empty when the field is left out."""
        return str(self._take(name, str, "")).strip("\n")

    def slug(self, name: str = "slug", *, optional: bool = False) -> str:
        """A lower-case name with hyphens."""
        value = self.text(name, optional=optional)
        if value and not SLUG.fullmatch(value):
            raise self.fail(f"“{name}” must be lower-case words joined by hyphens, not “{value}”")
        return value

    def whole(self, name: str, *, low: int, high: int, default: int | None = None) -> int:
        """A whole number between two limits, both included."""
        value = int(self._take(name, int, default))
        if not low <= value <= high:
            raise self.fail(f"“{name}” must lie between {low} and {high}, not {value}")
        return value

    def fraction(self, name: str) -> float:
        """A number between 0 and 1."""
        value = float(self._take(name, float))
        if not 0 <= value <= 1:
            raise self.fail(f"“{name}” must lie between 0 and 1, not {value}")
        return value

    def number(self, name: str, *, low: float, high: float, default: float | None = None) -> float:
        """A number, whole or not, between two limits, both included."""
        value = self._values.get(name, default)
        self._unread.discard(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(
                f"“{name}” must be a number, not {value!r}" if value is not None else f"“{name}” is missing"
            )
        if not low <= value <= high:
            raise self.fail(f"“{name}” must lie between {low:g} and {high:g}, not {value:g}")
        return float(value)

    def flag(self, name: str) -> bool:
        """True or false; false when the field is left out."""
        return bool(self._take(name, bool, False))

    def values(self, name: str) -> "tuple[float | int | str, ...]":
        """A list of numbers or words."""
        values = self._take(name, list)
        if not values or not all(
            isinstance(value, int | float | str) and not isinstance(value, bool) for value in values
        ):
            raise self.fail(f"“{name}” needs at least one number or word, and may hold nothing else")
        if any(isinstance(value, float) and not math.isfinite(value) for value in values):
            raise self.fail(f"“{name}” may only hold finite numbers")
        return tuple(values)

    def has(self, name: str) -> bool:
        """Whether this field was written at all."""
        return name in self._values

    def holds_table(self, name: str) -> bool:
        """Whether this field is a table, for one that may also be a list."""
        return isinstance(self._values.get(name), dict)

    def one_of(self, name: str, choices: Iterable[str], *, default: str = "") -> str:
        """One of some fixed words."""
        value, known = self.text(name, optional=bool(default)) or default, list(choices)
        if value not in known:
            raise self.fail(f"“{name}” must be one of {', '.join(known)}, not “{value}”")
        return value

    def texts(self, name: str, *, at_least: int = 1, at_most: int = 1000) -> tuple[str, ...]:
        """A list of lines of prose."""
        values = self._take(name, list, [] if at_least == 0 else None)
        if not at_least <= len(values) <= at_most:
            raise self.fail(f"“{name}” needs {at_least} to {at_most} items and has {len(values)}")
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.fail(f"“{name}” may only hold texts, and none may be empty")
        return tuple(" ".join(value.split()) for value in values)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of texts."""
        values = self._take(name, list)
        if not all(isinstance(value, list) and [type(part) for part in value] == [str, str] for value in values):
            raise self.fail(f"“{name}” may only hold pairs of texts")
        return tuple((first, second) for first, second in values)

    def table(self, name: str) -> "Entry":
        """A table inside this one."""
        return Entry(self._take(name, dict), where=f"{self.where}, {name}")

    def tables(self, name: str, *, at_least: int = 1) -> "tuple[Entry, ...]":
        """A list of tables inside this one."""
        values = self._take(name, list, [] if at_least == 0 else None)
        if len(values) < at_least:
            raise self.fail(f"“{name}” needs at least {at_least} and has {len(values)}")
        if not all(isinstance(value, dict) for value in values):
            raise self.fail(f"“{name}” may only hold tables")
        return tuple(Entry(value, where=f"{self.where}, {name} {n}") for n, value in enumerate(values, start=1))

    def finish(self, made: T) -> T:
        """Hand back what was made of this entry, unless it holds a field nobody read."""
        if self._unread:
            raise self.fail(f"unknown field “{'”, “'.join(sorted(self._unread))}”")
        return made

    def _take(self, name: str, kind: type, default: Any = None) -> Any:
        self._unread.discard(name)
        value = self._values.get(name, default)
        if value is None:
            raise self.fail(f"“{name}” is missing")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fail(f"“{name}” must be a {kind.__name__}, not {value!r}")
        return value


def read_entries(path: Path, key: str, make: Callable[[Entry], T], *, name: str = "slug") -> tuple[T, ...]:
    """Every ``[[key]]`` of a file, in its order, made into values; ``name`` must be unique in the file."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error

    made: list[T] = []
    seen: set[Any] = set()
    for number, values in enumerate(document.get(key, []), start=1):
        label = values.get(name, f"{key} {number}")
        entry = Entry(values, where=f"{path.name}, {label}")
        if label in seen:
            raise entry.fail(f"there are two with the {name} “{label}”")
        seen.add(label)
        made.append(entry.finish(make(entry)))
    if not made:
        raise CatalogueError(f"{path.name}: holds no [[{key}]]")
    return tuple(made)
