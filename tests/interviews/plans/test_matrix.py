"""The plan as one matrix, and who of the panel stands on which side."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.plans.coverage import LookState, covers
from interviews.plans.matrix import Probe, matrix_of
from interviews.plans.panel import Booked, Interviewer, Kit, Panel, Side
from interviews.plans.remarks import mix_of
from interviews.rule.terms import Bar, Hypothesis

CREATIVE = Hypothesis("creative", "Creative thinking")
CODE, TALK = Bar("code", "Software engineering"), Bar("talk", "Communication")
APPLIED = Kit("applied", "Applied ML", "applied", 60, frozenset({"creative"}))
PROJECTS = Kit("projects", "Previous projects", "projects", 45, frozenset({"creative"}), frozenset({"talk"}))
CODING = Kit("coding", "Pair coding", "coding", 60, frozenset({"code"}))
KITS = [APPLIED, PROJECTS, CODING]

ASHA = Interviewer("asha", "Asha K.", Side.RESEARCHER)
DEV = Interviewer("dev", "Dev N.", Side.ENGINEER)
PIA = Interviewer("pia", "Pia M.")


def laid_out(**fields):
    panel = Panel(**{"hypotheses": (CREATIVE,), "bars": (CODE, TALK), **fields})
    return matrix_of(panel, covers(panel))


def test_columns_are_the_interviews_held_and_booked_then_those_still_planned():
    monday = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    booked = (Booked(APPLIED, ASHA, done=True, starts_at=monday), Booked(CODING, DEV, counts=False))

    found = laid_out(planned=(APPLIED, PROJECTS, CODING), booked=booked)

    assert [(one.kit, one.who, one.state, one.starts_at, one.counts) for one in found.columns] == [
        (APPLIED, "Asha K.", LookState.DONE, monday, True),
        (CODING, "Dev N.", LookState.BOOKED, None, False),
        (PROJECTS, "Nobody booked", LookState.PLANNED, None, True),
        (CODING, "Nobody booked", LookState.PLANNED, None, True),
    ]
    assert found.width == 6


def test_squares_say_what_each_interview_does_for_each_criterion():
    left_out = Booked(PROJECTS, DEV, done=True, left_out=frozenset({"talk"}))

    found = laid_out(planned=(APPLIED, CODING), booked=(left_out,))

    assert [[square.words for square in line.squares] for line in found.lines] == [
        ["in depth, done", "in depth, not booked", "not asked"],
        ["not asked", "not asked", "in depth, not booked"],
        ["left out", "not asked", "not asked"],
    ]
    assert [line.cover.name for line in found.strengths] == ["Creative thinking"]
    assert [line.cover.name for line in found.bars] == ["Software engineering", "Communication"]


def test_a_bar_is_told_from_a_look_in_depth():
    found = laid_out(planned=(PROJECTS,))

    assert [line.squares[0].probe for line in found.lines] == [Probe.IN_DEPTH, Probe.NONE, Probe.BAR]


@given(st.lists(st.sampled_from(KITS), max_size=5), st.lists(st.sampled_from(KITS), max_size=4))
def test_what_no_square_probes_is_what_nothing_covers(planned, booked):
    found = laid_out(
        planned=tuple(planned), booked=tuple(Booked(kit, Interviewer(n, f"P{n}")) for n, kit in enumerate(booked))
    )

    for line in found.lines:
        assert len(line.squares) == len(found.columns)
        assert (line.cover.state.value == "nothing covers it") == all(square.is_silent for square in line.squares)


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([], "Nobody is booked yet. Hear a researcher and an engineer, whatever the role."),
        ([ASHA], "No engineer yet: ask one before deciding."),
        ([DEV], "No researcher yet: ask one before deciding."),
        ([PIA], "No researcher and no engineer yet: ask one before deciding."),
        ([ASHA, DEV], "Both sides are heard."),
    ],
)
def test_panel_says_which_side_is_missing(people, sentence):
    panel = Panel((), (), (), tuple(Booked(APPLIED, person) for person in people))

    assert mix_of(panel).sentence == sentence


def test_panel_names_each_person_once_and_no_trainee():
    booked = [Booked(APPLIED, ASHA), Booked(PROJECTS, ASHA), Booked(CODING, DEV, counts=False), Booked(CODING, PIA)]

    found = mix_of(Panel((), (), (), tuple(booked)))

    assert (found.researchers, found.engineers, found.others) == (("Asha K.",), (), ("Pia M.",))
    assert found.missing == (Side.ENGINEER,)


def test_two_people_in_one_room_are_one_interview_for_the_candidate():
    together = [Booked(APPLIED, ASHA, event=1), Booked(APPLIED, DEV, event=1), Booked(CODING, PIA, event=2)]

    assert Panel((), (), (APPLIED, PROJECTS, CODING), tuple(together)).interviews == 3
    assert Panel((), (), (), (*together, Booked(CODING, ASHA, counts=False, event=3))).interviews == 2
    assert Panel((), (), (), (Booked(APPLIED, ASHA), Booked(CODING, DEV))).interviews == 2
