"""What a source tells about a paper, whatever the source: plain records that know no database."""

import dataclasses
import datetime
import enum
import re
import unicodedata

# The categories Cc and Cs of Unicode, which never grow.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# Who tells of papers in a hurry, with names that are not told apart, and who may correct their authors.
HASTY = {"arXiv RSS": "arXiv"}


class Scheme(enum.StrEnum):
    """Who gave a paper its identifier."""

    ARXIV = "arxiv"
    OPENREVIEW = "openreview"
    DOI = "doi"


@dataclasses.dataclass(frozen=True, slots=True)
class PaperIdentifier:
    """One identifier of a paper, canonical in its scheme."""

    scheme: Scheme
    value: str


@dataclasses.dataclass(frozen=True, slots=True)
class AuthorRecord:
    """One author as the source prints them; `position` counts from 1 in the source's own order.

    `given` and `family` are filled only where the source tells them apart.
    """

    name: str
    position: int
    given: str = ""
    family: str = ""
    orcid: str = ""
    openreview_id: str = ""
    affiliation: str = ""
    equal_contribution: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class PaperRecord:
    """One paper with its authors in order. `authors` is empty where the source keeps them hidden.

    `categories` has the primary one first; `version` counts from 1 and is 0 where the source counts none.
    """

    title: str
    authors: tuple[AuthorRecord, ...]
    source: str
    url: str
    identifiers: tuple[PaperIdentifier, ...] = ()
    abstract: str = ""
    published: datetime.date | None = None
    venue: str = ""
    fetched_at: datetime.datetime | None = None
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    comment: str = ""
    code_links: tuple[str, ...] = ()
    version: int = 0
    updated: datetime.date | None = None

    def identifier(self, scheme: Scheme) -> str:
        """Return the paper's identifier in a scheme, or an empty string."""
        return next((known.value for known in self.identifiers if known.scheme == scheme), "")


def one_line(text: object) -> str:
    """Return text from outside as one clean line: composed, without control characters or runs of white space."""
    if not isinstance(text, str):
        return ""
    return " ".join(CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


def clipped(text: str, limit: int) -> str:
    """Cut a text to at most `limit` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
