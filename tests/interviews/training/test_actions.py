import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from interviews.training.actions import (
    TrainingRefused,
    ask_for_training,
    grant,
    pause_training,
    resume_training,
    sign_off,
    start_training,
)
from interviews.training.ladder import Step
from interviews.training.models import Training
from interviews.training.queries import qualified_for, training_states
from tests import factories
from workspace.models import Activity


def step(user, coding):
    return training_states([user], [coding])[user.pk, coding.pk].step


def counts(interview, user):
    return interview.seats.get(user=user, is_live=True).scorecard.counts


def test_the_way_from_shadow_to_qualified(mara, lead, coding, book):
    training = start_training(user=mara, assessment_type=coding, by=lead)
    assert step(mara, coding) is Step.SHADOW

    book(-50, shadows=[mara])
    book(-40, shadows=[mara])
    assert step(mara, coding) is Step.REVERSE

    with pytest.raises(TrainingRefused, match="has watched 2 of 2 and led 0 of 1"):
        sign_off(training=training, by=lead)

    book(-30, reverse_shadows=[mara])
    assert step(mara, coding) is Step.SIGN_OFF

    sign_off(training=training, by=lead)
    sign_off(training=training, by=lead)

    assert step(mara, coding) is Step.QUALIFIED
    assert list(Activity.objects.filter(verb__endswith="training").values_list("verb", flat=True)) == [
        "started_training",
        "signed_off_training",
    ]


def test_nobody_starts_twice(mara, lead, coding):
    start_training(user=mara, assessment_type=coding, by=lead)

    with pytest.raises(TrainingRefused, match="is in training for Pair coding already"):
        start_training(user=mara, assessment_type=coding, by=lead)


@pytest.mark.parametrize("act", [start_training, lambda **fields: grant(reason="Held it.", **fields)])
def test_nobody_who_left_is_trained(lead, coding, act):
    gone = factories.UserFactory(name="Gone Away", is_active=False)

    with pytest.raises(TrainingRefused, match="Gone Away no longer works here"):
        act(user=gone, assessment_type=coding, by=lead)


def test_a_right_is_granted_for_a_reason_and_until_a_day(mara, lead, coding):
    with pytest.raises(TrainingRefused, match="Say why"):
        grant(user=mara, assessment_type=coding, reason=" ", by=lead)
    with pytest.raises(TrainingRefused, match="lies in the past"):
        grant(user=mara, assessment_type=coding, reason="Years of it.", expires_on=dt.date(2020, 1, 1), by=lead)
    assert not Training.objects.exists()

    day = timezone.now().date() + dt.timedelta(days=9)
    training = grant(user=mara, assessment_type=coding, reason="Years of it.", expires_on=day, by=lead)

    assert (training.reason, training.signed_by, step(mara, coding)) == ("Years of it.", lead, Step.QUALIFIED)


def test_nobody_says_it_of_themselves(mara, lead, coding):
    with pytest.raises(TrainingRefused, match="Somebody else"):
        grant(user=lead, assessment_type=coding, reason="I know.", by=lead)
    training = start_training(user=mara, assessment_type=coding, by=lead)
    with pytest.raises(TrainingRefused, match="Somebody else"):
        sign_off(training=training, by=mara)
    with pytest.raises(IntegrityError), transaction.atomic():
        Training.objects.filter(pk=training.pk).update(signed_by=mara, signed_at=timezone.now())


def test_pausing_and_resuming_leave_the_steps(mara, lead, coding):
    training = grant(user=mara, assessment_type=coding, reason="Years of it.", by=lead)

    pause_training(training=training, by=mara)  # for oneself, anybody may
    pause_training(training=training, by=mara)
    assert (step(mara, coding), mara.pk in qualified_for(coding)) == (Step.PAUSED, False)

    resume_training(training=training, by=lead)
    assert step(mara, coding) is Step.QUALIFIED


def test_a_trainees_scorecard_never_counts_in_whatever_seat(mara, lead, coding, book):
    start_training(user=mara, assessment_type=coding, by=lead)

    assert [counts(book(n, **{seats: [mara]}), mara) for n, seats in ((24, "interviewers"), (48, "shadows"))] == [
        False,
        False,
    ]
    interview = book(72, reverse_shadows=[mara])
    assert not counts(interview, mara)
    watcher = interview.seats.exclude(user=mara).get().user
    assert counts(interview, watcher)


def test_signing_off_turns_interviews_to_come_and_none_that_took_place(mara, lead, coding, book):
    start_training(user=mara, assessment_type=coding, by=lead)
    past, coming, watched = book(-24, [mara]), book(24, [mara]), book(48, shadows=[mara])

    grant(user=mara, assessment_type=coding, reason="Years of it.", by=lead)

    assert [counts(one, mara) for one in (past, coming, watched)] == [False, True, False]


def test_a_right_that_ends_before_the_interview_does_not_count_there(mara, lead, coding, book):
    day = timezone.now().date() + dt.timedelta(days=2)
    grant(user=mara, assessment_type=coding, reason="Years of it.", expires_on=day, by=lead)

    assert counts(book(24, [mara]), mara)
    assert not counts(book(24 * 4, [mara]), mara)


def test_a_type_may_ask_for_training_and_stop_asking(mara, lead, coding, book):
    coming = book(24, [mara])
    assert counts(coming, mara)

    ask_for_training(assessment_type=coding, is_required=True, by=lead)
    ask_for_training(assessment_type=coding, is_required=True, by=lead)
    assert not counts(coming, mara)

    ask_for_training(assessment_type=coding, is_required=False, by=lead)
    assert counts(coming, mara)
    assert Activity.objects.filter(verb="asked_for_training").count() == 1
