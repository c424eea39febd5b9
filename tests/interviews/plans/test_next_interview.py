"""The next interview to book: what it closes, who may hold it, and each tie-break."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.plans.coverage import covers
from interviews.plans.next_interview import next_interview, why_nobody
from interviews.plans.panel import Booked, Interviewer, Kit, Panel, Side
from interviews.rule.terms import Bar, Hypothesis

CREATIVE = Hypothesis("creative", "Creative thinking")
CODE, TALK = Bar("code", "Software engineering"), Bar("talk", "Communication")

APPLIED = Kit("applied", "Applied ML", "applied", 60, frozenset({"creative"}))
PROJECTS = Kit("projects", "Previous projects", "projects", 45, frozenset({"creative"}), frozenset({"talk"}))
CODING = Kit("coding", "Pair coding", "coding", 60, frozenset({"code"}))
REVIEW = Kit("review", "Code review", "review", 45, frozenset(), frozenset({"code"}))

ASHA = Interviewer("asha", "Asha K.", Side.RESEARCHER)
DEV = Interviewer("dev", "Dev N.", Side.ENGINEER)
PRIYA = Interviewer("priya", "Priya S.", Side.ENGINEER)
RUTH = Interviewer("ruth", "Ruth T.", Side.RESEARCHER)


def panel(**fields):
    return Panel(**{"hypotheses": (CREATIVE,), "bars": (CODE, TALK), **fields})


def propose(of, kits=(), interviewers=(ASHA, DEV, PRIYA, RUTH), **more):
    return next_interview(of, kits=kits, interviewers=interviewers, **more)


def test_next_interview_closes_most_of_what_is_needed():
    found = propose(panel(planned=(APPLIED, PROJECTS, CODING)))

    assert (found.kit, found.interviewer) == (PROJECTS, ASHA)
    assert found.closes == ("Creative thinking", "Communication")
    assert found.sentence == (
        "Asha K. with Previous projects (45 minutes) closes most of what is open: Creative thinking and Communication."
    )


def test_what_is_needed_goes_before_a_second_look():
    wide = Kit("wide", "Wide", "wide", in_depth=frozenset({"code", "talk"}))
    booked = (Booked(CODING, DEV), Booked(PROJECTS, PRIYA))

    found = propose(panel(planned=(APPLIED, wide), booked=booked))

    assert found.kit == APPLIED
    assert found.closes == ("Creative thinking",)


def test_second_look_is_offered_when_nothing_is_needed():
    booked = (Booked(CODING, DEV), Booked(PROJECTS, PRIYA), Booked(APPLIED, ASHA))

    found = propose(panel(planned=(APPLIED, PROJECTS, CODING), booked=booked), kits=(REVIEW,))

    assert found.interviewer == RUTH
    assert found.sentence == "Ruth T. with Previous projects (45 minutes) would give a second look: Communication."


def test_nothing_is_proposed_when_nothing_would_help():
    done = (Booked(APPLIED, ASHA), Booked(PROJECTS, DEV))

    assert propose(Panel((CREATIVE,), (), (APPLIED,), done)) is None


def test_nobody_who_sees_the_candidate_already_is_asked():
    booked = (Booked(APPLIED, ASHA), Booked(CODING, DEV, counts=False))

    found = propose(panel(planned=(PROJECTS, CODING), booked=booked), interviewers=(ASHA, DEV))

    assert found is None


def test_only_somebody_who_holds_the_kit_is_asked():
    trained = dataclasses.replace(RUTH, kits=frozenset({"projects"}))
    untrained = dataclasses.replace(ASHA, kits=frozenset({"coding"}))

    found = propose(panel(planned=(PROJECTS,)), interviewers=(untrained, trained))

    assert found.interviewer == trained


def test_looking_at_a_strength_through_the_same_type_again_closes_nothing():
    found = propose(Panel((CREATIVE,), (), (APPLIED,), (Booked(APPLIED, ASHA),)))

    assert found is None


def test_only_restricts_to_one_criterion():
    found = propose(panel(planned=(APPLIED, PROJECTS, CODING)), only="code")

    assert found.kit == CODING
    assert propose(panel(planned=(APPLIED,)), only="code") is None


def test_borderline_bar_asks_somebody_new_though_it_was_seen_twice():
    booked = (Booked(CODING, DEV, done=True), Booked(REVIEW, RUTH, done=True))
    asked = Panel((), (CODE,), (CODING,), booked, frozenset({"code"}))

    found = propose(asked, only="code")

    assert found.kit == CODING
    assert found.interviewer == ASHA
    assert propose(Panel((), (CODE,), (CODING,), booked), only="code") is None


def test_tie_goes_to_the_role_s_own_kits():
    found = propose(Panel((), (CODE,), (CODING,)), kits=(REVIEW,))

    assert found.kit == CODING


def test_tie_goes_to_what_takes_the_candidate_least_time_work_at_home_included():
    at_home = dataclasses.replace(REVIEW, homework=180)

    assert propose(Panel((), (CODE,)), kits=(at_home, CODING)).kit == CODING
    assert propose(Panel((), (CODE,)), kits=(REVIEW, CODING)).kit == REVIEW


def test_tie_goes_to_the_side_the_panel_is_missing():
    found = propose(panel(planned=(APPLIED, CODING), booked=(Booked(APPLIED, ASHA),)), only="code")

    assert found.interviewer == DEV
    assert found.sentence.endswith("Software engineering, and brings in an engineer.")


def test_tie_goes_to_the_side_the_kit_asks_for():
    by_engineers = dataclasses.replace(CODING, side=Side.ENGINEER)

    assert propose(Panel((), (CODE,), (by_engineers,))).interviewer == DEV


def test_tie_goes_to_the_shorter_interview():
    found = propose(Panel((), (CODE,)), kits=(CODING, REVIEW))

    assert found.kit == REVIEW


@pytest.mark.parametrize(("loads", "expected"), [((0, 0), "dev"), ((2, 1), "priya"), ((1, 2), "dev")])
def test_tie_goes_to_who_has_fewer_interviews_then_by_name(loads, expected):
    people = [dataclasses.replace(person, load=load) for person, load in zip((DEV, PRIYA), loads, strict=True)]

    assert propose(Panel((), (CODE,), (CODING,)), interviewers=people[::-1]).interviewer.key == expected


@given(st.permutations([APPLIED, PROJECTS, CODING, REVIEW]), st.permutations([ASHA, DEV, PRIYA, RUTH]))
def test_order_of_kits_and_people_never_matters(kits, people):
    expected = propose(panel(), kits=(APPLIED, PROJECTS, CODING, REVIEW))

    assert propose(panel(), kits=kits, interviewers=people) == expected


@given(st.lists(st.sampled_from([APPLIED, PROJECTS, CODING, REVIEW]), max_size=4))
def test_following_the_proposals_closes_everything_that_can_be_closed(start):
    people = [Interviewer(f"p{n}", f"Person {n}", side) for n, side in enumerate([*Side, *Side, *Side])]
    now = panel(
        planned=(APPLIED, PROJECTS, CODING),
        booked=tuple(Booked(kit, Interviewer(f"s{n}", "S")) for n, kit in enumerate(start)),
    )

    steps = 0
    while found := propose(now, interviewers=people):
        now = dataclasses.replace(now, booked=(*now.booked, Booked(found.kit, found.interviewer)))
        steps += 1

    assert steps <= 6
    assert all(cover.booked >= cover.wished for cover in covers(now))


def test_only_somebody_with_room_soon_is_asked():
    full = dataclasses.replace(ASHA, minutes=frozenset())
    short = dataclasses.replace(DEV, minutes=frozenset({45}))
    long = dataclasses.replace(PRIYA, minutes=frozenset({45, 60}))

    found = propose(Panel((), (CODE,), (CODING,)), interviewers=(full, short, long))

    assert found.interviewer == long


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (
            [dataclasses.replace(DEV, minutes=frozenset())],
            "Pair coding would close most (Software engineering), but nobody who is trained for it has room in the next two weeks.",
        ),
        (
            [dataclasses.replace(DEV, kits=frozenset())],
            "Pair coding would close most (Software engineering), but nobody is left who is trained for it and does not see this "
            "candidate yet.",
        ),
        ([], "Pair coding would close most (Software engineering), but nobody is left who is trained for it"),
    ],
)
def test_it_says_why_nobody_is_proposed(people, said):
    of = Panel((), (CODE,), (CODING,))

    assert propose(of, interviewers=people) is None
    assert why_nobody(of, kits=(), interviewers=people).startswith(said)


def test_it_says_that_nothing_is_left_to_close():
    done = Panel((CREATIVE,), (), (APPLIED,), (Booked(APPLIED, ASHA), Booked(PROJECTS, DEV)))

    assert why_nobody(done, kits=(), interviewers=(RUTH,)) == "Nothing more to book: everything has the looks it needs."
