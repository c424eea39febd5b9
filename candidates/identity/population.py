"""How many people may bear a name, estimated from the names at hand."""

import dataclasses
import functools
from collections.abc import Iterable

from candidates.people.names import fold


@functools.lru_cache(maxsize=500_000)
def plain_key(name: str) -> tuple[str, str, str]:
    """Return (whole name, first given name, family name) of a name, folded: a quick look that knows no exceptions."""
    head, comma, tail = fold(name).partition(",")
    words = f"{tail} {head}".replace("-", "").replace(".", ". ").replace("'", "").split() if comma else ()
    if not comma:
        words = head.replace("-", "").replace(".", ". ").replace("'", "").split()
    bare = [word.strip('.()"') for word in words]
    bare = [word for word in bare if word]
    if not bare:
        return "", "", ""
    return " ".join(bare), bare[0], bare[-1]


@dataclasses.dataclass(frozen=True)
class Population:
    """What distinct names there are: `families` counts the given names seen beside a family name, `givens` the other way round,
    `initials` the families beside an initial."""

    size: int
    families: dict[str, int]
    givens: dict[str, int]
    initials: dict[str, int]

    def bearers(self, name: str) -> float:
        """Return how many distinct people this name would be expected to have, if given and family names were drawn freely.

        Far below 1 for a rare name, above 1 for one that many must share.
        """
        whole, first, family = plain_key(name)
        return self.expected(first, family) if whole else 1.0

    def expected(self, first: str, family: str) -> float:
        """Return the same for a folded first given name, maybe one letter, and a folded family name."""
        if not self.size:
            return 1.0
        given = self.givens.get(first, 1) if len(first) > 1 else self.initials.get(first[:1], 1)
        return self.families.get(family, 1) * given / self.size


def population(names: Iterable[str]) -> Population:
    """Count the distinct names."""
    pairs = {key[1:] for name in names if (key := plain_key(name))[0]}
    families: dict[str, int] = {}
    givens: dict[str, int] = {}
    initials: dict[str, int] = {}
    for first, family in pairs:
        families[family] = families.get(family, 0) + 1
        givens[first] = givens.get(first, 0) + 1
        initials[first[0]] = initials.get(first[0], 0) + 1
    return Population(len(pairs), families, givens, initials)
