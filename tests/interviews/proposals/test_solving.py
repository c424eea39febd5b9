"""Proposals against every loop there is: small cases are searched through one by one."""

import dataclasses
import itertools
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.bench.loops import onsite
from config.local.places import ROOT
from interviews.proposals.apart import Chosen, read_problem, solve, solve_apart
from interviews.proposals.loops import APART, Day, Loop, Part, Person, Placed, Problem, Room, Terms, faults, price
from interviews.proposals.relaxing import why_not
from interviews.proposals.solving import propose

MONDAY = 20_420 * 1440  # a Monday, in minutes since 1970


def clock(hour, minute=0, day=0):
    return MONDAY + day * 1440 + hour * 60 + minute


def day(number=0, first=9, last=17, lunch=None, liked=()):
    start = clock(0, day=number)
    lunch = (clock(lunch[0], day=number), clock(lunch[1], day=number)) if lunch else None
    return Day(
        f"day {number}", (start, start + 1440), ((clock(first, day=number), clock(last, day=number)),), lunch, liked
    )


def person(key, *spans, side="other", load=0, rooms=()):
    return Person(key, f"Person {key}", side, tuple(spans) or ((clock(8), clock(18)),), load, tuple(rooms))


def part(key, minutes=60, by="ab", needed=1, probes=()):
    return Part(key, f"Interview {key}", minutes, tuple(by), needed, tuple(probes))


def problem(parts, people, days=None, **terms):
    return Problem(tuple(parts), tuple(people), tuple(days or [day()]), Terms(**terms))


def every_loop(given_problem):
    """Every loop that may be booked, found by trying everything."""
    parts, people = given_problem.parts, {one.key: one for one in given_problem.people}
    choices = []
    for one in parts:
        starts = [
            start
            for each in given_problem.days
            for first, last in each.offered
            for start in range(-(-first // 15) * 15, last - one.minutes + 1, 15)
        ]
        teams = itertools.combinations([key for key in one.interviewers if key in people], one.needed)
        choices.append([Placed(one, start, tuple(people[k] for k in team)) for team in teams for start in starts])
    for chosen in itertools.product(*choices):
        loop = Loop(tuple(sorted(chosen, key=lambda one: one.start)))
        if not faults(given_problem, loop):
            yield loop


@st.composite
def small_problems(draw):
    """Two or three interviews, three people, one or two short days: few enough to try everything."""
    count = draw(st.integers(1, 3))
    hours = 4 if count < 3 else 3
    days = [
        day(
            n,
            first=10,
            last=10 + hours,
            lunch=draw(st.sampled_from([None, (11, 13), (12, 14)])),
            liked=draw(st.sampled_from([(), ((clock(10, day=n), clock(12, day=n)),)])),
        )
        for n in range(draw(st.integers(1, 2)))
    ]
    people = []
    for key in "abc":
        spans = []
        for n in range(len(days)):
            first = draw(st.integers(9 * 4, 12 * 4)) * 15
            spans.append((clock(0, first, day=n), clock(0, first + draw(st.integers(3, 20)) * 15, day=n)))
        rooms = [Room(days[0].during, draw(st.integers(0, 2)))] if draw(st.booleans()) else []
        side = draw(st.sampled_from(["researcher", "engineer", "other"]))
        people.append(person(key, *spans, side=side, load=draw(st.integers(0, 9)), rooms=rooms))
    parts = [
        part(
            str(n),
            minutes=draw(st.sampled_from([30, 40, 45, 60])),
            by=draw(st.sampled_from(["a", "ab", "bc", "abc"])),
            needed=draw(st.sampled_from([1, 1, 1, 2])),
            probes=draw(st.sampled_from([(), ("h",)])),
        )
        for n in range(count)
    ]
    return problem(
        parts,
        people,
        days,
        gap=draw(st.sampled_from([0, 10, 15, 30])),
        lunch=draw(st.sampled_from([30, 45])),
        longest=draw(st.sampled_from([75, 90, 120])),
        most_days=draw(st.integers(1, 2)),
        buffer=draw(st.sampled_from([0, 15, 20])),
        before=(("1", "0"),) if count > 1 and draw(st.booleans()) else (),
    )


@settings(max_examples=20, deadline=None, derandomize=True)
@given(small_problems())
def test_proposals_are_what_trying_everything_finds(given_problem):
    found = propose(given_problem, most=3, seconds=60)

    loops, known = list(every_loop(given_problem)), []
    for loop in found.loops:
        assert faults(given_problem, loop) == []
        left = [one for one in loops if all(abs(one.starts - other.starts) >= APART for other in known)]
        assert price(given_problem, loop) == min(price(given_problem, one) for one in left)
        known.append(loop)
    if len(known) < 3:
        assert not [one for one in loops if all(abs(one.starts - other.starts) >= APART for other in known)]
    assert found.is_proven


@pytest.mark.parametrize("most_days", [1, 2])
def test_an_onsite_over_two_weeks_has_five_sound_proposals(most_days):
    given_problem = onsite(3, most_days=most_days)

    found = propose(given_problem, seconds=20)

    prices = [price(given_problem, loop) for loop in found.loops]
    assert [faults(given_problem, loop) for loop in found.loops] == [[]] * 5
    assert prices == sorted(prices)
    assert found.is_proven
    assert propose(given_problem, seconds=20).loops == found.loops  # the same again


def test_whoever_had_fewer_interviews_is_asked_first():
    given_problem = problem([part("x")], [person("a", load=9), person("b", load=2)])

    assert [one.key for one in propose(given_problem, most=1).loops[0].placed[0].people] == ["b"]


def test_two_people_look_at_the_same_hypothesis():
    parts = [part("x", probes=["rigour"]), part("y", probes=["rigour"])]

    loop = propose(problem(parts, [person("a"), person("b", load=60)]), most=1).loops[0]

    assert {one.key for placed in loop.placed for one in placed.people} == {"a", "b"}


def test_time_for_the_scorecard_is_kept_where_the_break_is_shorter():
    parts = [part("x", by="a"), part("y", by="a")]

    loop = propose(problem(parts, [person("a")], gap=0, buffer=30), most=1).loops[0]

    assert loop.placed[1].start - loop.placed[0].end == 30


@pytest.mark.parametrize(
    ("given_problem", "hints"),
    [
        (
            problem([part("x", by="z")], [person("a")]),
            ["Nobody may hold “Interview x”. Train somebody for it, or plan another kit."],
        ),
        (
            problem([part("x", by="a")], [person("a", (clock(18), clock(20)))]),
            [
                "Nobody trained for “Interview x” is free while the candidate is, up to day 0: add hours, a person, or another week."
            ],
        ),
        (
            problem([part("x", minutes=400)], [person("a")], [day(first=9, last=15)]),
            ["“Interview x” takes 400 minutes, longer than any time the candidate offers."],
        ),
        (
            problem([part("x")], [person("a")], [Day("day 0", (clock(0), clock(24)), ())]),
            ["The candidate offers no time in this window. Ask for other times, or take another week."],
        ),
        (
            problem(
                [part("x", 120), part("y", 120)],
                [person("a", (clock(9), clock(18)), (clock(9, day=1), clock(18, day=1)))],
                [day(0, 9, 12), day(1, 9, 12)],
            ),
            [
                "It fits over 2 days.",
                "The others fit without “Interview x”; book that one by itself.",
                "The others fit without “Interview y”; book that one by itself.",
            ],
        ),
        (
            problem([part("x", 75), part("y", 75)], [person("a")], [day(0, 11, 14, lunch=(12, 14))], longest=400),
            [
                "It fits without the lunch break.",
                "The others fit without “Interview x”; book that one by itself.",
                "The others fit without “Interview y”; book that one by itself.",
            ],
        ),
    ],
    ids=["untrained", "never free", "too long", "no time offered", "two days", "lunch"],
)
def test_what_does_not_fit_says_what_would_help(given_problem, hints):
    assert propose(given_problem).loops == ()
    assert why_not(given_problem, seconds=30) == hints


def test_nothing_that_helps_alone_is_said_to_help():
    given_problem = problem(
        [part("x", 60, by="a"), part("y", 60, by="a")],
        [person("a", (clock(9), clock(10, 45)))],
        [day(0, 9, 11)],
        before=(("x", "y"),),
    )

    assert why_not(given_problem, seconds=30) == [
        "The others fit without “Interview x”; book that one by itself.",
        "The others fit without “Interview y”; book that one by itself.",
    ]


def test_a_problem_survives_its_journey_to_another_process_and_is_solved_the_same_there():
    import json

    given_problem = onsite(1)

    assert read_problem(json.loads(json.dumps(dataclasses.asdict(given_problem)))) == given_problem
    small = problem([part("x", by="a"), part("y", by="b")], [person("a"), person("b")], before=(("y", "x"),))
    answer = solve_apart(small)
    assert answer.loops == solve(small).loops
    assert answer.loops[0] == (Chosen("y", clock(9), ("b",)), Chosen("x", clock(10, 15), ("a",)))


def test_the_solver_s_own_process_leaves_pandas_out():
    """Half of its memory and most of its start would be pandas."""
    code = (
        "import sys; from interviews.proposals.apart import leave_out_pandas; leave_out_pandas(); import interviews.proposals.solving;"
        " sys.exit(any(name.startswith('pandas.') for name in sys.modules) or 'ortools' not in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_the_solver_stays_out_of_whoever_asks_for_it():
    """A web process or a worker that imported it would keep some 90 MB for good."""
    code = "import sys, interviews.proposals.apart; sys.exit('ortools' in sys.modules or 'pandas' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
