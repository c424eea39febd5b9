import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.updates.story import input_words, tell, waiting_words, week_words
from insights.updates.week import InputLine, RoleWeek, TeamWeek, Waiting, as_json

MONDAY, AIM = dt.date(2026, 11, 16), dt.date(2027, 2, 18)
RANGE = (
    "One time in ten filled by 3 January 2027, as likely as not by 10 March 2027, nine times in ten after 21 May 2027."
)
HANGS = "It hangs on one channel: Referrals brings 71 % of the hires expected. Open a second one."
HYPE = re.compile(
    r"!|\b(great|strong|excellent|exciting|excited|amazing|fantastic|promising|impressive|solid|healthy|robust|thrilled|proud|momentum|success\w*"
    r"|win|wins|crush\w*|smash\w*|disappoint\w*|unfortunately|sadly|alarming|disaster\w*|terrible|worr\w+|confident|on track|guarantee\w*|will)\b",
    re.IGNORECASE,
)

FLAT = RoleWeek(
    title="ML engineer",
    aim=AIM,
    chance=0.52,
    range=RANGE,
    chance_before=0.5,
    pipeline=0.2,
    pipeline_before=0.19,
    openings_before=1,
    came=3,
    left=2,
    best=("One more person a week from Referrals", 0.54),
)
GOOD = replace(FLAT, chance=0.71, pipeline=0.41, advanced=2, left=0)
BAD = replace(
    FLAT, chance=0.31, pipeline=0.02, came=1, left=4, risks=(HANGS,), best=("Every stage half as fast again", 0.44)
)
INPUTS = (
    InputLine("New people", 3, 10),
    InputLine("Interviews held", 6, 5),
    InputLine("Scorecards on time, where all are in", 8, 90, of=9),
)


def week(*roles, waiting=()):
    return TeamWeek(team="Perception", monday=MONDAY, roles=roles, inputs=INPUTS, waiting=waiting)


def everything(story):
    return "\n".join([story.headline, *story.odds, *story.changes, *story.risks, *story.inputs, *story.decisions])


def test_a_flat_week_says_that_nothing_moved():
    story = tell(week(FLAT))

    assert story.headline == "52 % for the one open role to be filled by 18 February 2027, about as a week ago (50 %)."
    assert story.odds == (f"ML engineer: 52 % by 18 February 2027, about as a week ago (50 %). {RANGE}",)
    assert story.changes == (
        "ML engineer: three came in and two left the process. The chance did not move by more than a forecast does by itself.",
    )
    assert story.risks == ("No role hangs on one channel or on the people already on their way alone.",)
    assert story.inputs == (
        "New people: 3 of 10 planned (7 fewer).",
        "Interviews held: 6 of 5 planned (1 more).",
        "Scorecards on time, where all are in: 8 of 9; 90 % are planned.",
    )
    assert story.decisions == ("None this week.",)


def test_a_good_week_is_told_in_numbers():
    story = tell(week(GOOD))

    assert story.headline == "71 % for the one open role to be filled by 18 February 2027, up from 50 % a week ago."
    assert story.odds[0].startswith("ML engineer: 71 % by 18 February 2027, up from 50 % a week ago. One time in ten")
    assert story.changes == (
        "ML engineer: three came in and two advanced. The chance rose by 21 points, mostly because more of it rests on people on their way "
        "than a week ago.",
    )
    assert story.decisions == ("None this week.",)


def test_a_bad_week_is_told_by_the_same_sentences():
    story = tell(week(BAD, waiting=(Waiting("decision", 2, 6), Waiting("signature", 1, 0))))

    assert story.headline == "31 % for the one open role to be filled by 18 February 2027, down from 50 % a week ago."
    assert story.odds[0].startswith("ML engineer: 31 % by 18 February 2027, down from 50 % a week ago. ")
    assert story.changes == (
        "ML engineer: one came in and four left the process. The chance fell by 19 points, mostly because less of it rests on people on their "
        "way than a week ago.",
    )
    assert story.risks == (f"ML engineer: {HANGS}",)
    assert story.decisions == (
        "Two candidates wait for a decision, the longest for 6 days.",
        "One decision waits for its second signature, since today.",
        "ML engineer: whether to change the plan. Every stage half as fast again: 44 % instead of 31 %.",
    )


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (replace(BAD, left=0, came=0), "by 19 points, after a week in which nobody came or advanced."),
        (
            replace(BAD, pipeline_before=None),
            "by what the week measured; the forecast of a week ago did not keep its parts.",
        ),
        (
            replace(BAD, pipeline_before=0.02),
            "mostly by how many people come in, how often they pass and how long stages take, as measured.",
        ),
        (replace(BAD, left=0, came=0), "nobody came in, advanced or left. The chance fell by 19 points"),
        (replace(BAD, hired=1), "with a hire made, since one opening fewer does not make the next one nearer."),
        (replace(GOOD, hired=1), "one was hired. The chance rose by 21 points, with a hire made."),
        (replace(BAD, openings_left=2), "Two openings are left to fill instead of one."),
        (replace(FLAT, chance_before=None), "No forecast of a week ago to compare with."),
        (replace(FLAT, chance=None), "No forecast of a week ago to compare with."),
    ],
)
def test_why_a_chance_moved(role, words):
    assert words in tell(week(role)).changes[0]


def test_a_team_without_a_role_and_one_without_a_forecast():
    assert tell(week()).headline == "No open role."
    assert tell(week(replace(FLAT, chance=None, hired=2))).headline == (
        "No forecast yet of one open role. Two were hired this week."
    )
    assert tell(week(replace(FLAT, chance=None))).odds == ("ML engineer: no forecast yet; one is made every night.",)


def test_a_headline_adds_up_the_roles_and_compares_only_what_can_be():
    assert tell(week(GOOD, BAD)).headline == (
        "1.0 of two open roles expected to be filled by 18 February 2027, about as a week ago."
    )
    assert tell(week(GOOD, replace(BAD, chance_before=None))).headline == (
        "1.0 of two open roles expected to be filled by 18 February 2027."
    )


def test_what_is_likely_anyway_asks_for_no_decision():
    likely = replace(GOOD, chance=0.85, best=("Every stage half as fast again", 0.95))

    assert tell(week(likely)).decisions == ("None this week.",)


def test_inputs_without_a_plan_or_without_anything_due():
    assert input_words(InputLine("New people", 4)) == "New people: 4; no plan set."
    assert input_words(InputLine("New people", 4, 4)) == "New people: 4 of 4 planned."
    assert input_words(InputLine("On time", 0, 90, of=0)) == "On time: none due."
    assert input_words(InputLine("On time", 1, None, of=2)) == "On time: 1 of 2."


def test_one_that_waits_and_many():
    assert waiting_words(Waiting("decision", 1, 1)) == "One candidate waits for a decision, for 1 day."
    assert (
        waiting_words(Waiting("signature", 13, 3))
        == "13 decisions wait for their second signature, the longest for 3 days."
    )


def test_a_week_by_its_days():
    assert week_words(MONDAY) == "16–22 November 2026"
    assert week_words(dt.date(2026, 11, 30)) == "30 November–6 December 2026"


chances = st.one_of(st.none(), st.floats(0, 1))
counts = st.integers(0, 40)


@given(
    st.lists(
        st.builds(
            RoleWeek,
            title=st.just("ML engineer"),
            aim=st.just(AIM),
            chance=chances,
            range=st.just(RANGE),
            chance_before=chances,
            pipeline=chances,
            pipeline_before=chances,
            openings_left=st.integers(0, 4),
            openings_before=st.one_of(st.none(), st.integers(0, 4)),
            came=counts,
            advanced=counts,
            left=counts,
            hired=st.integers(0, 3),
            risks=st.sampled_from([(), (HANGS,)]),
            best=st.one_of(st.none(), st.tuples(st.just("Every stage half as fast again"), st.floats(0, 1))),
            is_default=st.booleans(),
        ),
        max_size=4,
    ),
    st.lists(
        st.builds(
            Waiting,
            what=st.sampled_from(["decision", "signature"]),
            number=st.integers(0, 30),
            longest_days=st.integers(0, 90),
        ),
        max_size=2,
    ),
)
def test_no_week_is_praised_or_bemoaned_and_every_chance_has_its_day(roles, waiting):
    said = week(*roles, waiting=tuple(waiting))
    story = tell(said)

    assert HYPE.findall(everything(story)) == []
    assert all(" by 18 February 2027" in line or "no forecast yet" in line for line in story.odds)
    assert "none " not in " ".join(story.changes)
    # What goes up is said to rise, and what goes down to fall.
    for role, line in zip(roles, story.changes, strict=True):
        if "rose" in line or "fell" in line:
            assert ("rose" in line) == (role.chance > role.chance_before)


def test_the_numbers_are_kept_as_they_were():
    kept = as_json(week(GOOD))

    assert (kept["monday"], kept["roles"][0]["aim"], kept["roles"][0]["chance"]) == ("2026-11-16", "2027-02-18", 0.71)
    assert kept["inputs"][2] == {"name": "Scorecards on time, where all are in", "done": 8, "planned": 90, "of": 9}
