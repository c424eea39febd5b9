"""The laws of the outcome, tried on everything there is: every small set of ratings, under every parameter a role can set."""

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.rule.bars import BarState, bar_state
from interviews.rule.outcome import Signal, outcome
from interviews.rule.strengths import HypothesisState, judge_hypothesis
from interviews.rule.terms import Bar, BarMark, BarRating, Hypothesis, Rule, StrengthRating

ASKED = Hypothesis("asked", "Creative thinking")
CODE, SAFETY = Bar("code", "Software engineering"), Bar("safety", "Safety", must_not_be_wrong=True)
EXTRA = Bar("extra", "Communication")

BAR_GOODNESS = [BarState.NOT_MET, BarState.BORDERLINE, BarState.MET]
STRENGTH_GOODNESS = [
    HypothesisState.REFUTED,
    HypothesisState.UNSETTLED,
    HypothesisState.SUPPORTED_ONCE,
    HypothesisState.CONFIRMED,
]
SIGNALS = [Signal.NO, Signal.MORE_EVIDENCE, Signal.HIRE]
RULES = [
    Rule(strength, min(2, strength - 1), confirmations, refutations, types, fails, clear)
    for strength, confirmations, refutations, types, fails, clear in itertools.product(
        (2, 3, 4), (1, 2, 3), (1, 2, 3), (False, True), (1, 2, 3), (1, 2, 3)
    )
]
BAR_RULES = [Rule(fails_to_confirm=fails, clear_weighs=clear) for fails in (1, 2, 3) for clear in (1, 2, 3)]
STRENGTH_RULES = [rule for rule in RULES if (rule.fails_to_confirm, rule.clear_weighs) == (2, 2)]


def handfuls(of, most):
    """Every multiset of at most so many."""
    return [found for size in range(most + 1) for found in itertools.combinations_with_replacement((None, *of), size)]


def strengths(levels, first=0):
    return [StrengthRating("asked", f"s{n}", f"type {n}", level, n) for n, level in enumerate(levels, first)]


def bars(criterion, marks, first=0):
    return [BarRating(criterion, f"b{n}", f"type {n}", mark, n) for n, mark in enumerate(marks, first)]


def judged(levels=(), code=(), safety=(), *, more=(), rule=None, hypotheses=(ASKED,), bar_list=(CODE, SAFETY)):
    return outcome(
        hypotheses=hypotheses,
        bars=bar_list,
        strength_ratings=strengths(levels),
        bar_ratings=[*bars("code", code), *bars("safety", safety), *more],
        rule=rule or Rule(),
    )


PAIRS = [marks for marks in handfuls(BarMark, 2) if None not in marks]
EVERYTHING = list(itertools.product(handfuls((1, 2, 3, 4), 2), handfuls(BarMark, 2), PAIRS))


@pytest.mark.parametrize("two_sided", [False, True])
def test_no_mark_above_ever_makes_a_bar_worse_and_none_below_better(two_sided):
    tried = 0
    for rule, marks in itertools.product(BAR_RULES, handfuls(BarMark, 5)):
        if None in marks or not marks:
            continue
        before = BAR_GOODNESS.index(bar_state(marks, two_sided=two_sided, rule=rule))
        for extra in BarMark:
            after = BAR_GOODNESS.index(bar_state([*marks, extra], two_sided=two_sided, rule=rule))
            assert after <= before if extra.is_below else after >= before
            tried += 1

    assert tried == 4 * 9 * (4 + 10 + 20 + 35 + 56)


def test_one_independent_supporting_rating_more_never_weakens_a_hypothesis():
    tried = 0
    for rule, levels in itertools.product(STRENGTH_RULES, handfuls((1, 2, 3, 4), 4)):
        heard = strengths(levels)
        before = judge_hypothesis(ASKED, heard, rule).state
        for level in range(rule.support_level, 5):
            new = StrengthRating("asked", "somebody new", "another type", level, 9)
            after = judge_hypothesis(ASKED, [*heard, new], rule).state
            if before is HypothesisState.UNTESTED:
                assert after in {HypothesisState.SUPPORTED_ONCE, HypothesisState.CONFIRMED}
            else:
                assert STRENGTH_GOODNESS.index(after) >= STRENGTH_GOODNESS.index(before)
            tried += 1

    assert tried > 9_000


def test_a_bar_that_is_met_never_turns_the_answer():
    """A further bar that is met leaves every answer as it was: above all it never turns a hire signal into a no."""
    above = [
        *bars("extra", [BarMark.JUST_ABOVE]),
        *bars("extra", [BarMark.CLEARLY_ABOVE], first=7),
    ]
    for levels, code, safety in EVERYTHING:
        before = judged(levels, code, safety)
        after = judged(levels, code, safety, more=above, bar_list=(CODE, EXTRA, SAFETY))

        assert after.bars[1].state is BarState.MET
        assert after.signal is before.signal


def test_what_nobody_tested_never_decides():
    """With a criterion that nobody assessed there is no hire signal, and a no is one without that criterion too."""
    for levels, code, safety in EVERYTHING:
        without, untested = judged(levels, code, safety), judged(levels, code, safety, bar_list=(CODE, EXTRA, SAFETY))
        expected = Signal.MORE_EVIDENCE if without.signal is Signal.HIRE else without.signal
        assert untested.signal is expected
        assert untested.bars[1].state is BarState.UNTESTED

        other = judged(levels, code, safety, hypotheses=(ASKED, Hypothesis("other", "Careful work")))
        if without.strengths[0].state is HypothesisState.REFUTED and not without.bars_not_met:
            assert other.signal is Signal.MORE_EVIDENCE
        else:
            assert other.signal is without.signal


def test_not_assessed_is_never_a_zero():
    """Leaving a criterion out of a scorecard says the same as not having written the scorecard, whatever else was heard."""
    for levels, code, safety in EVERYTHING:
        with_gaps = judged((*levels, None), (*code, None), (None, *safety))

        assert with_gaps == judged(levels, code, [None, *safety])
        assert with_gaps.signal is judged(levels, code, safety).signal
        assert judged([None] * 3, [None] * 3, [None] * 3).signal is Signal.MORE_EVIDENCE


def test_it_never_matters_who_was_heard_first():
    for levels, code, safety in EVERYTHING:
        turned = [dataclasses.replace(one, order=9 - one.order) for one in bars("code", code)]

        later = outcome(
            hypotheses=(ASKED,),
            bars=(CODE, SAFETY),
            strength_ratings=[dataclasses.replace(one, order=9 - one.order) for one in strengths(levels)][::-1],
            bar_ratings=[*turned, *bars("safety", safety)][::-1],
        )

        assert later == judged(levels, code, safety)


@given(
    st.lists(st.sampled_from([None, 1, 2, 3, 4]), max_size=5),
    st.lists(st.sampled_from([None, *BarMark]), max_size=5),
    st.lists(st.sampled_from([None, *BarMark]), max_size=5),
    st.sampled_from(RULES),
    st.sampled_from([BarMark.JUST_ABOVE, BarMark.CLEARLY_ABOVE]),
    st.integers(2, 4),
)
def test_good_news_never_makes_the_outcome_worse_under_any_rule(levels, code, safety, rule, mark, level):
    before = SIGNALS.index(judged(levels, code, safety, rule=rule).signal)

    above = judged(levels, code, safety, rule=rule, more=bars("code", [mark], first=8))
    strong = outcome(
        hypotheses=(ASKED,),
        bars=(CODE, SAFETY),
        strength_ratings=[*strengths(levels), *strengths([max(level, rule.support_level)], first=8)],
        bar_ratings=[*bars("code", code), *bars("safety", safety)],
        rule=rule,
    )

    assert SIGNALS.index(above.signal) >= before
    assert SIGNALS.index(strong.signal) >= before
