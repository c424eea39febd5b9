"""A trainee's ratings reach no outcome, no coverage, no board, no count of what is in; where they are shown, they say so."""

import pytest
from django.utils import timezone

from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted
from interviews.board.cards import marks, standings
from interviews.decisions.debrief import debrief_for
from interviews.decisions.queries import judgement_for
from interviews.models import Rating, Scorecard, ScorecardVersion
from interviews.plans.agreement import measure_agreement
from interviews.plans.coverage import derive_plan
from interviews.plans.queries import assessed_criteria, criteria_of, plan_of
from interviews.training.actions import start_training
from tests import factories

NOW = timezone.now()


@pytest.fixture
def application(db):
    return factories.ApplicationFactory()


@pytest.fixture
def bar(application):
    return factories.RoleCompetencyFactory(role=application.role, bar_level="mid").competency


@pytest.fixture
def judge(application, bar, book):
    """Let somebody hold an interview of the bar and submit a mark."""

    def judge_one(user, mark, hours):
        interview = book(hours, [user], application=application)
        factories.KitCompetencyFactory(kit=interview.kit, competency=bar)
        card = Scorecard.objects.get(seat__interview=interview, author=user)
        card.submitted_at = NOW
        card.save()
        version = ScorecardVersion.objects.create(scorecard=card, number=1, submitted_at=NOW)
        Rating.objects.create(version=version, competency=bar, scale="bar", mark=mark, observation="Could not say why.")
        return card

    return judge_one


@pytest.fixture
def trained_says_yes_trainee_no(judge, mara, lead, coding):
    start_training(user=mara, assessment_type=coding, by=lead)
    judge(factories.UserFactory(name="Theo Trained"), "clearly_above", -48)
    return judge(mara, "clearly_below", -24)


def finding(application, manager):
    criteria = criteria_of(application)
    return judgement_for(application, criteria, viewer=manager)


def test_outcome_does_not_hear_a_trainee(application, trained_says_yes_trainee_no):
    judged = finding(application, application.role.hiring_manager)

    assert [one.state.value for one in judged.outcome.bars] == ["met"]
    assert len(judged.versions) == 2


def test_outcome_would_hear_the_same_card_if_it_counted(application, trained_says_yes_trainee_no):
    Scorecard.objects.filter(pk=trained_says_yes_trainee_no.pk).update(counts=True)

    assert [one.state.value for one in finding(application, application.role.hiring_manager).outcome.bars] == [
        "borderline"
    ]


def test_coverage_leaves_a_trainee_out(application, judge, mara, lead, coding):
    start_training(user=mara, assessment_type=coding, by=lead)
    judge(mara, "clearly_above", -24)
    manager = application.role.hiring_manager

    criteria = criteria_of(application)
    assessed = assessed_criteria(application, manager)
    coverage = derive_plan(plan_of(application, criteria, assessed=assessed, now=NOW).panel)

    assert [cover.done for cover in coverage.bars] == [0]


def test_board_counts_and_draws_no_trainee(application, trained_says_yes_trainee_no):
    manager = application.role.hiring_manager

    standing = standings([application.pk], manager, NOW)[application.pk]

    assert (standing.submitted, standing.expected) == (1, 1)
    assert len(marks([application.pk], manager)[application.pk]) == 1


def test_debrief_shows_a_trainee_and_says_so(application, trained_says_yes_trainee_no):
    debrief = debrief_for(application, viewer=application.role.hiring_manager, now=NOW)

    assert [(voice.counts, "in training" in voice.remarks) for voice in debrief.voices] == [
        (True, False),
        (False, True),
    ]


def test_page_says_so(application, trained_says_yes_trainee_no, sign_in, recruiter):
    application.role.recruiter = recruiter
    application.role.save()

    page = sign_in(application.role.hiring_manager).get(f"/applications/{application.uuid}/")

    assert page.content.decode().count("in training, decides nothing") == 1


def test_agreement_of_interviewers_is_measured_without_trainees(trained_says_yes_trainee_no):
    assert measure_agreement(now=NOW)[False].pairs == 0

    Scorecard.objects.filter(pk=trained_says_yes_trainee_no.pk).update(counts=True)
    assert measure_agreement(now=NOW)[False].pairs == 1


def test_a_persons_copy_says_which_ratings_decided_nothing(application, trained_says_yes_trainee_no, recruiter):
    answers = candidate_copy_wanted.send(Candidate, candidate=application.candidate, viewer=recruiter)

    ratings = [row for _, told in answers for row in (told or {}).get("ratings", [])]
    assert sorted(row["version__scorecard__counts"] for row in ratings) == [False, True]
