"""Reckon the bank's statistics and keep them, so that pages only read."""

import dataclasses
from typing import Any

from interviews.questions.answers import all_answers
from interviews.questions.leaks import drift, exposure, fast_and_right, same_mistakes
from interviews.questions.models import BankStatistics, QuestionVersion
from interviews.questions.reading import read_item
from interviews.questions.records import AnswerRecord
from interviews.questions.statistics import ItemFacts, flags, item_facts, reliability

LEAST_SHOWN = 5


def reckon_statistics() -> BankStatistics:
    """Read all answers and keep what they say, over what was kept before. A handful of queries."""
    records = all_answers()
    by_question: dict[str, list[AnswerRecord]] = {}
    for record in records:
        by_question.setdefault(record.question, []).append(record)
    wrong = _wrong_options()
    shares = exposure(records) if records else {}
    questions = {
        slug: {"exposure": shares[slug], "drift": _drift(answers)} for slug, answers in sorted(by_question.items())
    }
    attempts = len({record.attempt for record in records})
    whole = reliability(records) if attempts >= LEAST_SHOWN else None
    facts = {
        # A share of fewer than five people would tell somebody who is to rate one of them how that one did.
        "versions": {
            f"{slug}/{number}": _version(one, wrong.get((slug, number), ()))
            for (slug, number), one in item_facts(records).items()
            if one.n >= LEAST_SHOWN
        },
        "questions": questions,
        "bank": {
            "answers": len(records),
            "attempts": attempts,
            "reliability": _kept(whole) if whole else None,
        },
        "signs": [_kept(sign) for sign in (*fast_and_right(records), *same_mistakes(records))],
    }
    kept, _ = BankStatistics.objects.update_or_create(only=True, defaults={"facts": facts})
    return kept


def _drift(answers: list[AnswerRecord]) -> dict[str, Any] | None:
    found = drift(answers)
    return {**_kept(found), "words": found.words} if found else None


def _version(one: ItemFacts, wrong_options: tuple[str, ...]) -> dict[str, Any]:
    return {**_kept(one), "is_enough": one.is_enough, "flags": [_kept(flag) for flag in flags(one, wrong_options)]}


def _wrong_options() -> dict[tuple[str, int], tuple[str, ...]]:
    """The places of the wrong options of every wording that has one right option. One query."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for version in QuestionVersion.objects.exclude(asked_at=None).select_related("question"):
        item = read_item(version.body)
        if item.options:
            wrong = (str(place) for place, option in enumerate(item.options) if not option.is_right)
            found[version.question.slug, version.number] = tuple(wrong)
    return found


def _kept(fact: Any) -> dict[str, Any]:
    return dataclasses.asdict(fact)
