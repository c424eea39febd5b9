"""Every number the product computes about a person, with its formula. A feature registers its own from `receivers.py` or `rules.py`, at import."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Aid:
    """One computed thing.

    formula  how it is computed, so that anybody could do it by hand
    used     where it is shown, and what it cannot do
    notice   what the people it is about are told, and when
    is_on    whether it is in use here, asked anew each time
    """

    slug: str
    name: str
    formula: tuple[tuple[str, str], ...]  # what, how
    used: str
    notice: str
    is_on: Callable[[], bool]


AIDS: dict[str, Aid] = {}


def register_aid(aid: Aid) -> Aid:
    """Add an aid; registering the same slug again replaces it, so importing twice is harmless."""
    AIDS[aid.slug] = aid
    return aid
