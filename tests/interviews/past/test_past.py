"""How many past candidates met what a role asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.desk.signals import assessments_wanted
from hiring.roles.models import Role
from interviews.past.counting import PastMark, count_past
from interviews.past.queries import past_count
from interviews.rule.terms import BarMark
from tests.factories import (
    ApplicationFactory,
    CompetencyFactory,
    KitCompetencyFactory,
    PlannedInterviewFactory,
    RatingFactory,
    RoleCompetencyFactory,
    RoleFactory,
    ScorecardFactory,
)

ABOVE, BELOW = BarMark.JUST_ABOVE, BarMark.CLEARLY_BELOW
BARS = {1: "Theory", 2: "Code"}


def people(*rows):
    return [
        PastMark(person, bar, mark) for person, marks in enumerate(rows) for bar, mark in zip(BARS, marks, strict=False)
    ]


def test_sentence_names_what_costs_most():
    count = count_past(people((ABOVE, ABOVE), (ABOVE, BELOW), (ABOVE, BELOW), (BELOW, ABOVE), (BELOW, BELOW)), BARS)

    assert (
        count.sentence
        == "Of your own 5 past candidates who were rated on this role's 2 bars, 1 met all of them; dropping Code → 3."
    )


def test_whoever_was_not_rated_on_every_bar_is_unknown_unless_they_missed_one():
    count = count_past(people(*[(ABOVE, ABOVE)] * 4, (ABOVE,), (BELOW,)), BARS)

    assert (count.seen, count.met, count.unknown) == (6, 4, 1)
    assert "Of 1 nothing can be said" in count.sentence
    assert [(one.name, one.met) for one in count.without] == [("Code", 5), ("Theory", 4)]


def test_few_people_are_not_counted_out():
    count = count_past(people((ABOVE, ABOVE), (ABOVE, BELOW)), BARS)

    assert "too few to count" in count.sentence
    assert "None of your past candidates" in count_past([], BARS).sentence


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([1, 2, 3]), st.sampled_from(list(BarMark)))))
def test_dropping_a_bar_never_lowers_the_count(rows):
    count = count_past([PastMark(*row) for row in rows], BARS)

    assert 0 <= count.met <= min([one.met for one in count.without])
    assert 0 <= count.unknown <= count.seen - count.met
    assert max(one.met for one in count.without) <= count.seen


@pytest.fixture
def asked(recruiter):
    role = RoleFactory(recruiter=recruiter)
    return role, [RoleCompetencyFactory(role=role, bar_level="mid").competency for _ in range(2)]


def rated(competencies, marks, *, level="mid", standing="rejected"):
    role = RoleFactory()
    application = ApplicationFactory(role=role, rejected=standing == "rejected")
    card = ScorecardFactory(seat__interview__application=application, submitted=True)
    for competency, mark in zip(competencies, marks, strict=True):
        RoleCompetencyFactory(role=role, competency=competency, bar_level=level)
        RatingFactory(card=card, competency=competency, mark=mark)


@pytest.mark.django_db
def test_past_candidates_are_counted_by_their_scorecards(asked, recruiter):
    role, competencies = asked
    for marks in [("just_above", "just_above")] * 4 + [("just_above", "clearly_below")] * 2:
        rated(competencies, marks)

    count = past_count(role, recruiter)

    assert (count.seen, count.met) == (6, 4)
    assert count.without[0].met == 6


@pytest.mark.django_db
def test_a_mark_above_a_lower_bar_says_nothing_here(asked, recruiter):
    role, competencies = asked
    rated(competencies, ("just_above", "just_above"), level="low")
    rated(competencies, ("just_above", "just_above"), level="high")

    assert (past_count(role, recruiter).seen, past_count(role, recruiter).met) == (1, 1)


@pytest.mark.django_db
def test_active_candidates_and_unreadable_scorecards_are_left_out(asked, recruiter, hiring_manager):
    role, competencies = asked
    rated(competencies, ("just_above", "just_above"), standing="active")
    rated(competencies, ("just_above", "just_above"))

    assert past_count(role, recruiter).seen == 1
    assert past_count(role, hiring_manager).seen == 0


@pytest.mark.django_db
def test_a_strength_that_was_seen_clears_its_bar(asked, recruiter):
    role, competencies = asked
    card = ScorecardFactory(
        seat__interview__application=ApplicationFactory(role=RoleFactory(), rejected=True), submitted=True
    )
    for competency, level in zip(competencies, (3, 2), strict=True):
        RatingFactory(card=card, competency=competency, scale="strength", level=level, mark=None)

    most = past_count(role, recruiter).without[0]
    assert (most.met, most.name) == (1, competencies[1].name)


@pytest.mark.django_db
def test_a_role_without_bars_has_nothing_to_count(recruiter):
    assert past_count(RoleFactory(), recruiter) is None


@pytest.mark.django_db
def test_the_desk_learns_what_the_plan_looks_at():
    role = RoleFactory()
    planned = PlannedInterviewFactory(role=role)
    KitCompetencyFactory(kit=planned.kit, competency=CompetencyFactory(name="Software engineering", description=""))

    ((_, answer),) = assessments_wanted.send(Role, role=role)

    assert [one.topics for one in answer] == [frozenset({"software"})]
