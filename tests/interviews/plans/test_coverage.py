"""The derived plan: who checks what, what nothing covers, and what is said about too much of it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.plans.coverage import (
    CoverState,
    Look,
    LookState,
    TooManyHypotheses,
    derive_plan,
    independent_looks,
    why_not_so_many,
)
from interviews.plans.panel import Booked, Interviewer, Kit, Panel, Side
from interviews.plans.remarks import WarningKind
from interviews.rule.terms import Bar, Hypothesis, Kind, Rule

CREATIVE, CAREFUL = Hypothesis("creative", "Creative thinking"), Hypothesis("careful", "Careful work")
CODE, THEORY, TALK = Bar("code", "Software engineering"), Bar("theory", "ML theory"), Bar("talk", "Communication")
SAFETY = Bar("safety", "Safety", must_not_be_wrong=True)

APPLIED = Kit("applied", "Applied ML", "applied", 60, frozenset({"creative"}), frozenset({"theory"}))
PROJECTS = Kit("projects", "Previous projects", "projects", 45, frozenset({"creative", "careful"}), frozenset({"talk"}))
CODING = Kit("coding", "Pair coding", "coding", 60, frozenset({"code"}), frozenset())
REVIEW = Kit("review", "Code review", "coding", 45, frozenset(), frozenset({"code", "safety"}))

ASHA = Interviewer("asha", "Asha K.", Side.RESEARCHER)
JONAS = Interviewer("jonas", "Jonas L.", Side.ENGINEER)
RUTH = Interviewer("ruth", "Ruth T.", Side.RESEARCHER)


def plan(*, hypotheses=(CREATIVE,), bars=(CODE,), planned=(), booked=(), **more):
    return derive_plan(Panel(tuple(hypotheses), tuple(bars), tuple(planned), tuple(booked), **more))


def cover_of(derived, criterion):
    return next(cover for cover in derived.criteria if cover.criterion == criterion)


def kinds(derived):
    return [warning.kind for warning in derived.warnings]


def test_criteria_come_hypotheses_first_in_the_order_given():
    derived = plan(hypotheses=(CAREFUL, CREATIVE), bars=(TALK, CODE))

    assert [cover.name for cover in derived.criteria] == [
        "Careful work",
        "Creative thinking",
        "Communication",
        "Software engineering",
    ]
    assert [cover.kind for cover in derived.hypotheses] == [Kind.STRENGTH] * 2
    assert [cover.kind for cover in derived.bars] == [Kind.BAR] * 2


def test_nothing_covers_a_criterion_that_no_kit_asks_about():
    derived = plan(planned=(CODING,))

    assert [cover.name for cover in derived.uncovered] == ["Creative thinking"]
    assert cover_of(derived, "creative").sentence == "Nothing covers it yet."


def test_plan_of_the_role_covers_before_anything_is_booked():
    derived = plan(planned=(APPLIED, PROJECTS, CODING))

    assert cover_of(derived, "creative").state is CoverState.NOT_BOOKED
    assert cover_of(derived, "creative").sentence == "Planned; two independent looks in depth still to be booked."
    assert cover_of(derived, "code").sentence == "Planned; one independent look still to be booked."
    assert derived.unbooked == (APPLIED, PROJECTS, CODING)
    assert derived.missing_sides == ()


def test_hypothesis_needs_two_people_with_different_assessment_types():
    derived = plan(booked=[Booked(APPLIED, ASHA), Booked(PROJECTS, RUTH)])

    assert (cover_of(derived, "creative").booked, cover_of(derived, "creative").needed) == (2, 2)
    assert cover_of(derived, "creative").state is CoverState.BOOKED


def test_same_person_twice_is_one_look():
    derived = plan(booked=[Booked(APPLIED, ASHA), Booked(PROJECTS, ASHA)])

    assert cover_of(derived, "creative").booked == 1
    assert cover_of(derived, "creative").sentence == (
        "One of two independent looks in depth in the plan; two looks by one person or through one assessment type "
        "count once."
    )


def test_same_assessment_type_twice_is_one_look_at_a_strength_but_two_at_a_bar():
    booked = [Booked(CODING, ASHA), Booked(REVIEW, RUTH)]
    strong_in_code = Hypothesis("code", "Software engineering")
    both = Kit("both", "Second coding", "coding", in_depth=frozenset({"code"}))

    as_bar = plan(booked=booked)
    as_strength = plan(hypotheses=(strong_in_code,), bars=(), booked=[Booked(CODING, ASHA), Booked(both, RUTH)])
    by_looser_rule = plan(
        hypotheses=(strong_in_code,),
        bars=(),
        booked=[Booked(CODING, ASHA), Booked(both, RUTH)],
        rule=Rule(different_types=False),
    )

    assert cover_of(as_bar, "code").booked == 2
    assert cover_of(as_strength, "code").booked == 1
    assert cover_of(by_looser_rule, "code").booked == 2


def test_kit_that_only_checks_the_bar_says_nothing_about_a_strength():
    derived = plan(hypotheses=(Hypothesis("code", "Software engineering"),), bars=(), booked=[Booked(REVIEW, JONAS)])

    assert cover_of(derived, "code").state is CoverState.UNCOVERED


def test_kit_in_depth_also_shows_the_bar():
    assert cover_of(plan(booked=[Booked(CODING, JONAS)]), "code").state is CoverState.BOOKED


def test_planned_kit_is_used_up_by_its_booking():
    derived = plan(planned=(APPLIED, PROJECTS), booked=[Booked(APPLIED, ASHA)])

    creative = cover_of(derived, "creative")
    assert derived.unbooked == (PROJECTS,)
    assert (creative.planned, creative.booked, creative.done) == (2, 1, 0)
    assert creative.looks == (Look(APPLIED, ASHA, LookState.BOOKED), Look(PROJECTS, None, LookState.PLANNED))


def test_kit_planned_twice_is_used_up_once_per_booking():
    derived = plan(planned=(CODING, CODING), booked=[Booked(CODING, JONAS)])

    assert derived.unbooked == (CODING,)
    assert cover_of(derived, "code").planned == 2


def test_done_looks_are_counted_apart_and_what_was_left_out_is_not():
    done = [Booked(APPLIED, ASHA, done=True), Booked(PROJECTS, RUTH, done=True, left_out=frozenset({"creative"}))]

    creative = cover_of(plan(booked=done), "creative")

    assert (creative.planned, creative.booked, creative.done) == (1, 1, 1)
    assert creative.state is CoverState.TOO_FEW
    assert creative.sentence == "One of two independent looks in depth in the plan."


def test_everything_done_says_so():
    done = [Booked(APPLIED, ASHA, done=True), Booked(PROJECTS, RUTH, done=True), Booked(CODING, JONAS, done=True)]

    derived = plan(booked=done)

    assert {cover.state for cover in derived.criteria} == {CoverState.DONE}
    assert cover_of(derived, "creative").sentence == "Two independent looks in depth done."
    assert derived.open == ()


def test_shadow_neither_looks_nor_uses_up_the_plan():
    derived = plan(planned=(CODING,), booked=[Booked(CODING, JONAS, counts=False)])

    assert derived.unbooked == (CODING,)
    assert cover_of(derived, "code").booked == 0
    assert derived.missing_sides == (Side.RESEARCHER, Side.ENGINEER)


def test_bar_that_must_not_be_wrong_needs_two_looks():
    one = plan(hypotheses=(), bars=(SAFETY,), booked=[Booked(REVIEW, JONAS)])
    two = plan(hypotheses=(), bars=(SAFETY,), booked=[Booked(REVIEW, JONAS), Booked(REVIEW, RUTH)])

    assert cover_of(one, "safety").state is CoverState.TOO_FEW
    assert cover_of(two, "safety").state is CoverState.BOOKED


def test_every_bar_is_better_off_with_two_looks():
    code = cover_of(plan(booked=[Booked(CODING, JONAS)]), "code")

    assert (code.needed, code.wished) == (1, 2)


def test_asking_again_wants_one_more_than_was_done():
    done = [Booked(CODING, JONAS, done=True), Booked(REVIEW, RUTH, done=True)]

    before = plan(booked=done)
    asked = plan(booked=done, ask_again=frozenset({"code"}))
    booked = plan(booked=[*done, Booked(CODING, ASHA)], ask_again=frozenset({"code"}))

    assert cover_of(before, "code").state is CoverState.DONE
    assert [cover.name for cover in asked.open] == ["Creative thinking", "Software engineering"]
    assert cover_of(booked, "code").state is CoverState.BOOKED


@pytest.mark.parametrize(
    ("people", "missing"),
    [
        ([ASHA, RUTH], (Side.ENGINEER,)),
        ([JONAS], (Side.RESEARCHER,)),
        ([ASHA, JONAS], ()),
        ([Interviewer("pm", "Pia M.")], (Side.RESEARCHER, Side.ENGINEER)),
        ([], ()),
    ],
)
def test_panel_says_which_side_is_missing(people, missing):
    derived = plan(booked=[Booked(CODING, person) for person in people])

    assert derived.missing_sides == missing
    assert (WarningKind.ONE_SIDED in kinds(derived)) == bool(missing)


def test_missing_side_is_said_in_words():
    derived = plan(booked=[Booked(CODING, ASHA)])

    assert derived.warnings[-1].sentence == "No engineer is on this panel yet; hear both sides before deciding."


def test_more_than_three_hypotheses_are_refused():
    four = tuple(Hypothesis(f"h{n}", f"Strength {n}") for n in range(4))

    with pytest.raises(TooManyHypotheses, match="at most three"):
        plan(hypotheses=four)
    assert why_not_so_many(4)
    assert why_not_so_many(3) is None


@pytest.mark.parametrize(("count", "warned"), [(0, False), (1, False), (2, False), (3, True)])
def test_three_hypotheses_are_warned_about(count, warned):
    derived = plan(hypotheses=tuple(Hypothesis(f"h{n}", f"Strength {n}") for n in range(count)))

    assert (WarningKind.MANY_HYPOTHESES in kinds(derived)) == warned
    assert (WarningKind.NO_HYPOTHESIS in kinds(derived)) == (count == 0)


def test_three_hypotheses_are_warned_about_with_the_looks_they_need():
    derived = plan(hypotheses=tuple(Hypothesis(f"h{n}", f"Strength {n}") for n in range(3)))

    assert derived.warnings[0].sentence == (
        "Three hypotheses need six independent looks in depth; one or two are easier to validate and less often "
        "confirmed by chance."
    )


@pytest.mark.parametrize(("count", "warned"), [(0, False), (4, False), (5, True), (7, True)])
def test_more_than_four_bars_are_warned_about_with_their_price(count, warned):
    derived = plan(bars=tuple(Bar(f"b{n}", f"Bar {n}") for n in range(count)))

    assert (WarningKind.MANY_BARS in kinds(derived)) == warned
    assert (WarningKind.NO_BAR in kinds(derived)) == (count == 0)


def test_price_of_seven_bars_is_in_the_warning():
    derived = plan(bars=tuple(Bar(f"b{n}", f"Bar {n}") for n in range(7)))

    assert derived.warnings[0].sentence == (
        "More than four bars are dear. Seven bars, judged once each: about 3 in 10 people who truly meet all of them "
        "would be turned away (about 6 in 10 without second ratings)."
    )
    assert derived.price.turned_away == pytest.approx(0.32, abs=0.01)


def test_second_planned_look_lets_far_fewer_through_by_mistake():
    once = plan(bars=(CODE,), planned=(CODING,))
    twice = plan(bars=(CODE,), planned=(CODING, REVIEW))

    assert twice.price.let_through < once.price.let_through - 0.1
    assert twice.price.turned_away < once.price.without_second
    assert twice.price_sentence.startswith("One bar, judged twice:")


@pytest.mark.parametrize(("count", "warned"), [(5, False), (6, True)])
def test_more_than_five_interviews_are_warned_about_with_what_one_more_gains(count, warned):
    derived = plan(planned=(CODING,) * (count - 1), booked=[Booked(APPLIED, ASHA)])

    assert (WarningKind.MANY_INTERVIEWS in kinds(derived)) == warned
    if warned:
        assert derived.warnings[0].sentence.startswith(
            "Six interviews ask much of a candidate. After five interviews one more raises"
        )


def test_criterion_listed_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        plan(bars=(CODE, CODE))


def test_empty_plan_says_what_is_missing_and_costs_nothing():
    derived = plan(hypotheses=(), bars=())

    assert kinds(derived) == [WarningKind.NO_HYPOTHESIS, WarningKind.NO_BAR]
    assert derived.price.turned_away == 0
    assert derived.criteria == ()


people_and_kits = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), max_size=6)


@given(people_and_kits)
def test_independent_looks_are_the_largest_set_without_a_person_or_type_twice(pairs):
    looks = [Look(Kit(kind, kind, kind), Interviewer(who, who), LookState.BOOKED) for who, kind in pairs]

    largest = max(
        len(chosen)
        for size in range(len(pairs) + 1)
        for chosen in itertools.combinations(pairs, size)
        if len({who for who, _ in chosen}) == len({kind for _, kind in chosen}) == len(chosen)
    )

    assert independent_looks(looks, Kind.STRENGTH, Rule()) == largest
    assert independent_looks(looks, Kind.BAR, Rule()) == len({who for who, _ in pairs})


@given(people_and_kits, st.booleans())
def test_one_more_interview_never_covers_less(pairs, done):
    booked = [
        Booked(Kit(kind, kind, kind, in_depth=frozenset({"creative"})), Interviewer(who, who), done=done)
        for who, kind in pairs
    ]

    before = cover_of(plan(booked=booked), "creative")
    after = cover_of(plan(booked=[*booked, Booked(APPLIED, ASHA)]), "creative")

    assert after.booked >= before.booked
    assert after.planned >= after.booked >= after.done
