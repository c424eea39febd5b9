import datetime as dt

import pytest

from interviews.scorecards.blindness import Card, could_read_before

ME, OTHER = 1, 2


def day(number):
    return dt.datetime(2026, 3, number, 12, tzinfo=dt.UTC)


def card(author, opened, submitted=None, released=None):
    return Card(author, day(opened), submitted and day(submitted), released and day(released))


@pytest.mark.parametrize(
    ("cards", "sees_role", "expected"),
    [
        # opened before anybody submitted: blind, whatever came later
        ([card(OTHER, 1, 7)], True, False),
        # another's was readable before mine was opened
        ([card(OTHER, 1, 3)], True, True),
        # the same, for somebody who may not see the role and gave nothing
        ([card(OTHER, 1, 3)], False, False),
        # my first interview let me read; the second is no longer blind
        ([card(ME, 1, 2), card(OTHER, 1, 3)], False, True),
        # I owed my first scorecard all the time, so I read nothing
        ([card(ME, 1, 8), card(OTHER, 1, 3)], True, False),
        # my first seat was taken away in between: from then on I could read
        ([card(ME, 1, None, released=4), card(OTHER, 1, 3)], True, True),
        # taken away before the other submitted, and this one opened only later
        ([card(ME, 1, None, released=2), card(OTHER, 1, 3)], True, True),
        # only my own
        ([card(ME, 1, 3)], True, False),
    ],
)
def test_could_read_before(cards, sees_role, expected):
    assert could_read_before(cards, author=ME, opened_at=day(5), sees_role=sees_role) is expected
