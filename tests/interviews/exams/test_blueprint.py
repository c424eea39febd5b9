"""What an exam asks for, what the bank lacks, what speaks against its shape."""

import pytest

from interviews.exams.blueprint import Blueprint, Cell, concerns, gaps

FIFTEEN = Blueprint.of({("theory", "recall"): 5, ("theory", "apply"): 5, ("debugging", "diagnose"): 5})


def test_places_that_ask_for_nothing_are_left_out():
    blueprint = Blueprint.of({("theory", "recall"): 2, ("theory", "apply"): 0})

    assert blueprint.cells == (Cell("theory", "recall", 2),)
    assert blueprint.total == 2


def test_blueprint_is_what_was_written():
    assert Blueprint.from_json(FIFTEEN.as_json()) == FIFTEEN


@pytest.mark.parametrize("count", [0, -1])
def test_cell_without_a_question_is_refused(count):
    with pytest.raises(ValueError, match="at least one question"):
        Blueprint((Cell("theory", "recall", count),))


def test_place_named_twice_is_refused():
    with pytest.raises(ValueError, match="theory, recall stands in the blueprint twice"):
        Blueprint((Cell("theory", "recall", 1), Cell("theory", "recall", 2)))


@pytest.mark.parametrize(
    ("live", "blocks", "wanted"),
    [(2, [True], 3), (3, [False], 10), (9, [False], 10), (10, [], None)],
)
def test_three_places_need_three_questions_and_ten_under_a_cap_of_thirty_percent(live, blocks, wanted):
    found = gaps(Blueprint.of({("theory", "recall"): 3}), {("theory", "recall"): live}, cap=0.3)

    assert [gap.blocks for gap in found] == blocks
    assert [gap.wanted for gap in found] == ([wanted] if wanted else [])


def test_gap_says_what_to_do():
    blueprint = Blueprint.of({("theory", "recall"): 3})

    assert gaps(blueprint, {})[0].in_words == (
        "theory, recall: asks for 3, the bank has 0 live. Write 3 more, or ask for fewer."
    )
    assert "With 10 it would not be" in gaps(blueprint, {("theory", "recall"): 4})[0].in_words


@pytest.mark.parametrize("cap", [0, -0.1, 1.1])
def test_cap_that_is_no_share_is_refused(cap):
    with pytest.raises(ValueError, match="exposure cap"):
        gaps(FIFTEEN, {}, cap)


@pytest.mark.parametrize(
    ("count", "minutes", "said"),
    [
        (9, 20, "9 questions are a screening hint only"),
        (10, 20, "10 questions are few"),
        (14, 30, "14 questions are few"),
        (31, 60, "31 questions take long"),
        (15, 10, "40 seconds a question measures reading speed"),
        (15, 120, "8 minutes a question"),
    ],
)
def test_odd_shapes_are_spoken_of(count, minutes, said):
    blueprint = Blueprint.of({("theory", "apply"): count})

    assert [one for one in concerns(blueprint, minutes) if one.startswith(said)] != []


def test_fifteen_questions_of_several_depths_in_forty_minutes_are_fine():
    assert concerns(FIFTEEN, 40) == []


def test_only_recall_is_spoken_of():
    assert "Every question asks for recall" in concerns(Blueprint.of({("theory", "recall"): 15}), 40)[0]


def test_empty_blueprint_says_so():
    assert concerns(Blueprint(()), 40) == ["The blueprint is empty: say how many questions of each kind."]
