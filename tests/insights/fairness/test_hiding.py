import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from insights.fairness.hiding import shown
from insights.fairness.terms import FEWEST, NOT_KNOWN, Outcomes

SMALL = st.one_of(st.integers(0, 12), st.integers(0, 60))


@st.composite
def settled_stages(draw):
    """Two stages of three to five groups; everybody who passes the first is decided about in the second."""
    groups = [*"abcd"[: draw(st.integers(2, 4))], NOT_KNOWN]
    first, second = {}, {}
    for group in groups:
        passed_both, passed_one, passed_none = draw(SMALL), draw(SMALL), draw(SMALL)
        first[group] = Outcomes(passed_both + passed_one, passed_both + passed_one + passed_none)
        second[group] = Outcomes(passed_both, passed_both + passed_one)
    return [first, second]


def known_to_a_reader(stages, found):
    """Everything a reader has, as equations over (stage, group, failed or passed): what is shown, all totals of a dashboard, who goes on."""
    groups = list(stages[0])
    places = {
        (t, g, side): n for n, (t, g, side) in enumerate((t, g, s) for t in (0, 1) for g in groups for s in (0, 1))
    }
    rows, values = [], []

    def know(terms, value):
        row = np.zeros(len(places))
        for key, sign in terms:
            row[places[key]] = sign
        rows.append(row)
        values.append(value)

    for t, stage in enumerate(stages):
        for side in (0, 1):
            know([((t, g, side), 1) for g in groups], sum((one.failed, one.passed)[side] for one in stage.values()))
            for g, one in found[t].groups.items():
                know([((t, g, side), 1)], (one.failed, one.passed)[side])
            if found[t].pool:
                pool = found[t].pool
                know([((t, g, side), 1) for g in found[t].pooled], (pool.failed, pool.passed)[side])
    for g in groups:
        know([((0, g, 1), 1), ((1, g, 0), -1), ((1, g, 1), -1)], 0)
    return places, LinearConstraint(np.array(rows), values, values)


@given(settled_stages())
@settings(max_examples=40, deadline=None)
def test_no_hidden_number_can_be_worked_out_from_what_is_shown(stages):
    found = shown(stages)
    places, known = known_to_a_reader(stages, found)

    for t, stage in enumerate(stages):
        total = sum(stage.values(), Outcomes(0, 0))
        wanted = min(FEWEST, total.fewest)
        for group in found[t].pooled:
            for side in (0, 1):
                ends = []
                for sign in (1, -1):
                    aim = np.zeros(len(places))
                    aim[places[t, group, side]] = sign
                    ends.append(sign * milp(aim, constraints=known, integrality=np.ones(len(places))).fun)
                assert round(ends[1] - ends[0]) >= wanted


@given(settled_stages())
@settings(max_examples=200, deadline=None)
def test_nothing_below_five_is_shown_and_who_is_pooled_stays_pooled(stages):
    found = shown(stages)

    for one in found:
        numbers = [*one.groups.values(), *([one.pool] if one.pool else []), *([one.total] if one.total else [])]
        assert all(number.fewest >= FEWEST for number in numbers)
        assert one.pool is None or len(one.pooled) > 1
    assert set(found[0].pooled) <= set(found[1].pooled)


def test_a_group_too_small_takes_those_who_did_not_answer_along():
    stage = {"a": Outcomes(20, 60), "b": Outcomes(40, 90), "c": Outcomes(1, 4), NOT_KNOWN: Outcomes(30, 80)}

    (found,) = shown([stage])

    assert found.pooled == ("c", NOT_KNOWN)
    assert dict(found.groups) == {"a": Outcomes(20, 60), "b": Outcomes(40, 90)}
    assert (found.pool, found.total) == (Outcomes(31, 84), Outcomes(91, 234))


def test_a_large_group_goes_along_where_the_pool_would_be_too_small():
    stage = {"a": Outcomes(20, 60), "b": Outcomes(40, 90), "c": Outcomes(1, 4), NOT_KNOWN: Outcomes(0, 3)}

    (found,) = shown([stage])

    assert found.pooled == ("a", "c", NOT_KNOWN)
    assert dict(found.groups) == {"b": Outcomes(40, 90)}


def test_without_those_who_did_not_answer_nothing_is_judged():
    with pytest.raises(ValueError, match="those who did not answer"):
        shown([{"a": Outcomes(20, 60), "b": Outcomes(40, 90)}])
