"""Finding, over all sources."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from workspace.search.sources import ENTRIES, SOURCES, Entry, Hit
from workspace.staff.models import User
from workspace.web import navigation

LONGEST_WORDS = 100


@dataclass(frozen=True)
class Found:
    """What one source found; `more_url` leads to its own list where that may hold more."""

    heading: str
    hits: list[Hit]
    more_url: str = ""


def tidy(words: str) -> str:
    """Return what was typed, fit for a query: no control characters, not endless."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:LONGEST_WORDS]


def find_everywhere(user: User, words: str, *, most: int) -> list[Found]:
    """Ask each source for up to `most` hits; sources without any are left out. Each source costs a constant number of queries."""
    found = []
    for source in sorted(SOURCES.values(), key=lambda source: source.order):
        if hits := source.find(user, words, most):
            more = (
                f"{reverse(source.more_url_name)}?{urlencode({'q': words})}" if source.more_url_name and words else ""
            )
            found.append(Found(source.heading, hits, more if len(hits) == most else ""))
    return found


def fits(title: str, also_called: str, words: str) -> bool:
    """Whether each typed word begins a word of the title or of its other names."""
    names = f"{title} {also_called}".casefold().replace("-", " ").split()
    return all(any(name.startswith(word) for name in names) for word in words.casefold().split())


def entries_for(user: User, *, acts: bool) -> list[Entry]:
    """Return the pages, or the acts, that this user may open."""
    return [
        entry
        for entry in ENTRIES.values()
        if entry.is_act == acts and entry.url and (not entry.permission or user.has_perm(entry.permission))
    ]


def find_acts(user: User, words: str, most: int) -> list[Hit]:
    """Return acts whose name the words begin."""
    wanted = [entry for entry in entries_for(user, acts=True) if fits(entry.title, entry.also_called, words)]
    return [Hit(entry.title, entry.url, entry.icon) for entry in wanted[:most]]


def find_pages(user: User, words: str, most: int) -> list[Hit]:
    """Return pages whose name the words begin: the main menu first, then the rest."""
    menu = [Hit(item["label"], item["url"], item["icon"], f"g {item['key']}") for item in navigation(user, "")]
    rest = [entry for entry in entries_for(user, acts=False) if fits(entry.title, entry.also_called, words)]
    fitting = [hit for hit in menu if fits(hit.title, "", words)]
    known = {hit.url for hit in fitting}
    return (fitting + [Hit(entry.title, entry.url, entry.icon) for entry in rest if entry.url not in known])[:most]
