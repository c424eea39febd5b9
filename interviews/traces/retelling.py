"""Which questions a text may tell in other words. Free of Django.

A retold question keeps few runs of its words and most of its rarer ones. Words are cut to their first letters, so that “averaged” and “average” are one;
each weighs the more the fewer of the shipped questions hold it; numbers and single letters count nothing. A question may be retold where two fifths
of the weight of its words stand close together in the text, at least five of them. It is a hint and no more: which variant was told, and where from,
cannot be said. The numbers behind the line are in docs/question-bank.md; a test measures them.
"""

import functools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interviews.questions.reading import shipped_items
from interviews.questions.variants import Asked, vary
from interviews.traces.fitting import parts_of, words_of

LEAST_SHARE = 0.4
LEAST_STEMS = 5
LETTERS = 5
# How long a retelling may be beside the question, and at least.
STRETCH, LEAST_WINDOW = 2.5, 40


def stems_of(text: str) -> list[str]:
    """Return the words of a text, cut to their beginnings, without numbers and single letters."""
    return [word[:LETTERS] for word in words_of(text) if not word[0].isdigit() and len(word) > 1]


@functools.cache
def background() -> Mapping[str, int]:
    """In how many of the shipped questions each stem stands. Read once."""
    found: Counter[str] = Counter()
    for item in shipped_items():
        found.update({stem for part in parts_of(vary(item, 1).asked) for stem in stems_of(part)})
    return found


def weight(stem: str) -> float:
    """Return how much a stem says of what a text is about."""
    return math.log((len(shipped_items()) + 1) / (background().get(stem, 0) + 1))


@dataclass(frozen=True)
class Windows:
    """A text found outside, cut into overlapping stretches as long as a retelling of a question may be."""

    stems: Sequence[str]

    @classmethod
    def of(cls, text: str, *, apart_from: Iterable[Asked] = ()) -> "Windows":
        """`apart_from`: questions that stand in the text word for word. What they say says nothing of others, which share much with them."""
        known = {stem for asked in apart_from for part in parts_of(asked) for stem in stems_of(part)}
        return cls([stem for stem in stems_of(text) if stem not in known])

    def of_length(self, length: int) -> list[frozenset[str]]:
        starts = range(0, max(len(self.stems) - length // 2, 1), max(length // 2, 1))
        return [frozenset(self.stems[start : start + length]) for start in starts]


def retold_in(found: Windows, asked: Asked) -> float:
    """Return the share of a question's weight that stands close together in a text, of the question alone or of all of it, whichever is
    more; 0 where that is below `LEAST_SHARE` or rests on few words."""
    whole = parts_of(asked)
    best = max(_share(found, [part for part in parts if part]) for parts in (whole[:1], whole))
    return best if best >= LEAST_SHARE else 0.0


def _share(found: Windows, parts: Sequence[str]) -> float:
    listed = [stem for part in parts for stem in stems_of(part)]
    own = frozenset(listed)
    weights = {stem: weight(stem) for stem in own}
    total = sum(weights.values())
    if len(own) < LEAST_STEMS or total <= 0:
        return 0.0
    shares = []
    for window in found.of_length(max(round(STRETCH * len(listed)), LEAST_WINDOW)):
        common = own & window
        if len(common) >= LEAST_STEMS:
            shares.append(sum(weights[stem] for stem in common) / total)
    return max(shares, default=0.0)
