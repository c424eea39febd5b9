import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from interviews.training.ladder import Step
from interviews.training.models import Training, TrainingPolicy
from interviews.training.queries import qualified_for, trained_for, training_states
from tests import factories

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def coding(db):
    return factories.AssessmentTypeFactory()


@pytest.fixture
def mara(db):
    return factories.UserFactory(name="Mara Olsen")


@pytest.fixture
def lead(db):
    return factories.UserFactory(name="Lea Lead")


def held(user, assessment, kind, hours_ago, **fields):
    start = NOW - dt.timedelta(hours=hours_ago)
    during = DateTimeTZRange(start, start + dt.timedelta(hours=1))
    kit = factories.KitFactory(assessment_type=assessment)
    interview = factories.InterviewFactory(kit=kit, during=during)
    return factories.SeatFactory(interview=interview, user=user, kind=kind, during=during, **fields)


def signed(user, assessment, lead, **fields):
    return Training.objects.create(user=user, assessment_type=assessment, signed_at=NOW, signed_by=lead, **fields)


def test_training_states_count_what_took_place_in_each_kind(coding, mara):
    other = factories.AssessmentTypeFactory(slug="maths")
    Training.objects.create(user=mara, assessment_type=coding)
    held(mara, coding, "shadow", 30)
    held(mara, coding, "shadow", 20)
    held(mara, coding, "shadow", -5)  # still to come
    held(mara, coding, "reverse", 10, is_live=False)  # was replaced
    held(mara, other, "reverse", 3)

    states = training_states([mara], [coding, other], now=NOW)

    assert states[mara.pk, other.pk].step is Step.NOT_STARTED
    assert (states[mara.pk, coding.pk].step, states[mara.pk, coding.pk].shadows) == (Step.REVERSE, 2)

    held(mara, coding, "reverse", 2)
    assert training_states([mara], [coding], now=NOW)[mara.pk, coding.pk].step is Step.SIGN_OFF


def test_trained_are_those_signed_off_and_neither_paused_nor_expired_nor_gone(coding, lead):
    def somebody(**fields):
        return factories.UserFactory(**fields)

    good = signed(somebody(), coding, lead, expires_on=TODAY).user
    signed(somebody(), coding, lead, expires_on=TODAY - dt.timedelta(days=1))
    signed(somebody(), coding, lead, paused_at=NOW, paused_by=lead)
    signed(somebody(is_active=False), coding, lead)
    Training.objects.create(user=somebody(), assessment_type=coding)

    assert trained_for(coding, on=TODAY) == {good.pk}


def test_whoever_is_not_in_training_may_hold_a_type_that_asks_for_none(coding, mara, lead):
    trainee = Training.objects.create(user=factories.UserFactory(), assessment_type=coding).user

    assert qualified_for(coding) == {mara.pk, lead.pk}
    assert trainee.pk not in qualified_for(coding)

    TrainingPolicy.objects.create(assessment_type=coding, is_required=True)
    assert qualified_for(coding) == set()

    signed(mara, coding, lead)
    assert qualified_for(coding) == {mara.pk}


@pytest.mark.parametrize("number", [1, 3])
def test_training_states_cost_two_queries(number, lead, django_assert_num_queries):
    people = [factories.UserFactory() for _ in range(number)]
    types = [factories.AssessmentTypeFactory(slug=f"type-{n}") for n in range(number)]
    for person in people:
        for kind in types:
            signed(person, kind, lead)

    with django_assert_num_queries(2):
        states = training_states(people, types)

    assert len(states) == number * number
