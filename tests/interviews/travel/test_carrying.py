"""Which ratings say something about another role: a pure function."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.rule.terms import BarMark
from interviews.travel.carrying import Asked, Said, which_travel

MARKS = {"below": BarMark.JUST_BELOW, "above": BarMark.JUST_ABOVE}


@pytest.mark.parametrize(
    ("mark", "there", "here", "travels"),
    [
        ("above", "high", "low", True),
        ("above", "mid", "mid", True),
        ("above", "low", "mid", False),  # met a lower bar: says nothing of a higher one
        ("below", "low", "high", True),
        ("below", "mid", "mid", True),
        ("below", "high", "mid", False),  # missed a higher bar: may well meet this one
        ("above", "high", "", False),
        ("below", "", "low", False),
    ],
)
def test_mark_travels_where_it_settles_the_same_question(mark, there, here, travels):
    said = Said(1, "code", MARKS[mark], there)

    assert which_travel([said], [Asked("code", bar_level=here)]) == ([1] if travels else [])


def test_level_travels_where_the_role_asks_for_the_strength():
    said = [Said(1, "creative"), Said(2, "maths")]

    assert which_travel(said, [Asked("creative", is_strength=True), Asked("maths", bar_level="low")]) == [1]


ratings = st.builds(
    Said,
    key=st.integers(),
    competency=st.sampled_from("abc"),
    mark=st.none() | st.sampled_from(list(BarMark)),
    bar_level=st.sampled_from(["", "low", "mid", "high"]),
)
asks = st.builds(
    Asked, competency=st.just("a"), is_strength=st.booleans(), bar_level=st.sampled_from(["", "low", "mid", "high"])
)


@given(st.lists(ratings, max_size=8), asks, st.sampled_from("bc"))
def test_asking_for_more_never_lets_fewer_travel_and_nothing_is_invented(said, ask, other):
    few = which_travel(said, [ask])

    assert set(few) <= set(which_travel(said, [ask, Asked(other, is_strength=True, bar_level="low")]))
    assert set(few) <= {one.key for one in said}
