"""Who may look for loops, and see what was found."""

import rules

from hiring.pipeline.rules import manages_role_of
from interviews.proposals.models import LoopSearch
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring


@rules.predicate
def manages_its_role(user: User, search: LoopSearch | None) -> bool:
    return search is not None and bool(manages_role_of(user, search.application))


rules.add_perm("interviews.search_loop", plans_hiring & manages_role_of)
rules.add_perm("interviews.view_loop_search", plans_hiring & manages_its_role)
