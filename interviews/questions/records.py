"""One answer as statistics read it. Whoever keeps answers makes these; no name of a person is in them. Free of Django."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """What one attempt did with one question."""

    question: str  # slug
    version: int
    variant_seed: int
    attempt: str  # uuid, or any name that is the same for all answers of one attempt
    mark: float | None  # 0 to 1; None while it waits for a marker
    seconds: float | None
    chosen: tuple[str, ...]  # origins of what was chosen: places in the item, not the letters shown
    at: dt.datetime
    is_answered: bool = True
    wrong: tuple[str, ...] = ()  # marking.wrong_pattern


def by_attempt(records: Iterable[AnswerRecord]) -> dict[str, list[AnswerRecord]]:
    """The marked answers of each attempt."""
    found: dict[str, list[AnswerRecord]] = defaultdict(list)
    for record in records:
        if record.mark is not None:
            found[record.attempt].append(record)
    return dict(found)


def by_version(records: Iterable[AnswerRecord]) -> dict[tuple[str, int], list[AnswerRecord]]:
    """The marked answers to each wording of each question."""
    found: dict[tuple[str, int], list[AnswerRecord]] = defaultdict(list)
    for record in records:
        if record.mark is not None:
            found[record.question, record.version].append(record)
    return dict(found)
