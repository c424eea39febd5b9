"""What is asked of whom: few, never the same within a year, everything in turn, and the same for those with the same interviews."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.calibration.asking import REST, SETS_A_QUARTER, asked, minutes_for, quarters_before
from insights.calibration.samples import sample_sets

SETS = sample_sets()
SLUGS = [one.competency for one in SETS]
QUARTERS = [quarters_before("2030Q4", number) for number in range(40, -1, -1)]


def years(held, quarters):
    """What is asked of somebody who rates all of it, quarter by quarter."""
    rated, found = {}, []
    for quarter in quarters:
        sets = asked(SETS, held=held, rated=dict(rated), quarter=quarter)
        found.append([one.competency for one in sets])
        rated |= dict.fromkeys(found[-1], quarter)
    return found


@pytest.mark.parametrize(
    ("quarter", "number", "before"),
    [("2026Q4", 3, "2026Q1"), ("2026Q1", 1, "2025Q4"), ("2026Q2", 0, "2026Q2"), ("2026Q4", -1, "2027Q1")],
)
def test_quarters_before(quarter, number, before):
    assert quarters_before(quarter, number) == before


@given(st.sets(st.sampled_from(SLUGS)), st.integers(0, 20), st.integers(1, 20))
def test_few_are_asked_none_twice_within_a_year_and_all_in_turn(held, start, number):
    found = years(held, QUARTERS[start : start + number])

    assert all(len(sets) <= SETS_A_QUARTER for sets in found)
    assert all(slug in held for sets in found for slug in sets) or not held
    for place, sets in enumerate(found):
        lately = {slug for those in found[max(place - REST, 0) : place] for slug in those}
        assert not lately & set(sets)
    counts = Counter(dict.fromkeys(held or SLUGS, 0))
    counts.update(slug for sets in found for slug in sets)
    assert max(counts.values()) - min(counts.values()) <= 1


def test_a_quarter_holds_at_most_eight_answers_and_a_quarter_of_an_hour():
    for held in ([], SLUGS, SLUGS[-5:]):
        for quarter in QUARTERS[:8]:
            sets = asked(SETS, held=held, rated={}, quarter=quarter)
            assert 6 <= sum(len(one.samples) for one in sets) <= 8
            assert 5 <= minutes_for(sets) <= 15


def test_who_begins_later_rates_the_same_answers_as_those_who_began_before():
    before, later = years(SLUGS, QUARTERS[:12]), years(SLUGS, QUARTERS[3:12])

    assert before[3:7] == later[:4]
