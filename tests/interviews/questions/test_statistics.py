"""What answers say about questions, held against other libraries."""

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from interviews.questions.records import AnswerRecord
from interviews.questions.statistics import correlation, feldt, flags, item_facts, reliability, wilson

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)

# Right and wrong answers of twelve people to five questions, and shares of eight to three.
YES_NO = [
    [1, 1, 1, 1, 0], [1, 0, 1, 1, 0], [0, 0, 1, 0, 0], [1, 1, 1, 1, 1], [1, 1, 0, 1, 0], [0, 0, 0, 1, 0],
    [1, 1, 1, 0, 1], [1, 0, 1, 1, 1], [0, 1, 0, 0, 0], [1, 1, 1, 1, 1], [0, 0, 1, 0, 0], [1, 1, 1, 1, 0],
]  # fmt: skip
SHARES = [
    [0.5, 1, 0.25],
    [1, 1, 0.75],
    [0, 0.5, 0.25],
    [0.75, 0.5, 0.5],
    [0.25, 0, 0],
    [1, 0.75, 1],
    [0.5, 0.5, 0.75],
    [0, 0.25, 0],
]


def records(table, *, seconds=60.0, chosen=()):
    return [
        AnswerRecord(f"q{column}", 1, 0, f"a{row}", float(mark), seconds, chosen, NOON)
        for row, marks in enumerate(table)
        for column, mark in enumerate(marks)
        if mark is not None
    ]


def made_up(people, questions, seed=0, miskeyed=False):
    """Answers of people who differ by a normal ability, to questions of one difficulty."""
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=(people, 1))
    marks = (ability + rng.normal(size=(people, questions)) > 0).astype(float)
    if miskeyed:
        marks[:, 0] = 1 - marks[:, 0]
    return marks.tolist()


@pytest.mark.parametrize(
    # Reckoned with pingouin 0.7.0, cronbach_alpha, which gives the interval to three places.
    ("table", "alpha", "low", "high"),
    [(YES_NO, 0.6622023809523812, 0.223, 0.889), (SHARES, 0.8705357142857144, 0.562, 0.972)],
)
def test_alpha_is_that_of_another_library(table, alpha, low, high):
    found = reliability(records(table)).alpha

    assert found.value == pytest.approx(alpha, abs=1e-9)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)


def test_sem_is_the_spread_of_scores_times_the_root_of_what_alpha_leaves():
    found = reliability(records(YES_NO))

    assert found.sem.value == pytest.approx(np.std(np.mean(YES_NO, axis=1), ddof=1) * np.sqrt(1 - found.alpha.value))
    assert found.sem.low < found.sem.value < found.sem.high


@pytest.mark.parametrize(("right", "n"), [(0, 10), (3, 10), (47, 50), (120, 200), (10, 10)])
def test_interval_of_difficulty_is_that_of_another_library(right, n):
    expected = stats.binomtest(right, n).proportion_ci(method="wilson")

    found = wilson(right / n, n)

    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_item_rest_is_that_of_another_library():
    marks = np.array(made_up(60, 8))
    expected = stats.pearsonr(marks[:, 2], np.delete(marks, 2, axis=1).mean(axis=1))
    interval = expected.confidence_interval()

    found = item_facts(records(marks.tolist()))["q2", 1].item_rest

    assert (found.value, found.low, found.high) == pytest.approx((expected.statistic, *interval), abs=1e-6)


def test_drawn_forms_agree_with_the_whole():
    marks = np.array(made_up(400, 20, seed=2))
    whole = reliability(records(marks.tolist()), length=10).alpha.value
    rng = np.random.default_rng(3)
    drawn = [
        [mark if column in kept else None for column, mark in enumerate(row)]
        for row in marks
        for kept in [set(rng.permutation(20)[:10])]
    ]

    assert reliability(records(drawn)).alpha.value == pytest.approx(whole, abs=0.03)


def test_correlation_needs_something_that_varies():
    assert correlation([1, 1, 1, 1], [1, 2, 3, 4]) is None
    assert correlation([1, 2, 3], [1, 2, 3]) is None
    assert correlation([1, 2, 3, 4], [1, 2, 3, 4]).value == pytest.approx(1)


def test_nothing_is_said_of_too_few_attempts():
    assert reliability(records(YES_NO[:2])) is None
    assert reliability(records([[1], [0], [1]])) is None
    assert reliability([]) is None
    assert item_facts([]) == {}


def test_waiting_marks_do_not_count_and_left_out_ones_do():
    rows = [
        AnswerRecord("q", 1, 0, "a", None, 9, (), NOON),
        AnswerRecord("q", 1, 0, "b", 1.0, 30, ("0",), NOON),
        AnswerRecord("q", 1, 0, "c", 0.0, 50, (), NOON, is_answered=False),
    ]

    facts = item_facts(rows)["q", 1]

    assert (facts.n, facts.left_out, facts.difficulty.value, facts.median_seconds) == (2, 1, 0.5, 30)
    assert [(one.origin, one.share) for one in facts.choices] == [("0", 1.0)]


def test_wrong_key_is_flagged_from_thirty_answers_on():
    found = item_facts(records(made_up(40, 12, miskeyed=True)))["q0", 1]

    assert [(flag.kind, flag.is_firm) for flag in flags(found)] == [("key", False)]
    assert not [
        flag for flag in flags(item_facts(records(made_up(25, 12, miskeyed=True)))["q0", 1]) if flag.kind == "key"
    ]


def test_good_question_has_no_flag_and_is_firm_from_fifty_answers_on():
    facts = item_facts(records(made_up(60, 15, seed=4)))["q3", 1]

    assert flags(facts) == []
    assert facts.is_enough


@pytest.mark.parametrize(("share", "kind"), [(1.0, "easy"), (0.1, "hard")])
def test_question_that_parts_nobody_is_flagged(share, kind):
    table = [[float(person < share * 60), person % 2, person % 3 > 0, 1] for person in range(60)]

    found = flags(item_facts(records(table))["q0", 1])

    assert kind in {flag.kind for flag in found}


def test_option_that_nobody_chooses_is_flagged():
    rows = records(made_up(60, 5), chosen=("1",))

    found = flags(item_facts(rows)["q0", 1], wrong_options=("1", "2"))

    assert [flag.words for flag in found if flag.kind == "idle"] == [
        "1 wrong option chosen by fewer than 5 %: replace."
    ]


def test_interval_of_alpha_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(7)
    truth = 10 * 0.3 / (1 + 9 * 0.3)  # ten questions, any two correlated by .3
    covered = 0
    for _ in range(300):
        marks = np.sqrt(0.3) * rng.normal(size=(60, 1)) + np.sqrt(0.7) * rng.normal(size=(60, 10))
        covariance = np.cov(marks.T)
        alpha = 10 / 9 * (1 - np.trace(covariance) / covariance.sum())
        interval = feldt(alpha, 60, 10)
        covered += interval.low <= truth <= interval.high

    assert 0.92 < covered / 300 < 0.98
