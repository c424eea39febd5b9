"""The lookup of other roles for one person: by criterion, in plain order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.elsewhere.lookup import KnownBar, RoleAsks, roles_that_fit
from interviews.rule.bars import BarState

MET = KnownBar("code", BarState.MET, "mid")
MISSED = KnownBar("code", BarState.NOT_MET, "mid")
BORDERLINE = KnownBar("code", BarState.BORDERLINE, "mid")


def role(title="Platform engineer", *, strength="creative", bar=("code", "Software", "mid")):
    return RoleAsks(title.lower(), title, ((strength, strength.title()),), (bar,) if bar else ())


def fit(known, asks, confirmed=("creative",)):
    return [one.sentence for one in roles_that_fit(confirmed, known, [asks])]


@pytest.mark.parametrize(
    ("known", "asks", "said"),
    [
        ([MET], role(), ["Clears this role’s bars; strength it asks for: Creative."]),
        ([MET], role(bar=("code", "Software", "high")), ["not looked at: Software; strength it asks for: Creative."]),
        ([BORDERLINE], role(), ["not looked at: Software; strength it asks for: Creative."]),
        ([], role(bar=None), ["No minimum bars; strength it asks for: Creative."]),
        ([MISSED], role(), []),
        ([MISSED], role(bar=("code", "Software", "high")), []),
        (
            [MISSED],
            role(bar=("code", "Software", "low")),
            ["not looked at: Software; strength it asks for: Creative."],
        ),
        ([MET], role(strength="maths"), []),
    ],
)
def test_what_is_known_is_said_criterion_by_criterion(known, asks, said):
    assert fit(known, asks) == said


def test_some_bars_cleared_and_some_not_looked_at():
    asks = RoleAsks("r", "R", (("creative", "Creative"),), (("code", "Software", "low"), ("theory", "Theory", "low")))

    assert fit([MET], asks) == ["Clears Software; not looked at: Theory; strength it asks for: Creative."]


def test_strength_is_not_judged_against_its_bar_as_well():
    asks = role(bar=("creative", "Creative", "high"))

    assert fit([KnownBar("creative", BarState.NOT_MET, "low")], asks) == [
        "No minimum bars; strength it asks for: Creative."
    ]


@given(st.permutations(["Data engineer", "ML engineer", "Platform engineer", "Researcher"]), st.sets(st.integers(0, 3)))
def test_roles_come_by_title_whatever_is_known_of_them(titles, cleared):
    roles = [
        role(title, bar=("code", "Software", "low" if number in cleared else "high"))
        for number, title in enumerate(titles)
    ]

    assert [one.title for one in roles_that_fit(["creative"], [MET], roles)] == sorted(titles)
