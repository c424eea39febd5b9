"""Who may declare and decide conflicts, and the wall that a recusal builds."""

import rules

from candidates.conflicts.models import Conflict
from candidates.conflicts.queries import merged_uuids, recused_candidates, recused_uuids
from candidates.people.models import walls_before_candidates
from candidates.people.rules import may_see_candidate
from workspace.access import WaysIn
from workspace.reminders.models import walls_before_notices
from workspace.staff.models import User
from workspace.staff.rules import is_admin, is_recruiting, is_staff_member

# Apps higher up add to this: the candidates of roles somebody manages.
ways_to_decide = WaysIn()


@rules.predicate
def may_decide_about(user: User, conflict: Conflict | None) -> bool:
    """Recruiters, and who manages a role the candidate is in; never about oneself. One query at most."""
    if conflict is None or conflict.user_id == user.pk:
        return False
    if is_recruiting(user):
        return True
    return Conflict.objects.filter(ways_to_decide.q(user, "candidate"), pk=conflict.pk).exists()


walls_before_candidates.add("conflicts", recused_candidates)
walls_before_notices.add("conflicts", recused_uuids)
walls_before_notices.add("merged", merged_uuids)

rules.add_perm("candidates.declare_conflict", may_see_candidate)
rules.add_perm("candidates.state_own_ties", is_staff_member)
rules.add_perm("candidates.decide_conflict", may_decide_about)
rules.add_perm("candidates.list_conflicts", is_admin)
