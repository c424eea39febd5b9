import datetime as dt
import random

import pytest
from django.utils import timezone

from insights.fairness.actions import tables_of
from insights.fairness.counting import Block, Walk
from insights.fairness.crossing import cells_of, crossed, groups_of, margin_of, shown_crossed
from insights.fairness.guarding import OPEN, Guard
from insights.fairness.hiding import shown
from insights.fairness.models import FairnessReport
from insights.fairness.terms import FEWEST, NOBODY, NOT_KNOWN, Outcomes
from insights.self_identification.models import all_countries
from insights.self_identification.questions import read_questions
from tests.insights.fairness.reader import Reader

FIRST, SECOND = read_questions("Gender\n- Woman\n- Man\nEthnic group\n- Green\n- Blue")
CELLS = [f"{a}+{b}" for a in ("woman", "man", NOT_KNOWN) for b in ("green", "blue", NOT_KNOWN)]


def test_two_questions_crossed_are_one_with_every_pair_of_answers():
    both = crossed(FIRST, SECOND)

    assert (both.slug, both.text) == ("gender+ethnic-group", "Gender by ethnic group")
    assert [option.text for option in both.options] == ["Woman · Green", "Woman · Blue", "Man · Green", "Man · Blue"]
    assert crossed(FIRST, read_questions("EEO category\n- A\n- B")[0]).text == "Gender by EEO category"


def test_whoever_did_not_answer_both_is_not_known_in_the_crossing_and_known_in_the_table_of_one():
    walks = {n: Walk(n, "x", frozenset({"review"}), hired=False, rejected=True) for n in range(4)}
    answers = {
        0: {"gender": "woman", "ethnic-group": "blue"},
        1: {"gender": "woman"},
        2: {"ethnic-group": "gone", "gender": "man"},
    }

    cells = cells_of(Block("x", walks), FIRST, SECOND, answers)

    assert {cell: one.decided for cell, one in cells[0].items() if one.decided} == {
        "woman+blue": 1,
        f"woman+{NOT_KNOWN}": 1,
        f"man+{NOT_KNOWN}": 1,
        f"{NOT_KNOWN}+{NOT_KNOWN}": 1,
    }
    assert groups_of(cells)[0][NOT_KNOWN] == Outcomes(0, 3)
    assert margin_of(cells, 0)[0] == {"woman": Outcomes(0, 2), "man": Outcomes(0, 1), NOT_KNOWN: Outcomes(0, 1)}


def drawn(seed):
    """Two stages of nine cells, some small; everybody who passes the first is decided about in the second."""
    rng = random.Random(seed)
    first, second = {}, {}
    for cell in CELLS:
        size = rng.choice((12, 40, 160) if NOT_KNOWN not in cell else (3, 12, 40))
        passed = sum(rng.random() < 0.5 for _ in range(size))
        passed_both = sum(rng.random() < 0.6 for _ in range(passed))
        first[cell], second[cell] = Outcomes(passed, size), Outcomes(passed_both, passed)
    return [first, second]


def tables_and_sums(cells, found):
    """Every number that is shown, as (stage, cells): of the crossing, and of each question’s own table."""
    for place in (0, 1):
        for stage, one in enumerate(shown(margin_of(cells, place))):
            for names in [*((name,) for name in one.groups), *([one.pooled] if one.pool else [])]:
                yield stage, frozenset(cell for cell in CELLS if cell.split("+")[place] in names)
    unknown = {cell for cell in CELLS if NOT_KNOWN in cell.split("+")}
    for stage, one in enumerate(found):
        for names in [*((name,) for name in one.groups), *([one.pooled] if one.pool else [])]:
            yield stage, frozenset().union(*(unknown if name == NOT_KNOWN else {name} for name in names))


def added(stage, cells):
    return sum((stage[cell] for cell in cells), NOBODY)


def reader_of(cells, found):
    reader = Reader([(t, cell, s) for t in (0, 1) for cell in CELLS for s in (0, 1)])
    everything = {*tables_and_sums(cells, found), (0, frozenset(CELLS)), (1, frozenset(CELLS))}
    for t, names in everything:
        total = added(cells[t], names)
        for s in (0, 1):
            reader.knows([((t, cell, s), 1) for cell in names], (total.failed, total.passed)[s])
    for cell in CELLS:
        reader.knows([((0, cell, 1), 1), ((1, cell, 0), -1), ((1, cell, 1), -1)], 0)
    return reader, everything


@pytest.mark.parametrize("seed", [0, 5, 6, 9])
def test_no_difference_between_a_crossing_and_each_questions_table_gives_a_hidden_number_away(seed):
    cells = drawn(seed)
    found = shown_crossed(cells)
    reader, everything = reader_of(cells, found)

    assert sum(cell != NOT_KNOWN for cell in found[0].groups) > 1
    rows = [
        frozenset(cell for cell in CELLS if cell.split("+")[p] == name)
        for p in (0, 1)
        for name in margin_of(cells, p)[0]
    ]
    for t in (0, 1):
        wanted = min(OPEN, added(cells[t], CELLS).fewest)
        for names in [*(frozenset({cell}) for cell in CELLS), *rows]:
            if (t, names) not in everything:
                for s in (0, 1):
                    low, high = reader.could_be([(t, cell, s) for cell in names])
                    assert low >= FEWEST or high - low >= wanted


def test_the_crossing_alone_would_give_away_what_the_tables_beside_it_then_tell():
    cells = drawn(6)
    alone = shown(groups_of(cells))
    released = set(tables_and_sums(cells, alone))
    hidden = [(t, frozenset({cell})) for t in (0, 1) for cell in CELLS if (t, frozenset({cell})) not in released]

    assert Guard(cells, released).given_away(hidden)
    assert set(shown_crossed(cells)[0].groups) < set(alone[0].groups)


def test_a_number_that_is_the_difference_of_two_shown_ones_is_given_away():
    stage = {"a": Outcomes(10, 30), "b": Outcomes(2, 30), "c": Outcomes(9, 30), "d": Outcomes(8, 30)}
    safe = [(0, frozenset("ab"))]

    assert Guard([stage], safe).given_away([(0, frozenset("b"))]) is None
    assert Guard([stage], [*safe, (0, frozenset("a"))]).given_away([(0, frozenset("b"))]) == (0, frozenset("b"))
    # Ten is ten or more whatever else is known: only small numbers are guarded.
    assert Guard([stage], [*safe, (0, frozenset("b"))]).given_away([(0, frozenset("a"))]) is None


def test_too_few_people_are_not_crossed():
    small = [{cell: Outcomes(1, 3) for cell in CELLS}]

    assert shown_crossed(small) is None


def test_a_half_year_that_stands_alone_is_crossed_after_its_questions(db):
    country = next(one for one in all_countries() if one.name == "United Kingdom")
    country.questions = "Gender\n- Woman\n- Man\nEthnic group\n- Green\n- Blue"
    report = FairnessReport.objects.create(
        begins_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 7, 1), made_at=timezone.now()
    )
    walks, answers = [], {}
    for n in range(320):
        passed = n // 16 % 2 == 1
        walks.append(
            Walk(n, "x", frozenset({"review", "screen"} if passed else {"review"}), hired=False, rejected=not passed)
        )
        said = {"gender": ("woman", "man", "man", "")[n % 4], "ethnic-group": ("green", "blue", "blue", "")[n // 4 % 4]}
        answers[n] = {question: answer for question, answer in said.items() if answer}

    gender, group, both = tables_of(report, country, walks, answers)

    assert [one.question for one in (gender, group, both)] == ["Gender", "Ethnic group", "Gender by ethnic group"]
    rows = both.stages[0]["groups"]
    assert len(rows) > 2
    assert any("word" in row for row in rows)
    assert all(min(row["passed"], row["decided"] - row["passed"]) >= 5 for row in rows)
