"""How far candidates came: never beyond now, never twice at once, and decided as the rule says."""

import dataclasses
import datetime as dt
import itertools
import random
import zoneinfo

import pytest

from config.demo import company
from config.demo.panels import role_facts
from config.demo.walks import ORDER
from config.demo.works import words
from config.demo.year import Year
from interviews.rule.outcome import Signal

NOW = dt.datetime(2026, 11, 20, 16, 0, tzinfo=dt.UTC)
SHAPES = {team.key: team.archetype for team in company.teams()}
ROLES = {role.key: role for role in company.roles()}


def year(seed=4):
    return Year(
        rng=random.Random(seed),
        now=NOW,
        zone=zoneinfo.ZoneInfo(company.TIME_ZONE),
        people={person.key: person for person in company.staff()},
        names={},
        summaries=words()["summaries"],
    )


def facts(role):
    return role_facts(role.profile, SHAPES[role.team])


def many(count=300):
    """Walks of every role and through every channel, from one walker."""
    one, found = year(), []
    for number in range(count):
        role = list(ROLES.values())[number % len(ROLES)]
        channel = list(role.lean)[number % len(role.lean)]
        start = NOW - dt.timedelta(days=1 + number % 300, weeks=role.closed_weeks)
        walk = one.walk(role, facts(role), channel, start)
        if walk.moves:
            found.append(walk)
    return found


@pytest.fixture(scope="module")
def walks():
    return many()


def test_nothing_happens_after_now(walks):
    moments = [move.at for walk in walks for move in walk.moves]
    moments += [signed.at for walk in walks for signed in walk.decisions]
    moments += [meeting.booked_at for walk in walks for meeting in walk.meetings]
    moments += [
        card.submitted_at for walk in walks for meeting in walk.meetings for card in meeting.cards if card.submitted_at
    ]

    assert len(moments) > 600
    assert max(moments) <= NOW


def test_moves_follow_each_other_through_the_stages(walks):
    for walk in walks:
        stages = [ORDER.index(move.stage) for move in walk.moves if move.stage]
        assert stages == list(range(stages[0], stages[0] + len(stages)))
        assert [move.at for move in walk.moves] == sorted(move.at for move in walk.moves)
        assert [bool(move.standing) for move in walk.moves[:-1]] == [False] * (len(walk.moves) - 1)


def test_whoever_is_rejected_is_told_why(walks):
    rejected = [walk.moves[-1] for walk in walks if walk.standing == "rejected"]

    assert rejected
    assert all(move.reason for move in rejected)


def test_scorecards_come_after_their_interview(walks):
    for walk in walks:
        for meeting in walk.meetings:
            assert meeting.booked_at < meeting.starts_at
            assert all(card.submitted_at is None or card.submitted_at >= meeting.ends_at for card in meeting.cards)


def test_nobody_sits_in_two_interviews_at_once(walks):
    seats = sorted(
        (card.author.key, meeting.starts_at, meeting.ends_at)
        for walk in walks
        for meeting in walk.meetings
        for card in meeting.cards
    )

    assert len(seats) > 100
    for one, other in itertools.pairwise(seats):
        assert one[0] != other[0] or one[2] <= other[1]


def test_interviewers_see_a_candidate_once(walks):
    for walk in walks:
        seen_by = [card.author.key for meeting in walk.meetings for card in meeting.cards]
        assert len(set(seen_by)) == len(seen_by)


def test_decisions_follow_the_rule(walks):
    signed = [one for walk in walks for one in walk.decisions]

    assert signed
    verdicts = {Signal.HIRE: "hire", Signal.NO: "no", Signal.MORE_EVIDENCE: {"more_evidence", "no"}}
    for one in signed:
        assert one.verdict in verdicts[one.outcome.signal]


def test_closed_role_has_nobody_left(walks):
    closed = [walk for walk in walks if walk.role.closed_weeks]

    assert closed
    assert {walk.standing for walk in closed} <= {"rejected", "withdrawn", "hired"}
    for walk in closed:
        assert walk.moves[-1].at <= NOW - dt.timedelta(weeks=walk.role.closed_weeks)


def test_interviews_of_those_who_left_are_called_off(walks):
    off = [meeting for walk in walks for meeting in walk.meetings if meeting.cancelled_at]

    assert off
    assert all(card.submitted_at is None and not card.seen for meeting in off for card in meeting.cards)


def test_the_same_seed_takes_the_same_walks(walks):
    assert [walk.moves for walk in many()] == [walk.moves for walk in walks]


@pytest.mark.parametrize("one", company.featured(), ids=lambda one: one.name)
def test_featured_walk_ends_where_it_should(one):
    role = ROLES[one.role]

    walk = year().arranged(role, facts(role), one, lambda _walk: True)

    assert one.stage in {walk.stage, walk.standing}
    assert abs((NOW - walk.moves[-1].at).days - one.days) <= 4


def test_arranged_walk_that_cannot_fit_comes_as_near_as_it_can():
    one = company.featured()[0]

    walk = year().arranged(ROLES[one.role], facts(ROLES[one.role]), one, lambda _walk: False)

    assert walk.stage == "decision"
    assert abs((NOW - walk.moves[-1].at).days - one.days) <= 1


def test_arranged_walk_to_a_place_that_is_not_there_says_so():
    one = dataclasses.replace(company.featured()[0], stage="moon")

    with pytest.raises(RuntimeError, match="Elin Vasquez never gets to “moon”"):
        year().arranged(ROLES[one.role], facts(ROLES[one.role]), one, lambda _walk: True)


@pytest.mark.parametrize("hours", range(0, 24 * 9, 31))
def test_everybody_featured_can_be_arranged_on_any_day_and_hour(hours):
    now = NOW + dt.timedelta(hours=hours)
    arranger = year(seed=hours)
    arranger.now = now

    for one in company.featured():
        role = ROLES[one.role]
        walk = arranger.arranged(role, facts(role), one, lambda _walk: True)
        assert one.stage in {walk.stage, walk.standing}
        assert walk.last_at <= now
