"""Signs that questions have got about: seen when they are there, and rarely when they are not."""

import datetime as dt

import numpy as np
import pytest

from interviews.questions.leaks import drift, exposure, fast_and_right, same_mistakes, tail
from interviews.questions.records import AnswerRecord

MAY = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


def answer(question, attempt, mark, *, month=0, seconds=60.0, wrong=()):
    return AnswerRecord(question, 1, 0, attempt, mark, seconds, (), MAY + dt.timedelta(days=31 * month), True, wrong)


def months(shares, n=20, seed=0):
    rng = np.random.default_rng(seed)
    return [
        answer("q", f"{month}-{person}", float(rng.random() < share), month=month)
        for month, share in enumerate(shares)
        for person in range(n)
    ]


def test_question_that_becomes_easy_is_seen():
    found = drift(months([0.5, 0.5, 0.55, 0.85, 0.9, 0.9]))

    assert found.is_alarm
    assert "may have got about" in found.words
    assert [month.month for month in found.months] == ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]


def test_steady_question_rarely_alarms():
    alarms = sum(drift(months([0.6] * 6, n=40, seed=seed)).is_alarm for seed in range(100))

    assert alarms <= 15


def test_nothing_is_compared_before_there_are_twenty_answers():
    assert drift(months([0.5], n=40)) is None
    assert drift(months([0.5, 0.9], n=8)) is None
    assert drift([]) is None


def test_months_of_few_answers_are_told_together():
    rows = months([0.5], n=20) + [
        answer("q", f"later-{month}-{person}", 1.0, month=month)
        for month, people in ((1, 2), (2, 2), (3, 9), (4, 1))
        for person in range(people)
    ]

    assert drift(rows[:24]) is None
    assert [(month.month, month.n) for month in drift(rows).months] == [("2026-06", 14)]
    assert [(month.month, month.n) for month in drift(rows + months([0.5] * 7, n=6)[36:]).months][-1:] == [
        ("2026-11", 6)
    ]


def test_exposure_is_the_share_of_attempts():
    rows = [answer("a", "1", 1), answer("a", "2", 1), answer("b", "1", None), answer("b", "1", None)]

    assert exposure(rows) == {"a": 1.0, "b": 0.5}


def usual_times(people=30, questions=6):
    return [answer(f"q{q}", f"p{p}", 1.0, seconds=80 + p) for p in range(people) for q in range(questions)]


def test_fast_and_right_is_seen_only_from_three_answers_on():
    three = [answer(f"q{q}", "quick", 1.0, seconds=5) for q in range(3)]
    two = [answer(f"q{q}", "lucky", 1.0, seconds=5) for q in range(2)]
    wrong = [answer(f"q{q}", "hasty", 0.0, seconds=5) for q in range(6)]

    found = fast_and_right(usual_times() + three + two + wrong)

    assert [(sign.attempts, sign.words[:7]) for sign in found] == [(("quick",), "3 of 3 ")]


def random_mistakes(people=80, questions=15, seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        for question in range(questions):
            is_right = rng.random() < 0.6
            slip = str(rng.choice(4, p=[0.4, 0.3, 0.2, 0.1]))
            rows.append(answer(f"q{question}", f"p{person:02}", float(is_right), wrong=() if is_right else (slip,)))
    return rows


def test_the_same_rare_mistakes_are_seen():
    copied = [answer(f"q{q}", name, 0.0, wrong=("3",)) for name in ("x", "y") for q in range(9)]

    found = same_mistakes(random_mistakes() + copied)

    assert [sign.attempts for sign in found] == [("x", "y")]


def test_honest_mistakes_are_rarely_taken_for_copies():
    assert sum(len(same_mistakes(random_mistakes(seed=seed))) for seed in range(5)) == 0


@pytest.mark.parametrize(
    ("chances", "least", "expected"), [([], 0, 1), ([0.5] * 3, 2, 0.5), ([0.1, 0.2], 1, 0.28), ([1, 1], 2, 1)]
)
def test_tail(chances, least, expected):
    assert tail(chances, least) == pytest.approx(expected)
