"""How two written names of mentions may be one person's, as kinds that can be weighed. Takes names apart once."""

import dataclasses
import enum
import functools

from rapidfuzz.distance import OSA

from candidates.identity.syllables import count_syllables, is_east_asian
from candidates.people.names import skeleton, take_apart
from candidates.people.nicknames import nickname_groups, nickname_initials

# Shorter words have too many neighbours one letter away.
SHORTEST_MISSPELT = 5
SHORTEST_STEM = 3
VOWELS = frozenset("aeiouy")


class Relation(enum.IntEnum):
    """How one name is written beside the other; only names that one person may write have one."""

    SAME = 0
    SPACING = 1
    MIDDLE_AGREES = 2
    MIDDLE_MISSING = 3
    INITIAL = 4
    SHORT_FORM = 5
    MISSPELT = 6
    FAMILY_PART = 7
    REORDERED = 8
    FAMILY_MISSPELT = 9


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A name taken apart. `given` and `family` are folded words, `keys` are shared by names worth comparing.

    `syllables` counts those of an East Asian given name (1 or 2); 0 for all other names.
    """

    text: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    also: tuple[str, ...]
    family_key: str
    joined: str
    keys: tuple[str, ...]
    short_forms: frozenset[int]
    syllables: int

    @property
    def first(self) -> str:
        """The first given word, maybe one letter."""
        return self.given[0] if self.given else ""

    @property
    def words(self) -> tuple[str, ...]:
        return self.given + self.family


@functools.lru_cache(maxsize=500_000)
def written(text: str) -> Written:
    """Take a name apart: “Family, Given” where the source tells them apart, else as printed."""
    parts = take_apart(text)
    syllables = _syllables(parts.given, parts.family)
    given = parts.given if syllables else tuple(map(skeleton, parts.given))
    family = tuple(map(skeleton, parts.family))
    family_key = "".join((*parts.particles, *family))
    return Written(
        text=text,
        given=given,
        family=family,
        also=parts.also,
        family_key=family_key,
        joined="".join((*given, family_key)),
        keys=_keys(given + parts.also, family, family_key, syllables, parts.given[:1]),
        short_forms=nickname_groups(parts.given[0]) if parts.given else frozenset(),
        syllables=syllables,
    )


def _syllables(given: tuple[str, ...], family: tuple[str, ...]) -> int:
    if len(family) != 1 or not given or not is_east_asian(family[0]):
        return 0
    if len(given) == 1:
        return min(count_syllables(given[0]) or 2, 2) if len(given[0]) > 1 else 0
    return 2


def _keys(
    given: tuple[str, ...], family: tuple[str, ...], family_key: str, syllables: int, first: tuple[str, ...]
) -> tuple[str, ...]:
    """Return keys that two spellings of one name share: a word that may be the family name, an initial that may be the given one's."""
    if not given:
        return (family_key,)
    initials = {word[0] for word in given}.union(*map(nickname_initials, first))
    keys = {f"{name} {initial}" for name in {family_key, *family} if len(name) > 1 for initial in initials}
    keys |= {f"{word} {name[0]}" for word in given if len(word) > 1 for name in family if name}
    if not syllables and len(given[0]) >= SHORTEST_STEM and family_key:
        keys.add(f"~{given[0]} {family_key[0]}")  # for a slip in the family name
    return tuple(sorted(keys))


def relate(one: Written, other: Written) -> Relation | None:
    """Return how two names go together, or None where one person would hardly write both. Symmetric."""
    if one.joined == other.joined:
        return Relation.SAME if one.given == other.given else Relation.SPACING
    if not one.given or not other.given:
        return None
    if one.family_key == other.family_key:
        return _givens(one, other)
    if found := _families(one, other):
        return found if _givens(one, other) is not None else None
    return Relation.REORDERED if _covers(one.words, other.words) else None


def _givens(one: Written, other: Written) -> Relation | None:
    mine, theirs = one.given, other.given
    first, second = mine[0], theirs[0]
    if first[0] == second[0]:
        found = _firsts(one, other)
        if found is not None and _run_along(mine[1:], theirs[1:]):
            return found
    if first == second:
        return None  # the same first name, and middle names that contradict
    if _covers(mine, theirs) or _stand_for(mine, theirs) or _stand_for(theirs, mine):
        return Relation.SHORT_FORM
    if one.short_forms & other.short_forms and _run_along(mine[1:], theirs[1:]):
        return Relation.SHORT_FORM
    if first in other.also or second in one.also:
        return Relation.SHORT_FORM
    return None


def _firsts(one: Written, other: Written) -> Relation | None:
    """Return how two first given words with one initial go together."""
    first, second = one.first, other.first
    if first == second and len(first) > 1:
        return Relation.MIDDLE_AGREES if len(one.given) > 1 and len(other.given) > 1 else Relation.MIDDLE_MISSING
    if len(first) == 1 or len(second) == 1:
        return Relation.INITIAL
    if one.short_forms & other.short_forms:
        return Relation.SHORT_FORM
    if one.syllables or other.syllables:
        return None
    shorter, longer = sorted((first, second), key=len)
    if longer.startswith(shorter) and (len(shorter) >= SHORTEST_STEM or not VOWELS & set(shorter)):
        return Relation.SHORT_FORM
    return Relation.MISSPELT if is_misspelling(first, second) else None


def is_misspelling(one: str, other: str) -> bool:
    """Say whether two words are one letter apart, or two where they are long."""
    shorter = min(len(one), len(other))
    if shorter < SHORTEST_MISSPELT or abs(len(one) - len(other)) > 2:
        return False
    most = 2 if shorter >= SHORTEST_MISSPELT + 4 else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def _run_along(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Say whether the middle names of one are found in order among those of the other; an initial stands for its name."""
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    if not shorter:
        return True
    rest = iter(longer)
    return all(any(word == there or _initial(word, there) for there in rest) for word in shorter)


def _initial(one: str, other: str) -> bool:
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def _covers(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Say whether each word of the shorter name is one of the longer's, in any order, and at least one in full."""
    if not any(word in right for word in left if len(word) > 1):
        return False
    shorter, longer = sorted((left, right), key=len)
    rest = [word for word in longer if word not in shorter]
    for word in shorter:
        if word in longer:
            continue
        match = next((there for there in rest if _initial(word, there)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def _stand_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """“jp” for “jean pierre”."""
    return 2 <= len(short[0]) <= 3 and short[0] == "".join(word[0] for word in full)


def _families(one: Written, other: Written) -> Relation | None:
    """Return how two different family names may be one: half of a double name, or a slip of the pen."""
    shorter, longer = sorted((one.family, other.family), key=len)
    if shorter and len(shorter) < len(longer) and set(shorter) <= set(longer) and min(map(len, shorter)) > 1:
        return Relation.FAMILY_PART
    if one.family == other.family and one.family:
        return Relation.FAMILY_PART  # a particle dropped
    if one.syllables or other.syllables or len(one.first) == 1 or len(other.first) == 1:
        return None
    return Relation.FAMILY_MISSPELT if is_misspelling(one.family_key, other.family_key) else None
