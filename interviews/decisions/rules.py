"""Who opens a debrief, who decides, and who approves a decision that goes against a bar.

What a debrief shows is another question, asked in `queries`: whoever still owes a scorecard on the application sees none of it.
"""

from typing import Any

import rules
from django.db.models import Q, QuerySet

from candidates.conflicts.queries import conflicted_users
from hiring.pipeline.models import Application, ways_to_applications
from hiring.pipeline.rules import may_see_role_of
from interviews.decisions.models import Decision
from interviews.scorecards.rules import ways_to_scorecards
from workspace.staff.enums import Persona
from workspace.staff.models import User
from workspace.staff.rules import is_admin

APPROVING = (Persona.HIRING_MANAGER, Persona.ADMIN)


def applications_to_approve(user: User) -> "QuerySet[Any]":
    """Being named as the second person opens the way to that application and its scorecards, and to nothing else of its role."""
    return Decision.objects.filter(approver=user).values("application")


ways_to_applications.add("approvals", applications_to_approve)
ways_to_scorecards.add("approvals", applications_to_approve)


def may_approve_for(application: Application, *, decided_by: User) -> "QuerySet[User]":
    """Who could be named as the second person: another hiring manager or an admin, who owes no scorecard on it and has no conflict of interest."""
    owes = Q(scorecards__application=application, scorecards__submitted_at=None, scorecards__released_at=None)
    people = User.objects.filter(is_active=True, persona__in=APPROVING).exclude(pk=decided_by.pk)
    people = people.exclude(pk__in=conflicted_users(application.candidate_id))
    return people.exclude(pk__in=User.objects.filter(owes).values("pk"))


@rules.predicate
def is_asked_to_approve(user: User, application: Application | None) -> bool:
    """One query."""
    return application is not None and Decision.objects.filter(application=application, approver=user).exists()


@rules.predicate
def decides_for(user: User, application: Application | None) -> bool:
    """The role's own hiring manager; an admin who may see the role stands in."""
    if application is None:
        return False
    return application.role.hiring_manager_id == user.pk or (
        bool(is_admin(user)) and bool(may_see_role_of(user, application))
    )


@rules.predicate
def is_named_approver(user: User, decision: Decision | None) -> bool:
    return decision is not None and decision.approver_id == user.pk and user.is_active


@rules.predicate
def signed_it(user: User, decision: Decision | None) -> bool:
    return decision is not None and decision.decided_by_id == user.pk and user.is_active


@rules.predicate
def sees_to_the_gap(user: User, decision: Decision | None) -> bool:
    """Whoever owns the plan of a waived bar, and whoever decides for the role."""
    if decision is None or decision.gap is None:
        return False
    return decision.gap.owner_id == user.pk or bool(decides_for(user, decision.application))


rules.add_perm("interviews.undo_decision", signed_it)
rules.add_perm("interviews.close_gap", sees_to_the_gap)
rules.add_perm("interviews.open_debrief", may_see_role_of | is_asked_to_approve)
rules.add_perm("interviews.sign_decision", decides_for)
rules.add_perm("interviews.approve_decision", is_named_approver)
