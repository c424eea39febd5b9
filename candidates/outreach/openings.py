"""What a letter may be about, and what may hold it back: both are known by apps higher up, which say so here."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from candidates.people.models import Candidate
from workspace.staff.models import User


@dataclass(frozen=True)
class Opening:
    """Something we write to people about, such as a role; `facts` are sentences that may stand in a letter."""

    uuid: uuid.UUID
    title: str
    facts: str = ""


PROVIDERS: dict[str, Callable[[User], list[Opening]]] = {}
HOLDS: dict[str, Callable[[Candidate, uuid.UUID | None], str]] = {}


def offer_openings(name: str, provider: Callable[[User], list[Opening]]) -> None:
    """Let letters be about what `provider(user)` returns: what this user may know of and outsiders may read. Saying it again replaces it."""
    PROVIDERS[name] = provider


def openings_for(user: User) -> list[Opening]:
    return [opening for provider in PROVIDERS.values() for opening in provider(user)]


def hold_back(name: str, hold: Callable[[Candidate, uuid.UUID | None], str]) -> None:
    """Ask `hold(candidate, opening)` before a letter leaves by itself; the words it returns keep it back."""
    HOLDS[name] = hold


def why_hold_back(candidate: Candidate, opening: uuid.UUID | None) -> str:
    """Return why a person should look before anything leaves by itself; nothing where nobody minds."""
    return next((words for hold in HOLDS.values() if (words := hold(candidate, opening))), "")
