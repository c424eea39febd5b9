import datetime as dt
import re

import pytest
from django.utils import timezone

from candidates.matching.merging import merge_candidates
from candidates.privacy.actions import erase_candidate
from hiring.pipeline.actions import move_application, undo_change
from hiring.pipeline.models import StageChange
from insights.fairness.actions import make_reports
from insights.fairness.counting import OTHERS, STAGES, Walk, blocks_of, count, table
from insights.fairness.models import FairnessReport, FairnessTable, PooledReading
from insights.fairness.periods import due_periods, next_period
from insights.fairness.tasks import count_half_years
from insights.fairness.terms import NOT_KNOWN, Outcomes
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

    stages = table(GENDER, count(blocks_of(walks)[0], GENDER, answers))

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


def test_a_half_year_is_counted_once_and_later_answers_change_nothing(here, country, monkeypatch):
    applications = [applied(here, rejected=True) for _ in range(12)]

    assert (make_reports(IN_AUTUMN), make_reports(IN_AUTUMN)) == (2, 0)

    before = list(FairnessTable.objects.order_by("pk").values_list("stages", flat=True))
    for application in applications:
        answer_for(candidate=application.candidate, country=country, answers={"gender": "man"})
    erase_candidate(candidate=applications[0].candidate, by=None)
    make_reports(IN_AUTUMN + dt.timedelta(days=30))
    assert list(FairnessTable.objects.order_by("pk").values_list("stages", flat=True)) == before
    assert sorted(str(one) for one in FairnessReport.objects.all()) == ["First half of 2026", "Second half of 2025"]


def test_tables_of_several_half_years_are_read_together_from_what_they_show(here, country):
    onward = {"after": here.stages.get(kind="screen"), "by": here.hiring_manager, "standing_after": "active"}
    for moment in (IN_MAY, IN_MAY - dt.timedelta(days=182)):
        for number in range(36):
            application = applied(here, applied_at=moment, rejected=number % 2 == 0)
            if number % 2:
                StageChange.objects.create(
                    application=application, before=application.stage, happened_at=moment, **onward
                )
            if number % 6 < 4:
                said = {"gender": "man" if number % 6 < 2 else "woman"}
                answer_for(candidate=application.candidate, country=country, answers=said)

    make_reports(IN_AUTUMN)

    reading = PooledReading.objects.get(question_slug="gender")
    assert (reading.report.begins_on, reading.since, reading.tables) == (FIRST_HALF[0], dt.date(2025, 7, 1), 2)
    (row,) = reading.stages[0]["groups"]
    assert (row["tables"], row["passed"], row["decided"], row["ratio"]) == (2, 12, 24, 1.0)


def test_the_task_run_twice_makes_nothing_new(here):
    applied(here, applied_at=timezone.now() - dt.timedelta(days=300), rejected=True)

    count_half_years()
    made = FairnessReport.objects.count()
    count_half_years()

    assert (FairnessReport.objects.count(), made > 0) == (made, True)


def test_what_is_kept_names_nobody_and_nothing_below_five(here, country):
    for number in range(30):
        application = applied(here, rejected=number % 2 == 0)
        answer_for(
            candidate=application.candidate, country=country, answers={"gender": "man" if number % 3 else "woman"}
        )
    make_reports(IN_AUTUMN)

    for stages in FairnessTable.objects.values_list("stages", flat=True):
        text = str(stages)
        assert not re.search(r"[0-9a-f]{32}", text)
        for stage in stages:
            for passed, decided in [one for one in (stage["total"], stage["pool"]) if one]:
                assert min(passed, decided - passed) >= 5
