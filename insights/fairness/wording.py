"""What a report says, in words chosen by rule from its numbers. Free of Django."""

from collections.abc import Mapping, Sequence
from typing import Any

from insights.fairness.terms import FOUR_FIFTHS, Word

STAGE_NAMES = {
    "review": "Reading the application",
    "screen": "Screen",
    "assessment": "Assessment",
    "onsite": "Onsite",
    "decision": "Decision",
    "offer": "Offer",
}
MOST_NAMED = 5
UNLIKE = 0.05  # below this p the tables do not share one ratio
SHORT = {
    Word.LOOK: "Look into it",
    Word.SMALL: "A small difference",
    Word.NO_SIGN: "No sign",
    Word.CANNOT_TELL: "Cannot tell",
}


def short_words(row: Mapping[str, Any]) -> str:
    """The word alone; empty for a group that is not compared."""
    return SHORT[Word(row["word"])] if "word" in row else ""


def group_words(row: Mapping[str, Any]) -> str:
    """What may be said of one group in one stage, in a sentence."""
    if "word" not in row:
        if row.get("of") == row["name"]:
            return "Passed most often: the others are set beside it."
        return "Not compared."
    word = Word(row["word"])
    if word is Word.LOOK:
        flip = " One more who passed would lift the ratio to four fifths." if row["flips"] else ""
        return f"Look into it: the ratio is below four fifths, and chance alone seldom does that.{flip}"
    if word is Word.SMALL:
        return "A small difference: it is likely there, but the ratio is not below four fifths."
    if word is Word.NO_SIGN:
        return "No sign: a ratio as low as 0.6 would have been seen."
    if row["needed"] is None:
        return "Cannot tell: more people would be needed than any team hires."
    return f"Cannot tell: needs about {row['needed']:,} people."


def stage_words(stage: Mapping[str, Any]) -> str:
    """What is hidden in one stage, and why."""
    if stage["total"] is None:
        return "Fewer than five people passed, or fewer than five did not: nothing is shown."
    if not stage["groups"]:
        return "The groups are too small to be shown apart, or would give others away."
    if stage["pooled"]:
        return f"Too small to be shown apart, or needed to keep those hidden: {listed(shortened(stage['pooled']))}."
    return ""


def table_words(stages: Sequence[Mapping[str, Any]]) -> str:
    """One sentence over all stages."""
    found = [(stage["stage"], row) for stage in stages for row in stage["groups"] if "word" in row]
    if not found:
        return "Nothing can be compared: too few people answered, or too few were decided about."
    looks = [f"{row['name']} ({STAGE_NAMES[stage].lower()})" for stage, row in found if row["word"] == Word.LOOK]
    unknown = sum(row["word"] == Word.CANNOT_TELL for _, row in found)
    compared = "one comparison" if len(found) == 1 else f"{len(found)} comparisons"
    if looks:
        return f"Of {compared}, look into {listed(looks)}. {_by_chance(len(found))}"
    if len(found) == 1 and unknown:
        return "The one comparison that can be made cannot be told: too few people."
    if unknown == len(found):
        return f"Of {compared}, none can be told: too few people."
    return f"Of {compared}, none gives a sign that calls for a look{f'; {unknown} cannot be told' if unknown else ''}."


def _by_chance(number: int) -> str:
    return (
        f"Up to one comparison in twenty looks so by chance, a few more where many groups are set beside one; {number} were made."
        if number > 1
        else "Chance alone seldom does that."
    )


def pooled_words(row: Mapping[str, Any]) -> str:
    """What may be said of one group over several tables, in a sentence or two."""
    said = group_words(row)
    if row["alike"] is not None and row["alike"] < UNLIKE:
        return f"{said} But the tables differ from each other more than chance explains: read them one by one."
    return said


def share(pair: Sequence[int] | None) -> str:
    """Passed of decided as a whole per cent."""
    return f"{100 * pair[0] / pair[1]:.0f} %" if pair and pair[1] else "–"


def ratio_words(row: Mapping[str, Any]) -> str:
    return f"{row['ratio']:.2f}{' (below 0.8)' if row['ratio'] < FOUR_FIFTHS else ''}" if "ratio" in row else "–"


def listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def shortened(names: Sequence[str]) -> list[str]:
    """A list that still reads as one: two questions crossed have dozens of groups."""
    return (
        list(names) if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more"]
    )


def pool_name(stage: Mapping[str, Any]) -> str:
    names = stage["pooled"]
    return f"{', '.join(names)}, pooled" if len(names) <= MOST_NAMED else f"{len(names)} groups, pooled"
