"""Which questions stand in a text found outside, and which of the variants that were given out fit it. Free of Django.

A question stands in a text if at least half of its runs of three words do; numbers count as one and the same word there. Variants are told
apart by the pairs of neighbouring words that not all of them share, numbers in their usual ways of being written. Those fit best that have
the largest share of such pairs in the text, and none fits below seven in ten. Pairs and not single words, since 7 and 12 stand in many texts.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from interviews.questions.variants import Asked

LEAST_WORDING = 0.5
LEAST_FIT = 0.7
LEAST_RUNS = 4
MOST_QUESTIONS = 5

WORD = re.compile(r"\d+(?:\.\d+)?|\.\d+|[^\W\d_]+")
# Thousands as people group them. A plain space is none: "32 128" may be two numbers.
GROUPS = re.compile(r"(?<=\d)[,'’\u00a0\u2009\u202f](?=\d{3}(?!\d))")

Run = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, each in one way of writing it; signs and markup are left out."""
    plain = unicodedata.normalize("NFKC", GROUPS.sub("", text)).casefold()
    return [_number(word) if word[0] in ".0123456789" else word for word in WORD.findall(plain)]


def _number(word: str) -> str:
    try:
        return f"{Decimal(word).normalize():f}"
    except ArithmeticError:
        return word


def runs(words: Sequence[str], length: int) -> frozenset[Run]:
    return frozenset(tuple(words[place : place + length]) for place in range(len(words) - length + 1))


def masked(words: Iterable[str]) -> list[str]:
    """All numbers as one word: what a question says whatever was drawn."""
    return ["#" if word[0].isdigit() else word for word in words]


@dataclass(frozen=True)
class Found:
    """A text found outside, read once."""

    runs: frozenset[Run]
    pairs: frozenset[Run]

    @classmethod
    def of(cls, text: str) -> "Found":
        words = words_of(text)
        return cls(runs(masked(words), 3), runs(words, 2))


def parts_of(asked: Asked) -> list[str]:
    """What a candidate reads of a question, the question itself first."""
    texts = [*(one.text for one in asked.prompts), *(one.text for one in asked.choices)]
    return [asked.text, asked.code, *texts]


def wording_found(found: Found, asked: Asked) -> float:
    """Return which share of a question's wording stands in a text, 0 to 1: of the question alone or of all of it, whichever is more."""
    shares = []
    for parts in (parts_of(asked)[:1], parts_of(asked)):
        own = frozenset[Run]().union(*(runs(masked(words_of(part)), 3) for part in parts))
        if len(own) >= LEAST_RUNS:
            shares.append(len(own & found.runs) / len(own))
    return max(shares, default=0.0)


@dataclass(frozen=True)
class Pairs:
    """The neighbouring words of one variant: of the question alone, and of all of it."""

    question: frozenset[Run]
    whole: frozenset[Run]

    @classmethod
    def of(cls, asked: Asked) -> "Pairs":
        parts = [runs(words_of(part), 2) for part in parts_of(asked)]
        return cls(parts[0], frozenset[Run]().union(*parts))


@dataclass(frozen=True)
class Fits:
    """What a text says of the variants of one question.

    `names`: those that fit best, by what they were given as. `is_told_apart`: whether anything a text could hold tells two variants apart.
    """

    names: tuple[str, ...]
    share: float
    is_told_apart: bool


def best_fits(found: Found, given: Sequence[tuple[str, Pairs]], others: Sequence[Pairs]) -> Fits:
    """Return which of the variants given out, each with its name, fit a text best. `others`: variants made up to compare with."""
    seen = [*(pairs for _, pairs in given), *others]
    if not seen:
        return Fits((), 0.0, is_told_apart=False)
    shared = Pairs(
        frozenset.intersection(*(one.question for one in seen)), frozenset.intersection(*(one.whole for one in seen))
    )
    by_whole = {name: _share(one.whole - shared.whole, found) for name, one in given}
    by_question = {name: _share(one.question - shared.question, found) for name, one in given}
    is_told_apart = any(one.whole - shared.whole for one in seen)
    # With its options a text tells more variants apart than the question alone does.
    for shares in (by_whole, by_question):
        best = max(shares.values(), default=0.0)
        if best >= LEAST_FIT:
            return Fits(tuple(name for name, share in shares.items() if share == best), best, is_told_apart)
    return Fits((), max([*by_whole.values(), *by_question.values()], default=0.0), is_told_apart)


def _share(own: frozenset[Run], found: Found) -> float:
    return len(own & found.pairs) / len(own) if own else 0.0
