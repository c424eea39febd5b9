"""Who looks at how hires turned out: admins, and each hiring manager at those of the roles they manage. Nobody who only recruits or interviews."""

import rules

from hiring.pipeline.models import Application
from insights.checkins.models import CheckIn, hires_of
from workspace.staff.models import User
from workspace.staff.rules import is_admin, is_hiring_manager


@rules.predicate
def answers_for_hire(user: User, application: Application | None) -> bool:
    """One query."""
    return application is not None and hires_of(user).filter(pk=application.pk).exists()


@rules.predicate
def answers_for_check_in(user: User, check_in: CheckIn | None) -> bool:
    """One query."""
    return check_in is not None and hires_of(user).filter(pk=check_in.application_id).exists()


rules.add_perm("insights.view_check_ins", is_admin | is_hiring_manager)
rules.add_perm("insights.set_start", answers_for_hire)
rules.add_perm("insights.fill_check_in", answers_for_check_in)
