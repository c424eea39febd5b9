"""Whether an account's name looks like a person's, and when that is enough to say that it is theirs.

A look alone is not: against thousands of accounts even a rare coincidence happens often. It takes a second fact.
"""

import dataclasses
import enum
import functools
import itertools
import re
from collections.abc import Iterable, Sequence

from candidates.identity.mentions import Lane
from candidates.people.names import fold, take_apart

DIGITS_AND_SIGNS = re.compile(r"[^a-z]+")
PARTS = re.compile(r"[a-z]+")
# What people hang on to their names, once the name itself is found.
TRIMMINGS = frozenset(
    ("ai", "bot", "code", "cs", "dev", "dr", "git", "github", "hub", "i", "im", "io", "lab", "ml", "nlp", "official", "phd", "the", "x")
)  # fmt: skip
# Shorter names stand in other people's words.
SHORTEST_FAMILY = 5
SHORTEST_GIVEN = 5
SHORTEST_CUT = 3


class Look(enum.IntEnum):
    """How much an account's name looks like a person's, most first."""

    NONE = 0
    PART = 1
    INITIALS = 2
    WHOLE = 3


class SecondFact(enum.Enum):
    """What else may tie an account to an author. Each is something a person can check."""

    HOMEPAGE = "their home page links to the account"
    README = "a repository of the account says it is the code of their paper"
    COMMIT_NAME = "commits of the account carry their name"
    PROFILE_NAME = "the account’s own profile carries their name"
    SAME_ORGANISATION = "the account belongs to the organisation on their paper"


@dataclasses.dataclass(frozen=True)
class Claim:
    """What may be held of an account being a person's, and why."""

    lane: Lane
    evidence: tuple[str, ...]


def look(handle: str, name: str) -> Look:
    """Compare an account's name with a person's as written.

    WHOLE: given and family name, and nothing more to speak of. INITIALS: the family name with initials of the given
    names. PART: a long given or family name at an end, or what is left of both when they are cut short.
    """
    bare = DIGITS_AND_SIGNS.sub("", fold(handle))
    pieces = _pieces(name)
    if not bare or pieces is None:
        return Look.NONE
    for text in _without_trimmings(handle, bare):
        if text in pieces.wholes:
            return Look.WHOLE
        if text in pieces.shorts and len(text) > SHORTEST_FAMILY:
            return Look.INITIALS
    if any(len(whole) > SHORTEST_FAMILY and bare.startswith(whole) for whole in pieces.wholes):
        return Look.PART  # with a place or a subject behind it
    return Look.PART if _holds_a_part(bare, pieces) else Look.NONE


@dataclasses.dataclass(frozen=True, slots=True)
class _Pieces:
    """What an account's name may be made of."""

    givens: frozenset[str]
    families: frozenset[str]
    initials: frozenset[str]
    wholes: frozenset[str]
    shorts: frozenset[str]
    ends: tuple[str, ...]


@functools.lru_cache(maxsize=20_000)
def _pieces(name: str) -> _Pieces | None:
    """Take a name apart into what handles are made of; None where it has no given or no family name."""
    parts = take_apart(name)
    if not parts.given or not parts.family or parts.is_east_asian_script:
        return None
    families = frozenset({"".join(parts.family), "".join((*parts.particles, *parts.family)), parts.family[-1]})
    givens = frozenset({"".join(parts.given), parts.given[0], *parts.also})
    initials = frozenset({"".join(word[0] for word in parts.given), parts.given[0][0]})
    long = {name for name in families if len(name) >= SHORTEST_FAMILY}
    long |= {name for name in givens if len(name) >= SHORTEST_GIVEN}
    return _Pieces(
        givens,
        families,
        initials,
        wholes=_either_way({given for given in givens if len(given) > 1}, families),
        shorts=_either_way(initials, families),
        ends=tuple(sorted(long)),
    )


def _either_way(some: Iterable[str], families: Iterable[str]) -> frozenset[str]:
    pairs = itertools.product(some, families)
    return frozenset(both for one, family in pairs for both in (one + family, family + one))


def _holds_a_part(bare: str, pieces: _Pieces) -> bool:
    """A long name at either end; a given name with the family's initial; initials or a cut given name with a cut family name."""
    if pieces.ends and (bare.startswith(pieces.ends) or bare.endswith(pieces.ends)):
        return True
    for family in pieces.families:
        for given in pieces.givens:
            if len(given) > SHORTEST_CUT and bare in {given + family[0], family[0] + given}:
                return True
            if _cut_short(bare, given, family):
                return True
        if any(bare.startswith(some) and _starts_like(bare.removeprefix(some), family) for some in pieces.initials):
            return True
    return False


def _cut_short(bare: str, given: str, family: str) -> bool:
    """“davheld” for David Held."""
    size = next((at for at in range(min(len(given), len(bare)), 0, -1) if bare.startswith(given[:at])), 0)
    return any(at >= SHORTEST_CUT and _starts_like(bare[at:], family) for at in range(size, SHORTEST_CUT - 1, -1))


def _starts_like(text: str, family: str) -> bool:
    return len(text) >= SHORTEST_CUT and family.startswith(text)


def _without_trimmings(handle: str, bare: str) -> list[str]:
    """Return the letters of a handle, and what is left where its parts include words that are no name."""
    parts = PARTS.findall(fold(handle))
    kept = "".join(part for part in parts if part not in TRIMMINGS)
    found = [bare, kept] if kept else [bare]
    return found + [bare.removesuffix(word) for word in TRIMMINGS if len(word) > 1 and bare.endswith(word)]


def claim(handle: str, name: str, facts: Sequence[SecondFact]) -> Claim:
    """Say what may be done with an account that may be a person's.

    Sure only where both the look and a second fact say so; a home page that links to the account decides alone.
    """
    seen = look(handle, name)
    words = [fact.value for fact in facts]
    if seen >= Look.INITIALS:
        words.insert(0, f"the account’s name “{handle}” is made of theirs")
    elif seen == Look.PART:
        words.insert(0, f"the account’s name “{handle}” holds a part of theirs")
    telling = [fact for fact in facts if fact is not SecondFact.SAME_ORGANISATION]  # colleagues share that one
    if SecondFact.HOMEPAGE in facts or (seen >= Look.INITIALS and facts) or (seen and telling):
        return Claim(Lane.AUTO, tuple(words))
    if seen or facts:
        return Claim(Lane.REVIEW, tuple(words))
    return Claim(Lane.APART, ("neither the account’s name nor anything else says so",))
