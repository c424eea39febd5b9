"""The line, its band, and that nothing is decided inside it."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.exams.passing import (
    PassLine,
    Standing,
    angoff,
    score_of,
    sem_measured,
    sem_of_length,
    standing,
)

LINE = PassLine(cut=0.6, sem=0.13)


def test_angoff_is_the_mean_of_the_judges_lines():
    found = angoff([[0.5, 0.7], [0.6, 0.8], [0.4, 0.6]])

    assert found.cut == pytest.approx(0.6)
    assert found.spread == pytest.approx(0.1)
    assert found.in_words == "60%, the mean of 3 judges, whose own lines differ by 10 points (SD)"


def test_one_judge_is_told_to_ask_more():
    assert angoff([[0.5]]).in_words == "50%, the mean of 1 judge. Ask 3: one person's line says little"


@pytest.mark.parametrize(
    ("judgements", "why"),
    [
        ([], "without a judge"),
        ([[]], "without a judge"),
        ([[0.5], [0.5, 0.6]], "every question"),
        ([[1.1]], "from 0 to 1"),
    ],
)
def test_impossible_judgements_are_refused(judgements, why):
    with pytest.raises(ValueError, match=why):
        angoff(judgements)


@pytest.mark.parametrize(("questions", "sem"), [(10, 0.163), (15, 0.131), (20, 0.112), (40, 0.078)])
def test_sem_follows_from_length(questions, sem):
    assert sem_of_length(0.6, questions) == pytest.approx(sem, abs=0.0005)


def test_sem_of_one_question_is_everything():
    assert sem_of_length(0.6, 1) == 1.0


def test_measured_sem_finds_what_a_simulation_hides():
    """People whose true share is .6 answer 20 questions right or wrong: two forms of theirs differ by the SEM."""
    chance = random.Random(4)
    forms = [[float(chance.random() < 0.6) for _ in range(20)] for _ in range(2000)]

    assert sem_measured(forms) == pytest.approx(math.sqrt(0.6 * 0.4 / 20), rel=0.02)


def test_twenty_nine_people_measure_nothing():
    assert sem_measured([[0.0, 1.0]] * 29) is None
    assert sem_measured([[0.0, 1.0]] * 30) == pytest.approx(0.5)
    assert sem_measured([[1.0]] * 100) is None


@pytest.mark.parametrize(
    ("score", "questions", "where"),
    [
        (0.74, 15, Standing.ABOVE),
        (0.73, 15, Standing.BORDERLINE),
        (0.6, 15, Standing.BORDERLINE),
        (0.47, 15, Standing.BORDERLINE),
        (0.46, 15, Standing.BELOW),
        (1.0, 9, Standing.HINT),
        (0.0, 9, Standing.HINT),
        (None, 15, Standing.UNMARKED),
    ],
)
def test_within_one_sem_a_person_decides(score, questions, where):
    assert standing(score, questions, LINE) == where


def test_edge_of_the_band_is_inside_whatever_rounding_does():
    line = PassLine(cut=0.6, sem=2 / 15)

    assert standing(11 / 15, 15, line) == Standing.BORDERLINE
    assert standing(7 / 15, 15, line) == Standing.BORDERLINE


@given(score=st.floats(0, 1), cut=st.floats(0.05, 0.95), questions=st.integers(10, 60))
def test_below_and_above_lie_outside_the_band(score, cut, questions):
    line = PassLine(cut, sem_of_length(cut, questions))
    where = standing(score, questions, line)
    low, high = line.band

    assert where in {Standing.ABOVE, Standing.BORDERLINE, Standing.BELOW}
    assert (where == Standing.ABOVE) <= (score > high)
    assert (where == Standing.BELOW) <= (score < low)


def test_line_says_where_its_band_comes_from():
    assert LINE.in_words == (
        "Line at 60%; within 47% to 73% a person decides (one standard error, from the number of questions alone)."
    )
    assert "measured on 80 attempts" in PassLine(0.6, 0.1, people=80).in_words


def test_score_waits_for_every_mark():
    assert score_of([1.0, 0.5]) == 0.75
    assert score_of([1.0, None]) is None
    assert score_of([]) is None
