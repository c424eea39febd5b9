"""Who hands a scorecard over: whoever books for the role and owes nothing there."""

import rules

from hiring.pipeline.rules import manages_role_of
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import is_blinded
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring


@rules.predicate
def books_for_it(user: User, card: Scorecard | None) -> bool:
    if card is None or not plans_hiring(user) or not manages_role_of(user, card.application):
        return False
    return not is_blinded(user, card.application)


rules.add_perm("interviews.hand_over_scorecard", books_for_it)
