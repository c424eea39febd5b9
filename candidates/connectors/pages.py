"""What a source that lists many papers answers: pages of records, each with what could not be read and how to go on."""

import dataclasses
from typing import Protocol

from candidates.connectors.records import PaperRecord


@dataclasses.dataclass(frozen=True, slots=True)
class Flaw:
    """An entry that was left out: which one, as far as it says, and why, in words for the reader."""

    where: str
    words: str


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `cursor` asks for the next one and is kept whole, as the source gave it; empty at the end.

    `total` is how many papers the whole list has, where the source says. `etag` names this state of the list, so that
    it need not be sent again; `is_unchanged` says that it was not. `gone` counts entries the source has taken back.
    """

    records: tuple[PaperRecord, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    cursor: str = ""
    total: int | None = None
    etag: str = ""
    is_unchanged: bool = False
    gone: int = 0


class Listing(Protocol):
    """Anything that can be read page by page."""

    def page(self, cursor: str) -> Page:
        """Return the page `cursor` asks for, the first for an empty one; raise a SourceError."""
