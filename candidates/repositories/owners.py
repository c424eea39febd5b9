"""Whether an account's login reads like somebody's name. A likeness is a hint, never an identity."""

import dataclasses
import enum
import re
from collections.abc import Iterable

from candidates.people.names import fold, take_apart

# A login this short reads like anybody.
SHORTEST_LOGIN = 4
SHORTEST_FAMILY = 5
SHORTEST_GIVEN = 4
# A part of a name standing alone, and a whole name standing inside a longer word, must be rare enough to mean something.
SHORTEST_ALONE = 6
SHORTEST_INSIDE = 8
SHORTEST_BEGINNING = 3
# What people put around their name when the name itself is taken.
TRIMMINGS = (
    "the",
    "real",
    "official",
    "dr",
    "mr",
    "iam",
    "im",
    "its",
    "github",
    "git",
    "dev",
    "code",
    "ai",
    "ml",
    "phd",
)


class NameLikeness(enum.IntEnum):
    """How far a login spells a name; from PARTLY on people can read the name in it, FULLY leaves little to chance."""

    NOT = 0
    PARTLY = 1
    FULLY = 2

    @property
    def words(self) -> str:
        return {0: "does not read like", 1: "may stand for", 2: "spells"}[self]


@dataclasses.dataclass(frozen=True, slots=True)
class OwnerLikeness:
    """The name a login resembles most, and how far; `name` is "" where it resembles none."""

    likeness: NameLikeness
    name: str = ""


def likeness_of(login: str, name: str) -> NameLikeness:
    """Compare a login with one name. Any text is answered.

    FULLY: the login is a given and the family name in either order, or initials with a family name of five letters or more.
    PARTLY: a long family or given name stands alone in it or at its start, or a name cut down to an initial.
    """
    parts = take_apart(name)
    given = [word for word in (*parts.given, *parts.also) if word.isalpha()]
    family = "".join(parts.family)
    families = {family, "".join((*parts.particles, *parts.family)), *(word for word in parts.family if len(word) > 3)}
    families.discard("")
    if not given or not families:
        return NameLikeness.NOT
    found = NameLikeness.NOT
    for written in _spellings(login):
        found = max(found, *(_compare(written, given, known) for known in families))
    return found


def most_alike(login: str, names: Iterable[str]) -> OwnerLikeness:
    """Return which of the names a login resembles most; the first of equals."""
    best = OwnerLikeness(NameLikeness.NOT)
    for name in names:
        likeness = likeness_of(login, name)
        if likeness > best.likeness:
            best = OwnerLikeness(likeness, name)
    return best


def _spellings(login: str) -> set[str]:
    """Return the letters of a login, as they are and without what people add when their name is taken."""
    letters = re.sub(r"[^a-z]", "", fold(login))
    found = {letters}
    for trimming in TRIMMINGS:
        found |= {letters.removeprefix(trimming), letters.removesuffix(trimming)}
    return {written for written in found if len(written) >= SHORTEST_LOGIN}


def _compare(written: str, given: list[str], family: str) -> NameLikeness:
    initials = "".join(word[0] for word in given)
    joined = "".join(given)
    fulls = {f"{joined}{family}", f"{family}{joined}"}
    fulls |= {f"{word}{family}" for word in given if len(word) > 1} | {
        f"{family}{word}" for word in given if len(word) > 1
    }
    fulls |= {f"{given[0]}{initials[1:]}{family}"}
    if written in fulls:
        return NameLikeness.FULLY
    if len(family) >= SHORTEST_FAMILY and written in _with_initials(family, initials):
        return NameLikeness.FULLY
    # “martinjzhang”: a middle initial the paper leaves out.
    if any(written.startswith(word) and written[len(word) + 1 :] == family for word in given if len(word) > 2):
        return NameLikeness.FULLY
    if any(len(full) >= SHORTEST_INSIDE and full in written for full in fulls):
        return NameLikeness.FULLY
    return NameLikeness.PARTLY if _is_cut_down(written, given, family, fulls) else NameLikeness.NOT


def _is_cut_down(written: str, given: list[str], family: str, fulls: set[str]) -> bool:
    initials, joined = "".join(word[0] for word in given), "".join(given)
    shortened = {f"{family}{initials[0]}", f"{initials[0]}{family}", f"{initials}{family}", f"{family}{initials}"}
    shortened |= {f"{word}{family[0]}" for word in given if len(word) >= SHORTEST_GIVEN}
    shortened |= {word for word in (joined, family) if len(word) >= SHORTEST_ALONE}
    starts = {full for full in fulls if len(full) >= SHORTEST_ALONE}
    starts |= {word for word in (*given, family) if len(word) >= SHORTEST_ALONE}
    if written in shortened or any(written.startswith(start) for start in starts):
        return True
    return any(_is_beginnings(written, word, family) or _is_beginnings(written, family, word) for word in given)


def _is_beginnings(written: str, first: str, second: str) -> bool:
    """Say whether a word is the beginnings of two others and nothing else: “stepjam” of Stephen and James."""
    return len(written) >= SHORTEST_ALONE and any(
        first.startswith(written[:cut]) and second.startswith(written[cut:])
        for cut in range(SHORTEST_BEGINNING, len(written) - SHORTEST_BEGINNING + 1)
    )


def _with_initials(family: str, initials: str) -> set[str]:
    return {f"{start}{family}" for start in (initials[0], initials)} | {
        f"{family}{end}" for end in (initials[0], initials)
    }
