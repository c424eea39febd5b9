"""Who must not be deleted by a clock, and why: apps higher up know, and say so here."""

from collections.abc import Callable, Collection

# Given keys of candidates, returns those that must stay, each with the reason in words. A constant number of queries.
Keeper = Callable[[Collection[int]], dict[int, str]]

KEEPERS: dict[str, Keeper] = {}


def keep_from_clock(name: str, keeper: Keeper) -> None:
    """Ask `keeper` before anybody is deleted for not having been told; saying so again replaces it."""
    KEEPERS[name] = keeper


def kept_from_clock(keys: Collection[int]) -> dict[int, str]:
    """Return which of these candidates stay until a person has looked, and why."""
    kept: dict[int, str] = {}
    for keeper in KEEPERS.values():
        kept |= keeper(keys)
    return kept
