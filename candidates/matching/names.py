"""Whether two written names may be one person's. A name alone never proves that two people are the same."""

import enum
import functools
import itertools

from candidates.people.names import NameParts, skeleton, take_apart
from candidates.people.nicknames import nickname_groups


class Names(enum.Enum):
    """What a look at two names tells."""

    COMPATIBLE = "compatible"
    INCOMPATIBLE = "incompatible"
    UNKNOWN = "unknown"


def compare_names(one: str, other: str) -> Names:
    """Compare two names as written.

    COMPATIBLE: one person may write both (initials, short forms, swapped order, hyphens, dropped middle names).
    INCOMPATIBLE: a part contradicts. UNKNOWN: nothing to compare (a missing part, another script).
    """
    return _compare(*sorted((one, other)))


@functools.lru_cache(maxsize=8192)
def _compare(one: str, other: str) -> Names:
    left, right = take_apart(one), take_apart(other)
    if not left.words or not right.words:
        return Names.UNKNOWN
    if left.is_east_asian_script != right.is_east_asian_script:
        return Names.UNKNOWN
    if not (left.given and left.family and right.given and right.family):
        shared = set(left.words) & set(right.words)
        return Names.UNKNOWN if shared else Names.INCOMPATIBLE
    if "".join(left.words) == "".join(right.words):
        return Names.COMPATIBLE
    for first, second in itertools.product(_readings(left), _readings(right)):
        if _families_meet(first, second) and _givens_meet(first, second):
            return Names.COMPATIBLE
    return Names.INCOMPATIBLE


def _readings(parts: NameParts) -> list[NameParts]:
    """Return the ways a name can be read where its order is not known: as written, swapped, with a double family name."""
    readings = [parts]
    if parts.order_known:
        return readings
    words = parts.words
    if len(parts.family) == 1 and not parts.particles and len(words) in {2, 3} and len(words[0]) > 1:
        readings.append(NameParts(words[1:], words[:1], also=parts.also))
    if len(parts.given) > 1 and len(parts.given[-1]) > 1:
        readings.append(NameParts(parts.given[:-1], (parts.given[-1], *parts.family), parts.particles, parts.also))
    return readings


def _families_meet(one: NameParts, other: NameParts) -> bool:
    left, right = [skeleton(word) for word in one.family], [skeleton(word) for word in other.family]
    if "".join(left) == "".join(right):
        return True
    if "".join((*one.particles, *one.family)) == "".join((*other.particles, *other.family)):
        return True
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) == 1 and len(shorter[0]) == 1:  # “Sivaji B.”: enough only beside the same whole first name
        return longer[0][0] == shorter[0] and one.given[0] == other.given[0] and len(one.given[0]) > 1
    # Of a double family name, people drop one half: the shorter must be part of the longer.
    return len(shorter) < len(longer) and all(word in longer for word in shorter)


def _givens_meet(one: NameParts, other: NameParts) -> bool:
    if any(_words_meet(word, also) for word in one.given[:1] for also in other.also):
        return True
    if any(_words_meet(word, also) for word in other.given[:1] for also in one.also):
        return True
    left, right = one.given, other.given
    return (
        _run_along(left, right)
        or _run_along(*_joined(left, right))
        or _by_called_name(left, right)
        or (len(left) > 1 and sorted(left) == sorted(right))  # “Shelley Ching-yu” and “Ching-yu Shelley”
    )


def _run_along(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """First names meet, and the middle names of the shorter are found in order among those of the longer."""
    if not _words_meet(left[0], right[0]):
        return False
    shorter, longer = sorted((left[1:], right[1:]), key=len)
    rest = iter(longer)
    return all(any(_words_meet(word, candidate) for candidate in rest) for word in shorter)


def _joined(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write “wei han” as “weihan” on the side that has more words, where the other has it in one."""
    shorter, longer = sorted((left, right), key=len)
    for size in range(len(longer), 1, -1):
        if "".join(longer[:size]) == shorter[0]:
            return (shorter[0], *longer[size:]), shorter
    # “jp” for “jean pierre”
    if 2 <= len(shorter[0]) <= 3 and len(longer) >= len(shorter[0]):
        initials = "".join(word[0] for word in longer[: len(shorter[0])])
        if initials == shorter[0]:
            return (shorter[0], *longer[len(shorter[0]) :]), shorter
    return left, right


def _by_called_name(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """“J. Robert” and “Robert”, “Helen Kai-yun” and “Kai-yun”: what stands before the name somebody goes by may be missing.

    One word alone is enough only where nothing but initials was left out before it.
    """
    shorter, longer = sorted((left, right), key=len)
    if len(shorter[0]) == 1:
        return False
    for start in range(1, len(longer)):
        only_initials = all(len(word) == 1 for word in longer[:start])
        if only_initials and _run_along(longer[start:], shorter):
            return True
        if len(shorter) > 1 and longer[start:] == shorter:
            return True
    return False


def _words_meet(one: str, other: str) -> bool:
    if one == other or skeleton(one) == skeleton(other):
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return bool(nickname_groups(one) & nickname_groups(other))
