"""Who may ask for a second rating: those who run the role and have nothing left to write there themselves."""

import rules

from hiring.pipeline.rules import manages_role_of
from interviews.scorecards.rules import sees_clearly
from interviews.second_ratings.models import SecondRating
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring


@rules.predicate
def runs_its_application(user: User, wish: SecondRating | None) -> bool:
    return wish is not None and user.has_perm("interviews.ask_second_rating", wish.application)


rules.add_perm("interviews.ask_second_rating", plans_hiring & manages_role_of & sees_clearly)
rules.add_perm("interviews.withdraw_second_rating", runs_its_application)
