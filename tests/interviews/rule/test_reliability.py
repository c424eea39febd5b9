"""How far one rating can be trusted: the published values, and how an organisation's own double ratings move them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.rule.reliability import SAME_ROOM, OwnPairs, Reliability, gains, own_pairs


def test_without_own_ratings_the_published_value_stands_and_says_so():
    for own in (OwnPairs(), OwnPairs(pairs=1), OwnPairs(0, 0.9)):
        assert Reliability(own=own).value == 0.44
        assert Reliability(own=own).words == "A default from published studies, not your data."
    assert Reliability(SAME_ROOM).value == 0.74


@pytest.mark.parametrize(
    ("pairs", "value", "words"),
    [
        (10, 0.53, "Mostly a default from published studies, moved a little by your data: based on 10 pairs"),
        (30, 0.62, "Mostly a default from published studies, moved a little by your data: based on 30 pairs"),
        (31, 0.62, "Mostly your data: based on 31 pairs"),
        (300, 0.77, "Mostly your data: based on 300 pairs"),
    ],
)
def test_own_ratings_move_it_as_slowly_as_their_number_deserves(pairs, value, words):
    found = Reliability(own=OwnPairs(pairs, 0.8))

    assert found.value == value
    assert found.words == f"{words} of your own ratings."
    assert found.is_own == (pairs > 30)


@given(st.integers(0, 10_000), st.one_of(st.none(), st.floats(-1, 1)))
def test_reliability_always_stays_where_formulas_make_sense(pairs, agreement):
    assert 0.05 <= Reliability(own=OwnPairs(pairs, agreement)).value <= 0.95


def test_each_interview_more_is_worth_less():
    lines = gains(0.44)

    assert [line.interviews for line in lines] == list(range(1, 9))
    assert [round(line.reliability, 2) for line in lines] == [0.44, 0.61, 0.7, 0.76, 0.8, 0.82, 0.85, 0.86]
    assert [round(line.agreement, 2) for line in lines[:5]] == [0.66, 0.78, 0.84, 0.87, 0.89]
    assert [round(line.gain, 2) for line in lines[:6]] == [0.66, 0.12, 0.06, 0.03, 0.02, 0.02]


def rated(chance, people, reliability, raters=2, shift=0.0):
    true = np.sqrt(reliability) * chance.standard_normal(people)
    noise = np.sqrt(1 - reliability) * chance.standard_normal((people, raters))
    return (true[:, None] + noise + shift).tolist()


@pytest.mark.parametrize("reliability", [0.2, 0.44, 0.7])
def test_agreement_is_found_in_made_up_ratings_whose_agreement_is_known(reliability):
    chance = np.random.default_rng(5)

    found = own_pairs([("code", values) for values in rated(chance, 4_000, reliability)])

    assert found.pairs == 4_000
    assert found.agreement == pytest.approx(reliability, abs=0.03)


def test_an_easy_criterion_beside_a_hard_one_does_not_pass_for_agreement():
    chance = np.random.default_rng(6)
    easy = [("easy", values) for values in rated(chance, 1_000, 0.1, shift=3)]
    hard = [("hard", values) for values in rated(chance, 1_000, 0.1)]

    assert own_pairs([*easy, *hard]).agreement == pytest.approx(0.1, abs=0.05)


def test_groups_of_unequal_size_count_by_their_pairs():
    chance = np.random.default_rng(7)
    twos, fours = rated(chance, 1_000, 0.5), rated(chance, 1_000, 0.5, raters=4)

    found = own_pairs([("code", values) for values in [*twos, *fours]])

    assert found.pairs == 1_000 + 3_000
    assert found.agreement == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    ("groups", "pairs"),
    [
        ([], 0),
        ([("code", [3.0])], 0),
        ([("code", [3.0, 2.0])], 1),
        ([("code", [3.0, 3.0]), ("talk", [2.0, 2.0])], 2),
        ([("code", [3.0, 3.0]), ("code", [3.0, 3.0])], 2),
    ],
)
def test_too_little_to_tell_is_no_agreement(groups, pairs):
    assert own_pairs(groups) == OwnPairs(pairs, None)


def test_full_agreement_and_full_disagreement():
    assert own_pairs([("code", [1.0, 1.0]), ("code", [4.0, 4.0])]).agreement == pytest.approx(1)
    assert own_pairs([("code", [1.0, 4.0]), ("code", [4.0, 1.0])]).agreement == pytest.approx(-1)
