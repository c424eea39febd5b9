"""Taking somebody into training, signing them off, granting the right without the steps, pausing it. Each act goes into the log."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from interviews.kits.models import AssessmentType
from interviews.refusals import InterviewsError
from interviews.training.ladder import REVERSES_WANTED, SHADOWS_WANTED, Step
from interviews.training.models import Training, TrainingPolicy
from interviews.training.queries import training_states
from interviews.training.signals import training_changed
from workspace.activity.actions import log_activity
from workspace.staff.models import User


class TrainingRefused(InterviewsError):
    """This step cannot be taken now."""


def start_training(*, user: User, assessment_type: AssessmentType, by: User) -> Training:
    """Make somebody a trainee of an assessment type, or raise TrainingRefused. From now on none of their new scorecards of it counts."""
    if not user.is_active:
        raise TrainingRefused(f"{user} no longer works here.")
    try:
        with transaction.atomic():
            training = Training.objects.create(user=user, assessment_type=assessment_type, started_by=by)
            _remember(training, "started_training", by)
    except IntegrityError as error:
        raise TrainingRefused(f"{user} is in training for {assessment_type} already, or through with it.") from error
    return training


@transaction.atomic
def sign_off(
    *, training: Training, expires_on: dt.date | None = None, at: dt.datetime | None = None, by: User
) -> Training:
    """Say that a trainee may hold the type alone from now on, or raise TrainingRefused where steps are missing."""
    moment = at or timezone.now()
    training = _locked(training, by)
    state = training_states([training.user], [training.assessment_type], now=moment)[
        training.user_id, training.assessment_type_id
    ]
    if state.step is Step.QUALIFIED:
        return training
    if state.step not in {Step.SIGN_OFF, Step.EXPIRED}:
        raise TrainingRefused(
            f"{training.user} has watched {state.shadows} of {SHADOWS_WANTED} and led {state.reverses} of"
            f" {REVERSES_WANTED}. Wait for these, or grant the right with a reason."
        )
    return _qualify(training, moment, expires_on, "", "signed_off_training", by)


def grant(
    *,
    user: User,
    assessment_type: AssessmentType,
    reason: str,
    expires_on: dt.date | None = None,
    at: dt.datetime | None = None,
    by: User,
) -> Training:
    """Let somebody hold a type without the steps, for a reason that is kept; or raise TrainingRefused."""
    if not reason.strip():
        raise TrainingRefused("Say why they need no training, such as: held it for years in another company.")
    if not user.is_active:
        raise TrainingRefused(f"{user} no longer works here.")
    with transaction.atomic():
        training, _ = Training.objects.get_or_create(
            user=user, assessment_type=assessment_type, defaults={"started_by": by}
        )
        training = _locked(training, by)
        return _qualify(training, at or timezone.now(), expires_on, reason.strip(), "granted_training", by)


@transaction.atomic
def pause_training(*, training: Training, at: dt.datetime | None = None, by: User) -> Training:
    """Stop somebody from holding the type for a while. Pausing twice changes nothing."""
    training = _locked(training, by, own_too=True)
    if training.paused_at is None:
        training.paused_at, training.paused_by = at or timezone.now(), by
        training.save(update_fields=["paused_at", "paused_by", "updated_at"])
        _remember(training, "paused_training", by)
    return training


@transaction.atomic
def resume_training(*, training: Training, by: User) -> Training:
    """Let somebody go on where they stood."""
    training = _locked(training, by)
    if training.paused_at is not None:
        training.paused_at, training.paused_by = None, None
        training.save(update_fields=["paused_at", "paused_by", "updated_at"])
        _remember(training, "resumed_training", by)
    return training


@transaction.atomic
def ask_for_training(*, assessment_type: AssessmentType, is_required: bool, by: User) -> None:
    """Say whether only trained people hold a type, so that nobody else's scorecard of it counts."""
    policy, _ = TrainingPolicy.objects.select_for_update().get_or_create(assessment_type=assessment_type)
    if policy.is_required == is_required:
        return
    policy.is_required = is_required
    policy.save(update_fields=["is_required", "updated_at"])
    verb = "asked_for_training" if is_required else "asked_for_no_training"
    log_activity(verb=verb, subject=assessment_type, facts={"type": assessment_type.name}, by=by)
    training_changed.send(TrainingPolicy, assessment_type=assessment_type, user=None, at=timezone.now())


def _locked(training: Training, by: User, *, own_too: bool = False) -> Training:
    if training.user_id == by.pk and not own_too:
        raise TrainingRefused("Somebody else has to say this of you.")
    rows = Training.objects.select_related("user", "assessment_type").select_for_update(of=("self",))
    return rows.get(pk=training.pk)


def _qualify(
    training: Training, moment: dt.datetime, expires_on: dt.date | None, reason: str, verb: str, by: User
) -> Training:
    if expires_on and expires_on < moment.date():
        raise TrainingRefused("The last day lies in the past.")
    training.signed_at, training.signed_by = moment, by
    training.expires_on, training.reason = expires_on, reason
    training.paused_at, training.paused_by = None, None
    training.save(
        update_fields=["signed_at", "signed_by", "expires_on", "reason", "paused_at", "paused_by", "updated_at"]
    )
    _remember(training, verb, by)
    return training


def _remember(training: Training, verb: str, by: User) -> None:
    log_activity(verb=verb, subject=training, facts={"type": training.assessment_type.name}, by=by)
    training_changed.send(Training, assessment_type=training.assessment_type, user=training.user, at=timezone.now())
