import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.fairness.hiding import shown
from insights.fairness.terms import ALL, FEWEST, NOBODY, NOT_KNOWN, OTHERS, Outcomes
from insights.fairness.waiting import joins, newly_counted, read_back, written
from tests.insights.fairness.reader import Reader

SMALL = st.one_of(st.integers(0, 8), st.integers(0, 30))
FIRST, SECOND = dt.date(2025, 7, 1), dt.date(2026, 1, 1)


@st.composite
def half_years(draw):
    """Two or three half-years of two stages; everybody who passes the first is decided about in the second."""
    groups = [*"abc"[: draw(st.integers(2, 3))], NOT_KNOWN]
    found = []
    for _ in range(draw(st.integers(2, 3))):
        first, second = {}, {}
        for group in groups:
            passed_both, passed_one, passed_none = draw(SMALL), draw(SMALL), draw(SMALL)
            first[group] = Outcomes(passed_both + passed_one, passed_both + passed_one + passed_none)
            second[group] = Outcomes(passed_both, passed_both + passed_one)
        found.append([first, second])
    return found


def joined(years):
    counted = newly_counted(ALL, FIRST, years[0])
    for year in years[1:]:
        counted = newly_counted(ALL, SECOND, year).joined(counted)
    return counted


def sides(outcomes):
    return (outcomes.failed, outcomes.passed)


def reader_of(years, found):
    """What the table shows, every half-year's totals, and that who passes one stage is decided about in the next."""
    groups, times = list(years[0][0]), range(len(years))
    reader = Reader([(h, t, g, s) for h in times for t in (0, 1) for g in groups for s in (0, 1)])
    for t in (0, 1):
        apart = {(name,): outcomes for name, outcomes in found[t].groups.items()}
        if found[t].pool:
            apart[found[t].pooled] = found[t].pool
        for s in (0, 1):
            for names, outcomes in apart.items():
                reader.knows([((h, t, g, s), 1) for h in times for g in names], sides(outcomes)[s])
            for h in times:
                total = sum(years[h][t].values(), NOBODY)
                reader.knows([((h, t, g, s), 1) for g in groups], sides(total)[s])
    for h in times:
        for g in groups:
            reader.knows([((h, 0, g, 1), 1), ((h, 1, g, 0), -1), ((h, 1, g, 1), -1)], 0)
    return reader


@given(half_years())
@settings(max_examples=20, deadline=None)
def test_no_difference_of_what_is_shown_gives_a_hidden_number_of_any_half_year_away(years):
    counted = joined(years)
    found = shown(counted.stages, counted.parts)
    reader = reader_of(years, found)
    times = range(len(years))

    for t in (0, 1):
        total = sum(counted.stages[t].values(), NOBODY)
        for g in counted.stages[t]:
            for s in (0, 1):
                if g not in found[t].groups:
                    low, high = reader.could_be([(h, t, g, s) for h in times])
                    assert low >= FEWEST or high - low >= min(FEWEST, total.fewest)
                for h in times:
                    low, high = reader.could_be([(h, t, g, s)])
                    assert low >= FEWEST or high - low >= min(FEWEST, sides(counted.parts[h][t])[s])


def test_a_half_year_that_would_give_the_other_away_keeps_both_hidden():
    # Two passed in the second half-year: all but two of the women of the table would have passed in the first.
    many = {"a": Outcomes(6, 20), "b": Outcomes(9, 20), NOT_KNOWN: Outcomes(7, 20)}
    few = {"a": Outcomes(1, 8), "b": Outcomes(1, 8), NOT_KNOWN: Outcomes(0, 8)}
    counted = joined([[many], [few]])

    (hidden,) = shown(counted.stages, counted.parts)
    (alone,) = shown([many], [counted.parts[0]])

    assert (dict(hidden.groups), hidden.pool, hidden.total) == ({}, None, Outcomes(24, 84))
    assert set(alone.groups) == {"a", "b", NOT_KNOWN}


def test_what_waited_is_counted_with_what_comes_and_read_back_as_it_was():
    years = [
        [{"a": Outcomes(1, 4), "gone": Outcomes(2, 3), NOT_KNOWN: Outcomes(0, 1)}],
        [{"a": Outcomes(5, 9), "new": Outcomes(1, 2), NOT_KNOWN: Outcomes(3, 3)}],
    ]

    counted = joined(years)

    assert counted.stages == ({"a": Outcomes(6, 13), "new": Outcomes(1, 2), NOT_KNOWN: Outcomes(5, 7)},)
    assert counted.parts == ((Outcomes(3, 8),), (Outcomes(9, 14),))
    assert (counted.since, counted.has_waited) == (FIRST, True)
    assert read_back(ALL, counted.since, written(counted)) == counted


@pytest.mark.parametrize(
    ("waited", "block", "blocks", "together"),
    [
        ("Engineer", "Engineer", ["Engineer", OTHERS], True),
        ("Engineer", OTHERS, ["Engineer", OTHERS], False),
        ("Engineer", ALL, [ALL], True),
        (ALL, OTHERS, ["Engineer", OTHERS], True),
        (ALL, "Engineer", ["Engineer", OTHERS], False),
    ],
)
def test_what_waited_joins_its_own_block_or_else_all_other_roles(waited, block, blocks, together):
    assert joins(waited, block, blocks) is together


def test_all_roles_and_all_other_roles_are_all_other_roles():
    stage = {"a": Outcomes(1, 2), NOT_KNOWN: NOBODY}

    assert newly_counted(ALL, SECOND, [stage]).joined(newly_counted(OTHERS, FIRST, [stage])).block == OTHERS
    assert newly_counted(OTHERS, SECOND, [stage]).joined(newly_counted("Engineer", FIRST, [stage])).block == OTHERS
