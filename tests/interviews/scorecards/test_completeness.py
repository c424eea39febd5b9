import pytest

from interviews.scorecards.completeness import WHOLE, Asked, what_is_missing
from interviews.scorecards.draft import Draft, TypedRating

MATHS = Asked("bar-maths", "Maths", is_expected=True)
TASTE = Asked("strength-taste", "Research taste", is_expected=False)
GOOD = TypedRating("bar", "maths", "just_above", "Solved it with one hint.")


def missing(*ratings, summary="", asked=(MATHS, TASTE)):
    return what_is_missing(Draft(ratings=ratings, summary=summary), asked)


def test_complete_draft_misses_nothing():
    assert missing(GOOD) == {}


@pytest.mark.parametrize(
    ("rating", "words"),
    [
        (TypedRating("bar", "maths", "", "Solved it."), "Choose a step too"),
        (TypedRating("bar", "maths", "just_above", ""), "Say what you saw"),
    ],
)
def test_half_a_rating_is_refused(rating, words):
    assert words in missing(rating)["bar-maths"]


def test_expected_criterion_left_blank_is_refused():
    assert list(missing(summary="All fine.")) == ["bar-maths"]


def test_other_criterion_left_blank_means_not_assessed():
    assert missing(GOOD, asked=[MATHS, TASTE]) == {}


def test_not_assessed_needs_no_observation_but_the_card_needs_something():
    nothing = TypedRating("bar", "maths", "not_assessed")

    assert list(missing(nothing)) == [WHOLE]
    assert missing(nothing, summary="The candidate's line broke after five minutes.") == {}
