"""Which of the shared answers are asked of whom in a quarter. Free of Django.

Two sets a quarter at most, of competencies that the interviews they held lately ask about; none that they rated in the three quarters before. What
they have not rated for longest comes first. Where that decides nothing the quarter's own order does, which is the same for everybody: so those
with the same interviews mostly rate the same answers in the same quarter, and the answers of a year link everybody with everybody.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from insights.calibration.samples import SampleSet

SETS_A_QUARTER = 2
# A set comes again after a year at the earliest: before that its answers are remembered.
REST = 3
WORDS_A_MINUTE = 200
SECONDS_A_RATING = 20


def quarters_before(quarter: str, number: int) -> str:
    """Return the quarter so many before this one, as in 2026Q4."""
    count = _count(quarter) - number
    return f"{count // 4}Q{count % 4 + 1}"


def asked(
    sets: Sequence[SampleSet], *, held: Collection[str], rated: Mapping[str, str], quarter: str
) -> tuple[SampleSet, ...]:
    """Return the sets asked of somebody, in the order of the catalogue.

    `held`: the competencies their interviews ask about; for somebody who held none every set is as good as another. `rated`: for each
    competency the last quarter before this one in which they rated its set. Nothing of this quarter counts, so that the answer stands all
    through it.
    """
    theirs = [one for one in sets if one.competency in held] or list(sets)
    since = quarters_before(quarter, REST)
    due = [one for one in theirs if rated.get(one.competency, "") < since]
    places = {one.competency: place for place, one in enumerate(_in_the_order_of(quarter, sets))}
    due.sort(key=lambda one: (rated.get(one.competency, ""), places[one.competency]))
    chosen = {one.competency for one in due[:SETS_A_QUARTER]}
    return tuple(one for one in sets if one.competency in chosen)


def begin_of(quarter: str) -> dt.datetime:
    """Return when a quarter begins, in UTC as quarters are counted."""
    count = _count(quarter)
    return dt.datetime(count // 4, count % 4 * 3 + 1, 1, tzinfo=dt.UTC)


def minutes_for(sets: Collection[SampleSet]) -> int:
    """Return about how long rating these takes: reading them, and each answer rated as a strength and beside the bar."""
    words = sum(
        len(text.split()) for one in sets for text in (one.question, *(sample.answer for sample in one.samples))
    )
    ratings = 2 * sum(len(one.samples) for one in sets)
    return round(words / WORDS_A_MINUTE + ratings * SECONDS_A_RATING / 60)


def _in_the_order_of(quarter: str, sets: Sequence[SampleSet]) -> list[SampleSet]:
    """Every quarter begins where the one before ended."""
    start = _count(quarter) * SETS_A_QUARTER % len(sets) if sets else 0
    return [*sets[start:], *sets[:start]]


def _count(quarter: str) -> int:
    year, _, part = quarter.partition("Q")
    return int(year) * 4 + int(part) - 1
