"""Mentions as lines of JSON: reading them with clear words about what is wrong, and writing the answers."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from candidates.identity.mentions import Assignment, Mention

SCHEMES = ("orcid", "openreview", "github", "email")


class BadMention(Exception):
    """A row cannot be used; its words say which line, what is wrong and what to do."""


def read_mentions(lines: Iterable[str]) -> list[Mention]:
    """Read one mention a line, or raise BadMention. Empty lines are skipped; fields that are not known are ignored."""
    found: list[Mention] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        mention = mention_of(_object(line, number), number)
        if mention.mid in seen:
            raise BadMention(
                f"Line {number}: the mid “{mention.mid}” is on line {seen[mention.mid]} already. Give each mention its own."
            )
        seen[mention.mid] = number
        found.append(mention)
    return found


def _object(line: str, number: int) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadMention(f"Line {number}: not JSON ({error.msg}). Write one JSON object a line.") from error
    if not isinstance(row, Mapping):
        raise BadMention(f"Line {number}: not an object. Write one JSON object in braces a line.")
    return row


def mention_of(row: Mapping[str, Any], number: int) -> Mention:
    """Return the mention of one row; `number` is its line, for the words of a refusal."""
    read = _Reader(row, number)
    # Where the source tells given and family name apart, nothing need be guessed.
    first, last = read.text("first"), read.text("last")
    return Mention(
        mid=read.needed("mid"),
        name=f"{last}, {first}" if first and last else read.needed("name"),
        paper=read.needed("paper"),
        position=read.whole("pos"),
        title=read.text("title"),
        keywords=read.words("keywords"),
        venue=read.text("venue"),
        year=read.whole("year"),
        coauthors=read.words("coauthors"),
        affiliation=read.text("aff"),
        domain=read.text("aff_domain").casefold(),
        career=read.text("career"),
        ids=tuple((scheme, value.casefold()) for scheme in SCHEMES if (value := read.text(scheme))),
    )


class _Reader:
    """Takes typed values out of one row."""

    def __init__(self, row: Mapping[str, Any], number: int) -> None:
        self._row, self._number = row, number

    def _typed(self, field: str, fits: Callable[[Any], bool], wanted: str) -> Any:
        value = self._row.get(field)
        if value is not None and not fits(value):
            raise BadMention(f"Line {self._number}: “{field}” must be {wanted}. It is {json.dumps(value)[:80]}.")
        return value

    def text(self, field: str) -> str:
        return (self._typed(field, lambda value: isinstance(value, str), "a text") or "").strip()

    def needed(self, field: str) -> str:
        if not (value := self.text(field)):
            raise BadMention(f"Line {self._number}: “{field}” is missing. Every mention needs mid, name and paper.")
        return value

    def whole(self, field: str) -> int:
        fits = lambda value: isinstance(value, int) and not isinstance(value, bool)  # noqa: E731
        return self._typed(field, fits, "a whole number") or 0

    def words(self, field: str) -> tuple[str, ...]:
        fits = lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value)  # noqa: E731
        return tuple(self._typed(field, fits, "a list of texts") or ())


def write_assignments(assignments: Iterable[Assignment]) -> Iterator[str]:
    """Return one line for each answer."""
    for one in assignments:
        row = {
            "mid": one.mid,
            "cluster": one.cluster,
            "auto_cluster": one.auto_cluster,
            "lane": one.lane.value,
            "evidence": "; ".join(one.evidence),
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"
