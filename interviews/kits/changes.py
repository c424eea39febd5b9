"""What changed between two versions of a text, line by line and word by word. Free of Django."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

Kind = Literal["same", "gone", "new"]

# Lines less alike than this are told as one gone and one new; word marks over them could not be read.
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text: kept, gone, new, or changed in some of its pieces."""

    kind: Literal["same", "gone", "new", "changed"]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A part of a kit that is not what it was."""

    label: str
    lines: tuple[Line, ...]


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Return the parts that differ, in the order of the newer, parts that are gone last. Keys are labels, values texts."""
    labels = [*after, *(label for label in before if label not in after)]
    return [
        Change(label, tuple(_lines(before.get(label, ""), after.get(label, ""))))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    ]


def _lines(before: str, after: str) -> Iterable[Line]:
    old, new = before.splitlines(), after.splitlines()
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line("same", (Piece("same", line),)) for line in old[a:b])
        else:
            for gone, come in zip_longest(old[a:b], new[c:d]):
                yield from _pair(gone, come)


def _pair(gone: str | None, come: str | None) -> Iterable[Line]:
    if gone is not None and come is not None and (pieces := _pieces(gone, come)):
        yield Line("changed", pieces)
        return
    if gone is not None:
        yield Line("gone", (Piece("gone", gone),))
    if come is not None:
        yield Line("new", (Piece("new", come),))


def _pieces(gone: str, come: str) -> tuple[Piece, ...]:
    """Mark words within a line; nothing where the two lines are hardly alike."""
    old, new = re.findall(r"\s+|\w+|[^\w\s]", gone), re.findall(r"\s+|\w+|[^\w\s]", come)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return ()
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece("gone", "".join(old[a:b])))
        if c < d:
            pieces.append(Piece("new", "".join(new[c:d])))
    return tuple(pieces)
