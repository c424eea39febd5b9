"""The two marks of the product: a strength is four petals, a minimum bar is a line with a dot. Free of Django."""

import dataclasses

STRENGTH_WORDS = {
    None: "Strength not assessed",
    1: "Strength level 1 of 4",
    2: "Strength level 2 of 4",
    3: "Strength level 3 of 4",
    4: "Strength level 4 of 4",
}

BAR_WORDS = {
    None: "Bar not assessed",
    1: "Clearly below the bar",
    2: "Just below the bar",
    3: "Just above the bar",
    4: "Clearly above the bar",
}

# A rating reaches a page as the number stored, the word of an enum, or nothing at all.
BAR_NAMES = {"clearly_below": 1, "just_below": 2, "just_above": 3, "clearly_above": 4}
NOTHING = (None, "", "not_assessed")


@dataclasses.dataclass(frozen=True)
class Glyph:
    """One mark: the symbol in the sprite, the class that colours it, and the words that say the same."""

    symbol: str
    tone: str
    words: str


def strength(level: int | str | None) -> Glyph:
    """Return the mark of a strength's level, 1 to 4, or of one that nobody assessed."""
    step = None if level in NOTHING else int(level)  # type: ignore[arg-type]
    if step not in STRENGTH_WORDS:
        raise ValueError(f"a strength has the levels 1 to 4 or none, not {level!r}")
    if step is None:
        return Glyph("strength-0", "glyph-none", STRENGTH_WORDS[None])
    return Glyph(f"strength-{step}", "glyph-strength", STRENGTH_WORDS[step])


def bar(rating: int | str | None) -> Glyph:
    """Return the mark of a rating against a minimum bar, 1 (clearly below) to 4 (clearly above), or of none."""
    step = None if rating in NOTHING else BAR_NAMES.get(str(rating)) or int(rating)  # type: ignore[arg-type]
    if step not in BAR_WORDS:
        raise ValueError(f"a bar has the ratings 1 to 4 or none, not {rating!r}")
    if step is None:
        return Glyph("bar-0", "glyph-none", BAR_WORDS[None])
    return Glyph(f"bar-{step}", "glyph-below" if step < 3 else "glyph-met", BAR_WORDS[step])
