"""Who may read how groups fare: whoever an administrator named, unless they decide about candidates; and who names them."""

import rules

from insights.fairness.models import FairnessReader
from workspace.staff.enums import Persona
from workspace.staff.models import User
from workspace.staff.rules import is_admin, is_staff_member

# They decide about applications, or prepare it.
DECIDING = frozenset({Persona.RECRUITER, Persona.HIRING_MANAGER})


@rules.predicate
def reads_fairness(user: User) -> bool:
    """One query, none for those who cannot be named."""
    if not is_staff_member(user) or user.persona in DECIDING:
        return False
    return FairnessReader.objects.filter(user=user).exists()


rules.add_perm("insights.view_fairness", reads_fairness)
rules.add_perm("insights.name_fairness_readers", is_admin)
