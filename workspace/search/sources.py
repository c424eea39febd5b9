"""What the palette and the search page can find. Each app registers its part in a feature folder's `palette.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from workspace.staff.models import User


@dataclass(frozen=True)
class Hit:
    """One thing found: where it leads, and enough words to tell it from its neighbours."""

    title: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    """`find(user, words, most)` returns what this user may know of, best first; with no words, what they saw last."""

    heading: str
    order: int
    find: Callable[[User, str, int], list[Hit]]
    more_url_name: str = ""  # a list page that takes the same words as `?q=`


@dataclass(frozen=True)
class Entry:
    """A page or an act that the palette leads to, for those who hold its permission."""

    title: str
    url_name: str
    icon: str
    permission: str = ""
    also_called: str = ""
    is_act: bool = False

    @property
    def url(self) -> str:
        """Return its address, or nothing where that part is not installed."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


SOURCES: dict[str, Source] = {}
ENTRIES: dict[str, Entry] = {}


def add_source(source: Source) -> None:
    """Let more be found; adding the same heading again replaces it, so importing twice is harmless."""
    SOURCES[source.heading] = source


def add_entries(*entries: Entry) -> None:
    """Offer pages and acts; the same title again replaces the one before."""
    ENTRIES.update({entry.title: entry for entry in entries})
