"""Who gives take-homes, who rates them, and what somebody who rates one blind must not learn meanwhile."""

import rules
from django.db.models import Q

from hiring.pipeline.rules import manages_role_of
from hiring.roles.rules import manages_role
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import sealed_to
from interviews.take_homes.models import TakeHome, TakeHomeRating
from workspace.activity.veils import hang_veil
from workspace.staff.models import User
from workspace.staff.rules import is_staff_member, plans_hiring


@rules.predicate
def manages_its_role(user: User, take_home: TakeHome | None) -> bool:
    return take_home is not None and bool(manages_role_of(user, take_home.application))


@rules.predicate
def is_its_rater(user: User, rating: TakeHomeRating | None) -> bool:
    return rating is not None and rating.rater_id == user.pk


def acts_that_tell(user: User) -> Q:
    """What was done about take-homes that `user` is yet to rate."""
    owed = TakeHomeRating.objects.owed().filter(rater=user)
    told = Q(
        subject_kind__in=("takehome", "takehomerating"),
        subject__in=TakeHome.objects.filter(ratings__in=owed).values("uuid"),
    )
    return told | Q(
        subject_kind="scorecard", subject__in=Scorecard.objects.filter(pk__in=sealed_to(user)).values("uuid")
    )


rules.add_perm("interviews.give_take_home", plans_hiring & manages_role_of)
rules.add_perm("interviews.manage_take_home", plans_hiring & manages_its_role)
rules.add_perm("interviews.rate_take_home", is_staff_member & is_its_rater)
rules.add_perm("interviews.set_take_home_rule", plans_hiring & manages_role)
hang_veil("take-homes", acts_that_tell)
