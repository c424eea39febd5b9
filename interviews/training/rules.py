"""Who may see how far people are, and who may take them further."""

import rules

from interviews.training.models import Training
from interviews.training.queries import trained_for
from workspace.staff.models import User
from workspace.staff.rules import is_staff_member, plans_hiring


@rules.predicate
def leads_training(user: User, training: Training | None) -> bool:
    """Never oneself; whoever plans hiring, or is trained for the type. Up to one query."""
    if training is None or training.user_id == user.pk:
        return False
    return bool(plans_hiring(user)) or user.pk in trained_for(training.assessment_type)


@rules.predicate
def is_own_training(user: User, training: Training | None) -> bool:
    return training is not None and training.user_id == user.pk


rules.add_perm("interviews.pause_training", is_staff_member & (is_own_training | leads_training))
rules.add_perm("interviews.view_training", is_staff_member)
rules.add_perm("interviews.plan_training", plans_hiring)
rules.add_perm("interviews.sign_training", is_staff_member & leads_training)
