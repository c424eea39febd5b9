import datetime as dt
import re

import pytest
from django.utils import timezone

from candidates.matching.merging import merge_candidates
from candidates.privacy.actions import erase_candidate
from hiring.pipeline.actions import move_application, undo_change
from hiring.pipeline.models import StageChange
from insights.fairness.actions import make_reports
from insights.fairness.counting import STAGES, Walk, blocks_of, count, table
from insights.fairness.hiding import shown
from insights.fairness.models import FairnessReport, FairnessTable, PooledReading, WaitingCount
from insights.fairness.periods import due_periods, next_period
from insights.fairness.tasks import count_half_years
from insights.fairness.terms import ALL, NOT_KNOWN, OTHERS, Outcomes
from insights.fairness.walks import answers_of, walks_by_country
from insights.self_identification.actions import answer_for
from insights.self_identification.models import all_countries
from insights.self_identification.questions import read_questions
from tests import factories

(GENDER,) = read_questions("Gender\n- Woman\n- Man")
IN_MAY = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
IN_AUTUMN = dt.datetime(2026, 10, 5, tzinfo=dt.UTC)
FIRST_HALF = (dt.date(2026, 1, 1), dt.date(2026, 7, 1))


def walk(person, *stages, kind="ML engineer", hired=False, rejected=True):
    return Walk(person, kind, frozenset(stages), hired=hired, rejected=rejected and not hired)


def test_whoever_went_further_passed_and_whoever_waits_or_withdrew_was_not_decided_about():
    block = blocks_of(
        [
            walk(1, "review", "screen"),
            walk(2, "review", hired=True),
            walk(3, "review", rejected=False),
            walk(4, "screen"),
        ]
    )[0]

    counts = count(block, GENDER, {1: "woman", 2: "woman", 3: "man", 4: "man"})

    assert counts[0] == {"woman": Outcomes(2, 2), "man": Outcomes(0, 0), NOT_KNOWN: Outcomes(0, 0)}
    assert counts[1] == {"woman": Outcomes(0, 1), "man": Outcomes(0, 1), NOT_KNOWN: Outcomes(0, 0)}


def test_an_answer_that_is_not_asked_for_any_more_is_not_known():
    block = blocks_of([walk(1, "review"), walk(2, "review")])[0]

    counts = count(block, GENDER, {1: "gone"})

    assert counts[0][NOT_KNOWN] == Outcomes(0, 2)


def test_a_person_counts_once_in_a_block_where_they_came_furthest():
    (block,) = blocks_of([walk(1, "review"), walk(1, "review", "screen"), walk(1, "review")])

    assert count(block, GENDER, {1: "man"})[0]["man"] == Outcomes(1, 1)


def test_blocks_share_no_application_and_small_kinds_of_role_are_one():
    walks = [walk(n, "review", kind="Engineer") for n in range(120)]
    walks += [walk(n, "review", kind="Scientist") for n in range(200, 230)]
    walks += [walk(n, "review", kind="Analyst") for n in range(300, 310)]

    blocks = blocks_of(walks)

    assert [(block.name, len(block.walks)) for block in blocks] == [("Engineer", 120), (OTHERS, 40)]
    assert [block.name for block in blocks_of(walks[120:])] == ["All roles"]


def test_a_table_keeps_what_may_be_shown_and_says_what_it_allows_to_say():
    walks = [walk(n, "review", *(["screen"] if n < 12 else [])) for n in range(40)]
    walks += [walk(n, "review", *(["screen"] if n < 109 else [])) for n in range(100, 118)]
    walks += [walk(n, "review", *(["screen"] if n < 220 else [])) for n in range(200, 260)]
    answers = dict.fromkeys(range(40), "man") | dict.fromkeys(range(100, 118), "woman")

    stages = table(GENDER, shown(count(blocks_of(walks)[0], GENDER, answers)))

    review, screen = stages[0], stages[1]
    assert [row["name"] for row in review["groups"]] == ["Woman", "Man", "Not known"]
    woman, man, unknown = review["groups"]
    assert (woman["passed"], woman["decided"], woman["of"], "word" in woman) == (9, 18, "Woman", False)
    assert (man["ratio"], man["word"], man["of"]) == (0.6, "cannot_tell", "Woman")
    assert unknown == {"name": "Not known", "known": False, "passed": 20, "decided": 60}
    assert screen == {
        "stage": "screen",
        "total": None,
        "pool": None,
        "pooled": ["Woman", "Man", "Not known"],
        "groups": [],
    }
    assert [stage["stage"] for stage in stages] == list(STAGES)


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        (dt.date(2026, 9, 28), ["2025-07-01"]),
        (dt.date(2026, 9, 29), ["2025-07-01", "2026-01-01"]),
        (dt.date(2027, 1, 1), ["2026-01-01"]),
        (dt.date(2026, 3, 31), ["2025-01-01"]),
        (dt.date(2026, 4, 1), ["2025-01-01", "2025-07-01"]),
    ],
)
def test_a_half_year_is_counted_ninety_days_after_its_end(today, begins):
    assert [str(first) for first, _ in due_periods(today)] == begins


def test_the_next_half_year_is_the_first_whose_day_has_not_come():
    assert next_period(dt.date(2026, 9, 28)) == (*FIRST_HALF, dt.date(2026, 9, 29))
    assert next_period(dt.date(2026, 9, 29))[0] == dt.date(2026, 7, 1)
    assert next_period(dt.date(2026, 1, 2)) == (dt.date(2025, 7, 1), dt.date(2026, 1, 1), dt.date(2026, 4, 1))


# --- From rows ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def country(db):
    return next(one for one in all_countries() if one.name == "United Kingdom")


@pytest.fixture
def here(country):
    stages = (("Found", "sourced"), ("Review", "review"), ("Screen", "screen"))
    return factories.RoleFactory(location="London", stages=stages)


def applied(role, *, stage="review", **fields):
    fields = {"stage": role.stages.get(kind=stage), "applied_at": IN_MAY} | fields
    return factories.ApplicationFactory(role=role, **fields)


def walks_of(country):
    return walks_by_country(*FIRST_HALF, all_countries()).get(country, [])


def test_stages_are_read_as_they_were_walked(here, country):
    moved = applied(here)
    move_application(application=moved, to=here.stages.get(kind="screen"), by=here.hiring_manager)
    taken_back = applied(here)
    by = here.hiring_manager
    move_application(application=taken_back, to=here.stages.get(kind="screen"), by=by)
    undo_change(change=taken_back.changes.order_by("-pk").first(), by=by)
    applied(here, rejected=True)
    applied(here, stage="sourced")
    applied(here, applied_at=dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
    applied(factories.RoleFactory(location="Lisbon"), stage="screen")

    walks = walks_of(country)

    assert [(sorted(one.stood_in), one.rejected) for one in walks] == [
        (["review", "screen"], False),
        (["review"], False),
        (["review"], True),
    ]


def test_answers_are_found_under_every_record_of_a_person(country, recruiter):
    person, twin = factories.CandidateFactory(), factories.CandidateFactory()
    answer_for(candidate=person, country=country, answers={"gender": "woman"})
    merge_candidates(kept=twin, absorbed=person, by=recruiter)

    assert answers_of([twin.pk]) == {twin.pk: {"gender": "woman"}}


def half_year_of(role, country, moment, *, passed):
    """Thirty-six applications, a third of women, men and people who did not say; every other one of the first `2 * passed` goes on."""
    onward = {"after": role.stages.get(kind="screen"), "by": role.hiring_manager, "standing_after": "active"}
    found = []
    for number in range(36):
        goes_on = number % 2 == 1 and number < 2 * passed
        application = applied(role, applied_at=moment, rejected=not goes_on)
        if goes_on:
            StageChange.objects.create(application=application, before=application.stage, happened_at=moment, **onward)
        if number % 6 < 4:
            said = {"gender": "man" if number % 6 < 2 else "woman"}
            answer_for(candidate=application.candidate, country=country, answers=said)
        found.append(application)
    return found


def test_a_half_year_is_counted_once_and_later_answers_change_nothing(here, country):
    applications = half_year_of(here, country, IN_MAY, passed=18)

    assert (make_reports(IN_AUTUMN), make_reports(IN_AUTUMN)) == (2, 0)

    before = list(FairnessTable.objects.order_by("pk").values_list("stages", flat=True))
    assert "word" in before[0][0]["groups"][1]
    for application in applications:
        answer_for(candidate=application.candidate, country=country, answers={"gender": "man"})
    erase_candidate(candidate=applications[0].candidate, by=None)
    make_reports(IN_AUTUMN + dt.timedelta(days=30))
    assert list(FairnessTable.objects.order_by("pk").values_list("stages", flat=True)) == before
    assert sorted(str(one) for one in FairnessReport.objects.all()) == ["First half of 2026", "Second half of 2025"]


def test_tables_of_several_half_years_are_read_together_from_what_they_show(here, country):
    for moment in (IN_MAY, IN_MAY - dt.timedelta(days=182)):
        half_year_of(here, country, moment, passed=18)

    make_reports(IN_AUTUMN)

    reading = PooledReading.objects.get(question_slug="gender")
    assert (reading.report.begins_on, reading.since, reading.tables) == (FIRST_HALF[0], dt.date(2025, 7, 1), 2)
    (row,) = reading.stages[0]["groups"]
    assert (row["tables"], row["passed"], row["decided"], row["ratio"]) == (2, 12, 24, 1.0)


def test_a_half_year_in_which_nothing_can_be_compared_waits_and_is_counted_with_the_next(here, country):
    half_year_of(here, country, IN_MAY - dt.timedelta(days=182), passed=9)
    make_reports(IN_AUTUMN - dt.timedelta(days=100))
    waited = WaitingCount.objects.get(question_slug="gender")
    assert (waited.since, FairnessTable.objects.filter(question_slug="gender").count()) == (dt.date(2025, 7, 1), 0)
    assert waited.counts["stages"][0] == {
        "woman": [3, 12], "man": [3, 12], "non-binary-or-another-gender": [0, 0], NOT_KNOWN: [3, 12]
    }  # fmt: skip

    half_year_of(here, country, IN_MAY, passed=9)
    make_reports(IN_AUTUMN)

    found = FairnessTable.objects.get(question_slug="gender")
    assert (found.since, found.begins_on, found.report.begins_on) == (waited.since, waited.since, FIRST_HALF[0])
    assert found.stages[0]["total"] == [18, 72]
    assert [(row["name"], row["passed"], row["decided"]) for row in found.stages[0]["groups"]] == [
        ("Woman", 6, 24),
        ("Man", 6, 24),
    ]
    # Ethnic group was answered by nobody: it goes on waiting, with both half-years.
    (left,) = WaitingCount.objects.all()
    assert (left.question_slug, left.since, len(left.counts["parts"])) == ("ethnic-group", waited.since, 2)


def test_what_waited_four_years_in_vain_is_forgotten(here, country):
    half_year_of(here, country, IN_MAY, passed=18)
    numbers = {"stages": [], "parts": []}
    names = {"country": "Gone", "block": ALL, "question": "Age", "question_slug": "age", "counts": numbers}
    WaitingCount.objects.create(since=dt.date(2022, 1, 1), **names)
    WaitingCount.objects.create(since=dt.date(2024, 1, 1), **{**names, "country": "Also gone"})

    make_reports(IN_AUTUMN)

    assert list(WaitingCount.objects.filter(question_slug="age").values_list("country", flat=True)) == ["Also gone"]


def test_the_task_run_twice_makes_nothing_new(here):
    applied(here, applied_at=timezone.now() - dt.timedelta(days=300), rejected=True)

    count_half_years()
    made = FairnessReport.objects.count()
    count_half_years()

    assert (FairnessReport.objects.count(), made > 0) == (made, True)


def test_what_is_kept_names_nobody_and_nothing_below_five_is_shown(here, country):
    half_year_of(here, country, IN_MAY, passed=16)
    make_reports(IN_AUTUMN)

    tables = list(FairnessTable.objects.values_list("stages", flat=True))
    waiting = list(WaitingCount.objects.values_list("counts", flat=True))
    assert tables
    assert waiting
    assert not re.search(r"[0-9a-f]{32}", str([tables, waiting]))
    for stage in (stage for stages in tables for stage in stages):
        numbers = [one for one in (stage["total"], stage["pool"]) if one]
        for passed, decided in numbers + [(row["passed"], row["decided"]) for row in stage["groups"]]:
            assert min(passed, decided - passed) >= 5
