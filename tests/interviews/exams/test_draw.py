"""Drawing forms: the same seed gives the same one, equally hard, capped, and nobody meets a variant twice."""

from collections import Counter
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.exams.blueprint import Blueprint
from interviews.exams.draw import CannotFill, Item, blocks, draw

THEORY, DEBUG = ("theory", "recall"), ("debugging", "diagnose")
BLUEPRINT = Blueprint.of({THEORY: 3, DEBUG: 2})


def bank(theory=9, debugging=6, **fields):
    return [Item(f"t{number}", *THEORY, **fields) for number in range(theory)] + [
        Item(f"d{number}", *DEBUG, **fields) for number in range(debugging)
    ]


def keys(form):
    return [place.key for place in form]


def test_same_seed_draws_the_same_form_in_whatever_order_the_bank_comes():
    first = draw(BLUEPRINT, bank(has_variants=True), seed=7)

    assert first == draw(BLUEPRINT, reversed(bank(has_variants=True)), seed=7)
    assert first != draw(BLUEPRINT, bank(has_variants=True), seed=8)


@given(seed=st.integers(0, 2**31), theory=st.integers(3, 12), debugging=st.integers(2, 9))
def test_every_form_is_what_the_blueprint_asks_for(seed, theory, debugging):
    form = draw(BLUEPRINT, bank(theory, debugging), seed=seed)

    assert Counter((place.area, place.depth) for place in form) == {THEORY: 3, DEBUG: 2}
    assert len(set(keys(form))) == 5


def test_order_of_areas_differs_between_forms():
    orders = {tuple(place.area for place in draw(BLUEPRINT, bank(), seed=seed)) for seed in range(20)}

    assert len(orders) > 3


def test_bank_that_is_too_small_is_explained():
    with pytest.raises(CannotFill) as caught:
        draw(BLUEPRINT, bank(theory=2, debugging=1), seed=1)

    assert str(caught.value) == "debugging, diagnose: 2 wanted, 1 live. theory, recall: 3 wanted, 2 live."


def test_re_sit_draws_nothing_seen_before():
    first = draw(BLUEPRINT, bank(), seed=1)

    second = draw(BLUEPRINT, bank(), seed=2, seen=keys(first))

    assert set(keys(first)) & set(keys(second)) == set()


def test_re_sit_says_that_questions_ran_out_because_they_were_seen():
    seen = {f"t{number}" for number in range(7)}

    with pytest.raises(CannotFill, match="3 wanted, 9 live; 7 of them were in an earlier form of theirs"):
        draw(BLUEPRINT, bank(), seed=1, seen=seen)


def test_question_with_variants_comes_again_as_another_variant():
    items = bank(theory=3, debugging=2, has_variants=True)
    first = draw(BLUEPRINT, items, seed=1)
    seen = {f"{place.key}#{place.variant}" for place in first}

    second = draw(BLUEPRINT, items, seed=1, seen=seen)

    assert set(keys(first)) == set(keys(second))
    assert seen & {f"{place.key}#{place.variant}" for place in second} == set()


def test_question_whose_every_variant_was_seen_is_not_drawn():
    items = bank(theory=3, debugging=2, has_variants=True)

    # Two ways to ask it, and this person had both.
    with pytest.raises(CannotFill):
        draw(BLUEPRINT, items, seed=1, seen={"odd", "even"}, fingerprint=lambda _, v: "odd" if v % 2 else "even")


def test_exposed_question_rests_while_there_are_others():
    tired = [Item("tired", *THEORY, exposure=0.31), *bank()]

    for seed in range(40):
        assert "tired" not in keys(draw(BLUEPRINT, tired, seed=seed, cap=0.3))


def test_nobody_is_turned_away_for_the_cap_but_it_is_said():
    items = [
        Item("fresh", *THEORY, exposure=0.1),
        Item("tired", *THEORY, exposure=0.4),
        Item("worn", *THEORY, exposure=0.6),
    ]

    form = draw(Blueprint.of({THEORY: 2}), items, seed=1, cap=0.3)

    assert {place.key: place.over_cap for place in form} == {"fresh": False, "tired": True}


def test_forms_are_equally_hard_where_difficulty_is_known():
    items = [Item(f"t{number}", *THEORY, difficulty=number / 20) for number in range(20)]
    blueprint = Blueprint.of({THEORY: 5})
    difficulty = {item.key: item.difficulty for item in items}

    means = [fmean(difficulty[key] for key in keys(draw(blueprint, items, seed=seed))) for seed in range(60)]

    # Five drawn anywhere would differ by up to .75; one from each block of four by at most .15.
    assert max(means) - min(means) <= 0.15


def test_every_question_of_a_cell_is_drawn_by_some_seed():
    drawn = {key for seed in range(80) for key in keys(draw(BLUEPRINT, bank(), seed=seed))}

    assert drawn == {item.key for item in bank()}


@given(count=st.integers(1, 8), difficulties=st.lists(st.none() | st.floats(0, 1), min_size=8, max_size=30))
def test_blocks_hold_everything_once_and_are_of_equal_size(count, difficulties):
    items = [Item(str(number), *THEORY, difficulty=one) for number, one in enumerate(difficulties)]

    cut = blocks(items, count)

    assert sorted(item.key for block in cut for item in block) == sorted(item.key for item in items)
    assert max(map(len, cut)) - min(map(len, cut)) <= 1


def test_more_blocks_than_questions_are_refused():
    with pytest.raises(ValueError, match="at least one question"):
        blocks([], 1)
