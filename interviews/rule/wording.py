"""How counts and lists of names are written in the sentences of the rule."""

from __future__ import annotations

from collections.abc import Sequence

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number(count: int) -> str:
    """A count in words up to nine, in digits beyond."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def counted(count: int, noun: str) -> str:
    """A count with its noun, such as "one bar" or "four bars"."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Names as prose: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def opened(sentence: str) -> str:
    """The sentence with its first letter in upper case, the rest untouched."""
    return sentence[:1].upper() + sentence[1:]
