"""The computed outcome: each line of the rule, and the laws it must keep whatever the ratings are."""

import dataclasses
import enum
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.rule.bars import BarState, bar_state, judge_bar
from interviews.rule.outcome import Signal, StepKind, outcome
from interviews.rule.strengths import HypothesisState, judge_hypothesis
from interviews.rule.terms import Bar, BarMark, BarRating, Hypothesis, Rule, StrengthRating

CREATIVE = Hypothesis("creative", "Creative thinking")
CAREFUL = Hypothesis("careful", "Careful about past work")
CODE = Bar("code", "Software engineering")
THEORY = Bar("theory", "ML theory")
SAFETY = Bar("safety", "Safety", must_not_be_wrong=True)

FAR_BELOW, BELOW, ABOVE, FAR_ABOVE = BarMark
GOODNESS_OF_BAR = [BarState.NOT_MET, BarState.BORDERLINE, BarState.MET]
GOODNESS = [Signal.NO, Signal.MORE_EVIDENCE, Signal.HIRE]


def bar_ratings(criterion, *marks):
    return [BarRating(criterion, f"rater {n}", f"type {n}", mark, n) for n, mark in enumerate(marks)]


def strength_ratings(criterion, *levels):
    return [StrengthRating(criterion, f"rater {n}", f"type {n}", level, n) for n, level in enumerate(levels)]


def judge(strengths=(), bars=(), *, hypotheses=(CREATIVE,), bar_list=(CODE,), rule=None):
    return outcome(
        hypotheses=hypotheses,
        bars=bar_list,
        strength_ratings=strengths,
        bar_ratings=bars,
        **({"rule": rule} if rule else {}),
    )


# --- one minimum bar ---


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ([], BarState.UNTESTED),
        ([ABOVE], BarState.MET),
        ([FAR_ABOVE], BarState.MET),
        ([BELOW], BarState.BORDERLINE),
        ([FAR_BELOW], BarState.NOT_MET),
        ([BELOW, BELOW], BarState.NOT_MET),
        ([BELOW, ABOVE], BarState.BORDERLINE),
        ([BELOW, FAR_ABOVE], BarState.MET),
        ([FAR_BELOW, ABOVE], BarState.NOT_MET),
        ([FAR_BELOW, FAR_ABOVE], BarState.BORDERLINE),
        ([BELOW, ABOVE, ABOVE], BarState.MET),
        ([BELOW, ABOVE, BELOW], BarState.NOT_MET),
        ([FAR_BELOW, ABOVE, ABOVE], BarState.BORDERLINE),
        ([FAR_BELOW, ABOVE, ABOVE, ABOVE], BarState.MET),
    ],
)
def test_bar_state_of_these_marks(marks, state):
    assert bar_state(marks) is state


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ([ABOVE], BarState.BORDERLINE),
        ([FAR_ABOVE], BarState.MET),
        ([ABOVE, ABOVE], BarState.MET),
        ([BELOW], BarState.BORDERLINE),
        ([BELOW, ABOVE], BarState.BORDERLINE),
        ([BELOW, FAR_ABOVE], BarState.MET),
        ([FAR_BELOW], BarState.NOT_MET),
        ([BELOW, BELOW], BarState.NOT_MET),
    ],
)
def test_two_sided_bar_asks_again_on_either_side(marks, state):
    assert bar_state(marks, two_sided=True) is state


@pytest.mark.parametrize("two_sided", [False, True])
def test_three_independent_ratings_settle_a_bar_that_two_left_borderline(two_sided):
    pairs = list(itertools.product(BarMark, repeat=2))
    open_pairs = [pair for pair in pairs if bar_state(pair, two_sided=two_sided) is BarState.BORDERLINE]

    states = {bar_state((*pair, third), two_sided=two_sided) for pair in open_pairs for third in BarMark}

    assert len(open_pairs) == 4  # just below with just above, clearly below with clearly above, each either way round
    assert states == {BarState.MET, BarState.NOT_MET}


def test_one_rating_just_below_never_fails_a_bar_and_never_meets_it():
    for two_sided in (False, True):
        assert bar_state([BELOW], two_sided=two_sided) is BarState.BORDERLINE


def test_rule_may_ask_to_confirm_even_a_rating_clearly_below():
    lenient = Rule(clear_weighs=1)

    assert bar_state([FAR_BELOW], rule=lenient) is BarState.BORDERLINE
    assert bar_state([FAR_BELOW, BELOW], rule=lenient) is BarState.NOT_MET


def test_contradicting_marks_are_said_to_contradict():
    finding = judge_bar(CODE, bar_ratings("code", FAR_BELOW, FAR_ABOVE))

    assert finding.contested
    assert finding.reason == "one rating clearly below the bar, one clearly above"


def test_bar_met_by_one_person_says_so():
    one = judge_bar(CODE, bar_ratings("code", ABOVE))
    two = judge_bar(CODE, bar_ratings("code", ABOVE, ABOVE))

    assert (one.one_source, one.reason) == (True, "one rating just above the bar")
    assert (two.one_source, two.reason) == (False, "two ratings just above the bar")


def test_two_sided_bar_says_why_one_rating_above_is_not_enough():
    finding = judge_bar(SAFETY, bar_ratings("safety", ABOVE))

    assert finding.reason == "one rating just above the bar, and this bar must not be wrong"


@given(st.lists(st.sampled_from(BarMark), min_size=1, max_size=5), st.booleans(), st.sampled_from(BarMark))
def test_raising_one_mark_never_makes_a_bar_worse(marks, two_sided, raised):
    before = GOODNESS_OF_BAR.index(bar_state(marks, two_sided=two_sided))
    order = list(BarMark)
    higher = raised if order.index(raised) > order.index(marks[0]) else marks[0]

    after = GOODNESS_OF_BAR.index(bar_state([higher, *marks[1:]], two_sided=two_sided))

    assert after >= before


@pytest.mark.parametrize("two_sided", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_adding_a_mark_on_one_side_never_moves_a_bar_to_the_other(two_sided, size):
    for marks in itertools.combinations_with_replacement(BarMark, size):
        before = GOODNESS_OF_BAR.index(bar_state(marks, two_sided=two_sided))
        for extra in BarMark:
            after = GOODNESS_OF_BAR.index(bar_state((*marks, extra), two_sided=two_sided))
            assert after <= before if extra.is_below else after >= before


# --- one hypothesis ---


@pytest.mark.parametrize(
    ("levels", "state"),
    [
        ([], HypothesisState.UNTESTED),
        ([None], HypothesisState.UNTESTED),
        ([3], HypothesisState.SUPPORTED_ONCE),
        ([4], HypothesisState.SUPPORTED_ONCE),
        ([3, 3], HypothesisState.CONFIRMED),
        ([1], HypothesisState.UNSETTLED),
        ([2], HypothesisState.UNSETTLED),
        ([1, 2], HypothesisState.REFUTED),
        ([4, 1], HypothesisState.SUPPORTED_ONCE),
        ([4, 1, 2], HypothesisState.REFUTED),
        ([4, 3, 1], HypothesisState.CONFIRMED),
        ([4, 3, 1, 1], HypothesisState.UNSETTLED),
    ],
)
def test_hypothesis_state_of_these_levels(levels, state):
    assert judge_hypothesis(CREATIVE, strength_ratings("creative", *levels)).state is state


def test_two_people_through_the_same_assessment_type_support_once():
    ratings = [StrengthRating("creative", who, "applied ML", 4) for who in ("asha", "ruth")]

    strict = judge_hypothesis(CREATIVE, ratings)
    loose = judge_hypothesis(CREATIVE, ratings, Rule(different_types=False))

    assert strict.state is HypothesisState.SUPPORTED_ONCE
    assert strict.reason == "two ratings at level 3 or higher, both through the same assessment type"
    assert loose.state is HypothesisState.CONFIRMED


def test_contradicting_levels_are_said_to_contradict():
    computed = judge(strength_ratings("creative", 4, 1), bar_ratings("code", ABOVE))

    assert computed.strengths[0].contested
    assert computed.reasons == (
        "Creative thinking is supported once: one rating at level 3 or higher and one rating at level 2 or lower; "
        "the ratings contradict each other.",
    )


def test_level_between_doubt_and_support_does_neither():
    rule = Rule(support_level=4, doubt_level=2)

    finding = judge_hypothesis(CREATIVE, strength_ratings("creative", 3, 3, 3), rule)

    assert finding.state is HypothesisState.UNSETTLED
    assert finding.reason == "three ratings in between"


def test_confirmation_asks_for_as_many_people_as_the_rule_says():
    rule = Rule(confirmations=3)

    twice = judge_hypothesis(CREATIVE, strength_ratings("creative", 3, 4), rule)
    thrice = judge_hypothesis(CREATIVE, strength_ratings("creative", 3, 4, 3), rule)

    assert (twice.state, thrice.state) == (HypothesisState.SUPPORTED_ONCE, HypothesisState.CONFIRMED)


# --- which ratings stand ---


def test_same_person_twice_counts_once_and_the_later_rating_stands():
    twice = [
        StrengthRating("creative", "asha", "applied ML", 4, order=1),
        StrengthRating("creative", "asha", "previous projects", 3, order=2),
    ]
    changed_mind = [BarRating("code", "asha", "pair coding", mark, order) for order, mark in [(2, BELOW), (1, ABOVE)]]

    computed = judge(twice, changed_mind)

    assert computed.strengths[0].state is HypothesisState.SUPPORTED_ONCE
    assert computed.bars[0].state is BarState.BORDERLINE


def test_trainee_never_counts():
    ratings = strength_ratings("creative", 4, 4)
    trainee = BarRating("code", "new", "pair coding", FAR_BELOW, counts=False)

    computed = judge(ratings, [*bar_ratings("code", ABOVE), trainee])

    assert computed.signal is Signal.HIRE
    assert "new" not in computed.bars[0].raters


def test_later_scorecard_that_did_not_assess_leaves_the_earlier_rating_standing():
    ratings = [
        BarRating("code", "dev", "pair coding", ABOVE, order=1),
        BarRating("code", "dev", "culture", None, order=2),
    ]

    assert judge_bar(CODE, ratings).state is BarState.MET


@pytest.mark.parametrize("level", [0, 5, -1, 2.5, "3"])
def test_strength_outside_its_scale_is_refused(level):
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        StrengthRating("creative", "asha", "applied ML", level)


@pytest.mark.parametrize("mark", [3, "just_above", 0])
def test_bar_mark_of_the_other_scale_is_refused(mark):
    with pytest.raises(ValueError, match="BarMark"):
        BarRating("code", "asha", "pair coding", mark)


@pytest.mark.parametrize(
    "wrong",
    [
        {"support_level": 2},
        {"doubt_level": 0},
        {"support_level": 5},
        {"confirmations": 0},
        {"fails_to_confirm": 0},
        {"clear_weighs": 0},
    ],
)
def test_rule_without_sense_is_refused(wrong):
    with pytest.raises(ValueError):
        Rule(**wrong)


# --- the whole outcome ---


def test_confirmed_hypothesis_and_every_bar_met_is_a_hire_signal():
    computed = judge(
        strength_ratings("creative", 4, 3),
        bar_ratings("code", ABOVE) + bar_ratings("theory", FAR_ABOVE),
        bar_list=(CODE, THEORY),
    )

    assert computed.signal is Signal.HIRE
    assert computed.sentence == "Creative thinking is confirmed and all two minimum bars are met."
    assert computed.reasons == (
        "Creative thinking is confirmed: two ratings at level 3 or higher.",
        "Software engineering is met: one rating just above the bar.",
        "ML theory is met: one rating clearly above the bar.",
    )
    assert computed.next_step is None


def test_bar_not_met_is_a_no_whatever_the_strengths():
    computed = judge(
        strength_ratings("creative", 4, 4), bar_ratings("code", BELOW, BELOW), hypotheses=(CREATIVE, CAREFUL)
    )

    assert computed.signal is Signal.NO
    assert computed.sentence == "Software engineering is not met: two ratings just below the bar."
    assert computed.reasons == ("Software engineering is not met: two ratings just below the bar.",)
    assert [finding.bar for finding in computed.bars_not_met] == [CODE]
    assert computed.next_step is None


def test_several_bars_not_met_are_all_named():
    computed = judge((), bar_ratings("code", FAR_BELOW) + bar_ratings("theory", FAR_BELOW), bar_list=(CODE, THEORY))

    assert computed.sentence == "Software engineering and ML theory are not met."
    assert len(computed.reasons) == 2


def test_every_hypothesis_refuted_is_a_no():
    computed = judge(strength_ratings("creative", 1, 2), bar_ratings("code", FAR_ABOVE))

    assert computed.signal is Signal.NO
    assert computed.sentence == ("The only hypothesis, Creative thinking, is refuted: two ratings at level 2 or lower.")


def test_one_hypothesis_refuted_and_one_open_is_not_a_no():
    computed = judge(strength_ratings("creative", 1, 2), bar_ratings("code", ABOVE), hypotheses=(CREATIVE, CAREFUL))

    assert computed.signal is Signal.MORE_EVIDENCE
    assert computed.next_step.name == "Careful about past work"


def test_one_confirmed_hypothesis_is_enough_though_another_is_refuted():
    computed = judge(
        strength_ratings("creative", 3, 4) + strength_ratings("careful", 1, 1),
        bar_ratings("code", ABOVE),
        hypotheses=(CREATIVE, CAREFUL),
    )

    assert computed.signal is Signal.HIRE


def test_debrief_with_one_just_below_and_one_just_above_asks_for_one_more():
    computed = judge(
        [*strength_ratings("creative", 4, 3), StrengthRating("careful", "ruth", "previous projects", 3)],
        [
            BarRating("code", "jonas", "pair debugging", BELOW),
            BarRating("code", "dev", "pair coding", ABOVE),
            BarRating("theory", "asha", "applied ML", FAR_ABOVE),
            BarRating("talk", "ruth", "previous projects", None),
        ],
        hypotheses=(CREATIVE, CAREFUL),
        bar_list=(CODE, THEORY, Bar("talk", "Communication")),
    )

    assert computed.signal is Signal.MORE_EVIDENCE
    assert computed.sentence == (
        "Creative thinking is confirmed, but Software engineering is borderline (one rating just below the bar, one "
        "just above) and Communication is untested."
    )
    assert computed.next_step.kind is StepKind.RATE_BAR
    assert computed.next_step.criterion == "code"
    assert computed.next_step.not_from == {"jonas", "dev"}
    assert computed.next_step.sentence == (
        "Ask somebody who has not rated it yet for one more independent rating of Software engineering."
    )
    assert computed.reasons[0].startswith("Software engineering is borderline")


def test_next_step_confirms_a_supported_strength_through_another_type():
    computed = judge([StrengthRating("creative", "asha", "applied ML", 4)], (), bar_list=(CODE,))

    assert computed.next_step.kind is StepKind.RATE_STRENGTH
    assert computed.next_step.not_from == {"asha"}
    assert computed.next_step.not_through == {"applied ML"}
    assert computed.next_step.sentence == (
        "Ask somebody who has not rated it yet for one more independent rating of Creative thinking through another "
        "assessment type."
    )


def test_next_step_of_an_untouched_application_is_a_first_look_at_a_bar():
    computed = judge(hypotheses=(CREATIVE,), bar_list=(CODE, THEORY))

    assert computed.next_step.criterion == "code"
    assert computed.sentence == (
        "No strength is confirmed yet (Creative thinking is untested), and Software engineering and ML theory are "
        "untested."
    )


def test_next_step_prefers_the_hypothesis_somebody_has_looked_at():
    computed = judge(
        strength_ratings("careful", 2), bar_ratings("code", ABOVE), hypotheses=(CREATIVE, CAREFUL), bar_list=(CODE,)
    )

    assert computed.next_step.name == "Careful about past work"


def test_confirmed_strength_needs_no_other_strength():
    computed = judge(strength_ratings("creative", 4, 4), (), hypotheses=(CREATIVE, CAREFUL))

    assert computed.next_step.kind is StepKind.RATE_BAR


def test_without_a_hypothesis_nothing_can_be_confirmed():
    computed = judge((), bar_ratings("code", FAR_ABOVE), hypotheses=())

    assert computed.signal is Signal.MORE_EVIDENCE
    assert computed.next_step.kind is StepKind.WRITE_HYPOTHESIS
    assert computed.sentence.startswith("No strength hypothesis is written")


def test_without_bars_the_strength_alone_decides_and_it_is_said():
    computed = judge(strength_ratings("creative", 4, 4), (), bar_list=())

    assert computed.signal is Signal.HIRE
    assert computed.sentence == (
        "Creative thinking is confirmed; no minimum bar is named, so the strength alone decides."
    )
    assert computed.reasons[-1] == "No minimum bar is named, so the strengths alone decide."


def test_with_nothing_at_all_the_outcome_still_says_what_to_do():
    computed = judge(hypotheses=(), bar_list=())

    assert computed.signal is Signal.MORE_EVIDENCE
    assert computed.sentence.startswith("No strength hypothesis is written")
    assert computed.sentence.endswith("no minimum bar is named.")


def test_criterion_listed_twice_is_refused():
    with pytest.raises(ValueError, match="twice among the bars"):
        judge(bar_list=(CODE, CODE))
    with pytest.raises(ValueError, match="twice among the hypotheses"):
        judge(hypotheses=(CREATIVE, CREATIVE))


# --- laws ---

PEOPLE, TYPES = ("asha", "jonas", "ruth", "dev"), ("applied", "coding", "projects")
CRITERIA = ("creative", "careful", "code", "theory", "safety", "other")

levels = st.builds(
    StrengthRating,
    criterion=st.sampled_from(CRITERIA),
    rater=st.sampled_from(PEOPLE),
    assessment_type=st.sampled_from(TYPES),
    level=st.sampled_from([None, 1, 2, 3, 4]),
    order=st.integers(0, 3),
    counts=st.booleans(),
)
marks = st.builds(
    BarRating,
    criterion=st.sampled_from(CRITERIA),
    rater=st.sampled_from(PEOPLE),
    assessment_type=st.sampled_from(TYPES),
    mark=st.sampled_from([None, *BarMark]),
    order=st.integers(0, 3),
    counts=st.booleans(),
)
level_lists, mark_lists = st.lists(levels, max_size=10), st.lists(marks, max_size=12)
bar_lists = st.sampled_from([(), (CODE,), (CODE, THEORY), (CODE, SAFETY), (THEORY, CODE, SAFETY)])
hypothesis_lists = st.sampled_from([(), (CREATIVE,), (CREATIVE, CAREFUL)])


def everything(strengths, bars, hypotheses, bar_list):
    return judge(strengths, bars, hypotheses=hypotheses, bar_list=bar_list)


@given(level_lists, mark_lists, hypothesis_lists, bar_lists, st.randoms())
def test_order_of_ratings_never_matters(strengths, bars, hypotheses, bar_list, random):
    expected = everything(strengths, bars, hypotheses, bar_list)
    random.shuffle(strengths)
    random.shuffle(bars)

    assert everything(strengths, bars, hypotheses, bar_list) == expected


@given(level_lists, mark_lists, hypothesis_lists, bar_lists)
def test_not_assessed_is_the_same_as_absent(strengths, bars, hypotheses, bar_list):
    assessed = everything(
        [rating for rating in strengths if rating.level is not None],
        [rating for rating in bars if rating.mark is not None],
        hypotheses,
        bar_list,
    )

    assert everything(strengths, bars, hypotheses, bar_list) == assessed


@given(level_lists, mark_lists, hypothesis_lists, bar_lists)
def test_ratings_that_do_not_count_are_the_same_as_absent(strengths, bars, hypotheses, bar_list):
    trained = everything(
        [rating for rating in strengths if rating.counts],
        [rating for rating in bars if rating.counts],
        hypotheses,
        bar_list,
    )

    assert everything(strengths, bars, hypotheses, bar_list) == trained


@given(level_lists, mark_lists, mark_lists, hypothesis_lists, bar_lists)
def test_bar_ratings_never_touch_a_strength(strengths, bars, others, hypotheses, bar_list):
    one, two = (everything(strengths, given_bars, hypotheses, bar_list) for given_bars in (bars, others))

    assert one.strengths == two.strengths


@given(level_lists, level_lists, mark_lists, hypothesis_lists, bar_lists)
def test_strength_ratings_never_touch_a_bar(strengths, others, bars, hypotheses, bar_list):
    one, two = (everything(given_levels, bars, hypotheses, bar_list) for given_levels in (strengths, others))

    assert one.bars == two.bars


@given(level_lists, mark_lists, hypothesis_lists, bar_lists, st.sampled_from(["code", "theory", "safety"]))
def test_one_more_rating_above_a_bar_never_makes_the_outcome_worse(strengths, bars, hypotheses, bar_list, criterion):
    before = everything(strengths, bars, hypotheses, bar_list).signal

    for mark in (ABOVE, FAR_ABOVE):
        extra = BarRating(criterion, "somebody new", "debugging", mark)
        after = everything(strengths, [*bars, extra], hypotheses, bar_list).signal
        assert GOODNESS.index(after) >= GOODNESS.index(before)


@given(level_lists, mark_lists, hypothesis_lists, bar_lists, st.data())
def test_raising_any_rating_never_makes_the_outcome_worse(strengths, bars, hypotheses, bar_list, data):
    before = everything(strengths, bars, hypotheses, bar_list).signal
    scale = list(BarMark)
    higher_levels, higher_marks = list(strengths), list(bars)
    for place, rating in enumerate(strengths):
        if rating.level is not None:
            higher_levels[place] = dataclasses.replace(rating, level=data.draw(st.integers(rating.level, 4)))
    for place, rating in enumerate(bars):
        if rating.mark is not None:
            higher = scale[data.draw(st.integers(scale.index(rating.mark), 3))]
            higher_marks[place] = dataclasses.replace(rating, mark=higher)

    after = everything(higher_levels, higher_marks, hypotheses, bar_list).signal

    assert GOODNESS.index(after) >= GOODNESS.index(before)


@given(level_lists, mark_lists, hypothesis_lists, bar_lists)
def test_hire_signal_means_a_confirmed_hypothesis_and_every_bar_met(strengths, bars, hypotheses, bar_list):
    computed = everything(strengths, bars, hypotheses, bar_list)

    confirmed = any(finding.state is HypothesisState.CONFIRMED for finding in computed.strengths)
    met = all(finding.state is BarState.MET for finding in computed.bars)

    assert (computed.signal is Signal.HIRE) == (confirmed and met)
    assert (computed.next_step is not None) == (computed.signal is Signal.MORE_EVIDENCE)
    assert computed.sentence.endswith(".")
    assert computed.reasons


@given(level_lists, mark_lists)
def test_next_step_never_goes_to_somebody_who_has_rated_it(strengths, bars):
    step = everything(strengths, bars, (CREATIVE, CAREFUL), (CODE, SAFETY)).next_step

    if step is not None:
        own = strengths if step.kind is StepKind.RATE_STRENGTH else bars
        rated = {
            rating.rater
            for rating in own
            if rating.criterion == step.criterion
            and rating.counts
            and (getattr(rating, "level", None) or getattr(rating, "mark", None))
        }
        assert step.not_from == rated


@given(st.lists(st.sampled_from(BarMark), max_size=5), st.permutations(PEOPLE))
def test_repeating_oneself_adds_nothing(marks_given, people):
    one_each = [BarRating("code", person, "coding", mark, 5) for person, mark in zip(people, marks_given, strict=False)]
    earlier = [BarRating("code", rating.rater, "coding", mark, 1) for rating in one_each for mark in BarMark]

    assert judge_bar(CODE, one_each + earlier) == judge_bar(CODE, one_each)


def test_outcomes_findings_and_states_cannot_be_sorted():
    computed = judge(strength_ratings("creative", 4, 4), bar_ratings("code", ABOVE))
    other = judge()

    for pair in [
        (computed, other),
        (computed.bars[0], other.bars[0]),
        (computed.strengths[0], other.strengths[0]),
        (Signal.HIRE, Signal.NO),
        (BarState.MET, BarState.NOT_MET),
        (HypothesisState.CONFIRMED, HypothesisState.REFUTED),
        (BarMark.JUST_ABOVE, BarMark.JUST_BELOW),
    ]:
        with pytest.raises(TypeError):
            sorted(pair)


def test_outcome_exposes_no_number():
    computed = judge(strength_ratings("creative", 4, 2), bar_ratings("code", ABOVE, BELOW))

    def numbers(value):
        if isinstance(value, dict):
            return [found for item in value.values() for found in numbers(item)]
        if isinstance(value, (list, tuple, set, frozenset)):
            return [found for item in value for found in numbers(item)]
        if isinstance(value, enum.Enum):
            return numbers(value.value)
        return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []

    assert numbers(dataclasses.asdict(computed)) == []
