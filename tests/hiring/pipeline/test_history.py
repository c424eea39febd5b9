import datetime as dt

import pytest

from hiring.pipeline.history import NoHistory, Position, Step, position_after

SCREEN, ONSITE = 1, 2


def day(number):
    return dt.datetime(2026, 3, number, tzinfo=dt.UTC)


def test_entering_stands_in_the_first_stage():
    position = position_after([Step(1, SCREEN, "active", day(1))])

    assert position == Position(SCREEN, "active", day(1))


def test_moving_enters_anew():
    position = position_after([Step(1, SCREEN, "active", day(1)), Step(2, ONSITE, "active", day(4))])

    assert position == Position(ONSITE, "active", day(4))


def test_an_undone_move_has_never_left():
    steps = [
        Step(1, SCREEN, "active", day(1)),
        Step(2, ONSITE, "active", day(4)),
        Step(3, SCREEN, "active", day(5), undoes=2),
    ]

    assert position_after(steps) == Position(SCREEN, "active", day(1))


def test_undoing_twice_in_a_row_of_moves_still_finds_the_first_entry():
    steps = [
        Step(1, SCREEN, "active", day(1)),
        Step(2, ONSITE, "active", day(4)),
        Step(3, SCREEN, "active", day(5), undoes=2),
        Step(4, ONSITE, "active", day(6)),
        Step(5, SCREEN, "active", day(7), undoes=4),
    ]

    assert position_after(steps) == Position(SCREEN, "active", day(1))


def test_a_rejection_keeps_the_stage_and_when_it_was_entered():
    steps = [Step(1, SCREEN, "active", day(1)), Step(2, SCREEN, "rejected", day(9), reason=5)]

    assert position_after(steps) == Position(SCREEN, "rejected", day(1), closed_at=day(9), reason=5)


def test_reopening_starts_the_wait_anew():
    steps = [
        Step(1, SCREEN, "active", day(1)),
        Step(2, SCREEN, "rejected", day(9), reason=5),
        Step(3, SCREEN, "active", day(20)),
    ]

    assert position_after(steps) == Position(SCREEN, "active", day(20))


def test_an_undone_reopening_is_rejected_for_the_old_reason():
    steps = [
        Step(1, SCREEN, "active", day(1)),
        Step(2, SCREEN, "rejected", day(9), reason=5),
        Step(3, SCREEN, "active", day(20)),
        Step(4, SCREEN, "rejected", day(20), reason=5, undoes=3),
    ]

    assert position_after(steps) == Position(SCREEN, "rejected", day(1), closed_at=day(9), reason=5)


def test_no_history_stands_nowhere():
    with pytest.raises(NoHistory):
        position_after([])
