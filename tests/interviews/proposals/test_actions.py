import datetime as dt
import subprocess
import sys

import pytest
from django.utils import timezone

from config.local.places import ROOT
from interviews.models import LoopSearch
from interviews.proposals import actions
from interviews.proposals.actions import SearchRefused, start_search
from interviews.proposals.apart import Answer, SolverLost, solve
from interviews.proposals.gathering import Wishes, problem_of
from interviews.proposals.showing import shown
from interviews.proposals.tasks import find_loops
from interviews.schedule.actions import book_interview
from tests import factories


@pytest.fixture
def kits(role):
    types = [factories.AssessmentTypeFactory(slug=slug, name=slug.title()) for slug in ("pairing", "theory")]
    kits = [factories.KitFactory(slug=kind.slug, assessment_type=kind, minutes=60) for kind in types]
    for position, kit in enumerate(kits):
        factories.PlannedInterviewFactory(role=role, kit=kit, position=position)
    return kits


@pytest.fixture
def people(db):
    return [factories.UserFactory(name=name, time_zone="UTC") for name in ("Mara Olsen", "Jonas Weber", "Tova Lind")]


@pytest.fixture
def application(role):
    candidate = factories.CandidateFactory(name="Elin Vasquez", time_zone="Europe/London")
    factories.IdentityFactory(candidate=candidate, kind="email")
    return factories.ApplicationFactory(role=role, candidate=candidate)


@pytest.fixture
def monday():
    today = timezone.now().date()
    return today + dt.timedelta(days=14 - today.weekday())


@pytest.fixture
def search(application, kits, people, recruiter, monday):
    return start_search(
        application=application,
        kits=kits,
        first_day=monday,
        last_day=monday + dt.timedelta(days=4),
        wishes=Wishes(),
        by=recruiter,
    )


@pytest.fixture
def solved_here(monkeypatch):
    """Solve in this process: what the other one does is tested by itself."""
    monkeypatch.setattr(actions, "solve_apart", solve)


def test_a_search_finds_proposals_and_running_twice_finds_once(search, solved_here):
    assert find_loops(search.pk) == "done"
    first = LoopSearch.objects.get(pk=search.pk)
    assert find_loops(search.pk) == "done"

    again = LoopSearch.objects.get(pk=search.pk)
    assert again.finished_at == first.finished_at
    assert again.is_proven
    proposals = shown(again)
    assert len(proposals) == 5
    assert all(one.is_whole and len(one.lines) == 2 for one in proposals)
    assert all(9 <= one.starts_at.hour < 17 for one in proposals)
    assert {user.name for user in proposals[0].lines[0].people} <= {
        "Mara Olsen",
        "Jonas Weber",
        "Tova Lind",
        "Hari Manager",
    }


def test_a_solver_that_is_lost_leaves_words(search, monkeypatch):
    def lose(problem):
        raise SolverLost("gone")

    monkeypatch.setattr(actions, "solve_apart", lose)

    assert find_loops(search.pk) == "failed"

    search.refresh_from_db()
    assert search.hints == ["The search was interrupted. Search again."]


def test_two_workers_keep_one_answer(search, monkeypatch):
    def slower(problem):
        LoopSearch.objects.filter(pk=search.pk).update(state="done", finished_at=timezone.now(), hints=["first"])
        return Answer((), True, 0.1, ("second",))

    monkeypatch.setattr(actions, "solve_apart", slower)

    find_loops(search.pk)

    search.refresh_from_db()
    assert search.hints == ["first"]


def test_the_problem_leaves_out_who_must_not_or_cannot(search, people, kits, recruiter, application, monday):
    mara, jonas, tova = people
    from candidates.conflicts.models import Conflict

    Conflict.objects.create(user=mara, candidate=application.candidate, kind="relationship", declared_by=mara)
    noon = dt.datetime.combine(monday, dt.time(12), tzinfo=dt.UTC)
    other = factories.ApplicationFactory()
    book_interview(application=other, kit=kits[0], starts_at=noon, minutes=60, interviewers=[jonas], by=recruiter)

    problem = problem_of(search, timezone.now())

    able = {key for part in problem.parts for key in part.interviewers}
    assert str(mara.uuid) not in able
    assert {str(jonas.uuid), str(tova.uuid)} <= able
    held = problem.person(str(jonas.uuid))
    at_noon = int(noon.timestamp()) // 60
    assert not any(start < at_noon + 60 and at_noon < end for start, end in held.free)
    assert held.load == 1
    assert min(room.most for room in held.rooms) == 1  # two a day, one taken


def test_candidates_other_interviews_and_the_notice_are_kept_free(search, application, kits, people, recruiter, monday):
    noon = dt.datetime.combine(monday, dt.time(12), tzinfo=dt.UTC)
    other = factories.ApplicationFactory(candidate=application.candidate)
    book_interview(application=other, kit=kits[0], starts_at=noon, minutes=60, interviewers=[people[0]], by=recruiter)

    at_noon = int(noon.timestamp()) // 60
    days = problem_of(search, noon - dt.timedelta(hours=20)).days

    # Notice of a day leaves nothing of Monday before 16:00; the other interview is over by then.
    assert list(days[0].offered) == [(at_noon + 4 * 60, at_noon + 5 * 60)]
    days = problem_of(search, timezone.now()).days
    assert list(days[0].offered) == [
        (at_noon - 180, at_noon - 15),
        (at_noon + 75, at_noon + 300),
    ]


def test_lunch_and_hours_follow_the_candidates_clock(search, monday):
    LoopSearch.objects.filter(pk=search.pk).update(zone="Asia/Tokyo")
    search.refresh_from_db()

    day = problem_of(search, timezone.now()).days[0]

    assert dt.datetime.fromtimestamp(day.offered[0][0] * 60, tz=dt.UTC) == dt.datetime.combine(
        monday, dt.time(0), tzinfo=dt.UTC
    )
    assert (day.lunch[0] - day.offered[0][0], day.lunch[1] - day.offered[0][0]) == (150, 300)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_people(search, count_queries, number):
    for _ in range(number):
        factories.UserFactory()

    assert count_queries(lambda: problem_of(search, timezone.now())) <= 36


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda kits: {"kits": []}, "between one and 8"),
        (lambda kits: {"kits": kits * 5}, "between one and 8"),
        (lambda kits: {"last_day": dt.date(2000, 1, 1)}, "not before it"),
        (lambda kits: {"last_day": dt.date(2100, 1, 1)}, "at most 35 days"),
    ],
    ids=["none", "too many", "backwards", "too long"],
)
def test_what_is_not_looked_for(application, kits, recruiter, monday, change, words):
    given = {"kits": kits, "first_day": monday, "last_day": monday, **change(kits)}

    with pytest.raises(SearchRefused, match=words):
        start_search(application=application, wishes=Wishes(), by=recruiter, **given)


def test_nothing_is_looked_for_of_a_closed_application(kits, recruiter, monday):
    closed = factories.ApplicationFactory(rejected=True)

    with pytest.raises(SearchRefused, match="Reopen it"):
        start_search(application=closed, kits=kits, first_day=monday, last_day=monday, wishes=Wishes(), by=recruiter)


def test_wishes_survive_their_row():
    wishes = Wishes(opens=dt.time(8, 30), likes="morning", keep_order=True)

    assert Wishes.from_row(wishes.as_row()) == wishes


def test_no_page_loads_the_solver():
    """The web process imports every address; the solver's libraries must not come along."""
    code = (
        "import django, sys; django.setup(); import config.urls, interviews.proposals.tasks;"
        " sys.exit('ortools' in sys.modules or 'pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
