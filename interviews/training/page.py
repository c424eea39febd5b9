"""The training page: for each assessment type who is trained, who is on the way, and what is missing."""

import datetime as dt
from dataclasses import dataclass

from interviews.kits.models import AssessmentType
from interviews.training.ladder import TRAINED_WANTED, Standing, Step
from interviews.training.models import Training, TrainingPolicy
from interviews.training.queries import training_states
from workspace.staff.models import User


@dataclass(frozen=True)
class Trainee:
    """One person on one type's list, and what this viewer may do about it."""

    training: Training
    state: Standing
    may_lead: bool
    may_pause: bool

    @property
    def may_sign(self) -> bool:
        return self.may_lead and self.state.step in {Step.SIGN_OFF, Step.EXPIRED}


@dataclass(frozen=True)
class TypeTraining:
    """One assessment type."""

    kind: AssessmentType
    is_required: bool
    people: tuple[Trainee, ...]
    trained: int

    @property
    def warning(self) -> str:
        """What is missing, in words; nothing where enough people are trained."""
        if self.trained >= TRAINED_WANTED:
            return ""
        if self.trained == 0:
            told = "Nobody is trained."
        else:
            told = f"Only {self.trained} {'is' if self.trained == 1 else 'are'} trained."
        if self.is_required and self.trained == 0:
            return f"{told} No scorecard of this type counts until somebody is."
        return f"{told} With {TRAINED_WANTED} the type goes on when one is away."


def training_page(viewer: User, now: dt.datetime) -> list[TypeTraining]:
    """Return every assessment type with its people, the trained first. Five queries, however many types and people."""
    kinds = list(AssessmentType.objects.all())
    required = set(TrainingPolicy.objects.filter(is_required=True).values_list("assessment_type", flat=True))
    rows = list(
        Training.objects.filter(user__is_active=True).select_related("user", "signed_by").order_by("user__name", "pk")
    )
    states = training_states({row.user for row in rows}, kinds, now=now)
    plans = viewer.has_perm("interviews.plan_training")
    found = []
    for kind in kinds:
        own = [(row, states[row.user_id, kind.pk]) for row in rows if row.assessment_type_id == kind.pk]
        leads = plans or any(row.user_id == viewer.pk and state.is_qualified for row, state in own)
        people = tuple(
            Trainee(
                training=row,
                state=state,
                may_lead=leads and row.user_id != viewer.pk,
                may_pause=leads or row.user_id == viewer.pk,
            )
            for row, state in sorted(own, key=lambda one: (not one[1].is_qualified, one[0].user.name))
        )
        trained = sum(one.state.is_qualified for one in people)
        found.append(TypeTraining(kind, kind.pk in required, people, trained))
    return found
