"""What is known of a work, and how a kit words it. Free of Django."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

MOST_NAMED = 3
COUNT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDER = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, slots=True)
class Author:
    """One name on a paper, in its place. `is_candidate` marks whom the interview is with; a withheld name belongs to somebody erased."""

    name: str
    is_candidate: bool = False
    is_withheld: bool = False
    equally: bool = False


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper as far as it is known."""

    title: str
    venue: str = ""
    published_on: dt.date | None = None
    authors: Sequence[Author] = ()
    abstract: str = ""
    url: str = ""

    @property
    def place(self) -> str:
        """Where the candidate stands among the authors, in words; empty where no name was matched to them."""
        found = next((n for n, author in enumerate(self.authors, start=1) if author.is_candidate), None)
        if found is None:
            return ""
        if len(self.authors) == 1:
            return "the only author"
        of = COUNT[len(self.authors)] if len(self.authors) < len(COUNT) else str(len(self.authors))
        order = "the last" if found == len(self.authors) else _order(found)
        equally = ", marked as contributing equally" if self.authors[found - 1].equally else ""
        return f"{order} of {of} authors{equally}"

    @property
    def others(self) -> str:
        """The co-authors in words."""
        rest = [author.name for author in self.authors if not author.is_candidate and not author.is_withheld]
        if self.place == "the only author":
            return "those who helped you"
        if len(rest) > MOST_NAMED:
            return f"{', '.join(rest[:MOST_NAMED])} and {len(rest) - MOST_NAMED} more"
        return " and ".join([", ".join(rest[:-1]), rest[-1]]) if len(rest) > 1 else "".join(rest)

    @property
    def words(self) -> dict[str, str]:
        """The blanks of a kit, filled."""
        year = f" in {self.published_on.year}" if self.published_on and not self.venue else ""
        return {
            "work": f"“{self.title}”",
            "title": f"“{self.title}”",
            "venue": self.venue or (f"public{year}" if year else ""),
            "place": self.place,
            "others": self.others,
        }


def _order(place: int) -> str:
    return f"the {ORDER[place]}" if place < len(ORDER) else f"number {place}"


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """A repository as it was last told, and the paper it implements. None means that the host did not tell."""

    repository: str
    url: str
    title: str = ""
    metric: str = ""
    reported: float | None = None
    language: str = ""
    licence: str = ""
    commits: int | None = None
    own_commits: int | None = None
    people: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    is_fork: bool = False

    @property
    def share(self) -> str:
        """How much of the history carries the candidate's name, as a fact and no more."""
        if self.own_commits is None or not self.commits:
            return ""
        if self.own_commits >= self.commits:
            return f"All {self.commits} commits carry your name"
        return f"{self.own_commits} of {self.commits} commits carry your name"

    @property
    def words(self) -> dict[str, str]:
        """The blanks of a kit, filled."""
        number = f"{self.metric} {self.reported:g}" if self.metric and self.reported is not None else ""
        return {
            "work": self.repository,
            "repository": self.repository,
            "title": f"“{self.title}”" if self.title else "",
            "metric": number,
            "share": self.share,
        }
