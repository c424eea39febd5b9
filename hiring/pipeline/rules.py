"""Who may see and move applications."""

import rules

from candidates.people.rules import may_see_candidate
from hiring.pipeline.models import Application, StageChange
from hiring.roles.models import Role
from hiring.roles.rules import manages_role, may_see_role
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring


@rules.predicate
def may_see_application(user: User, application: Application | None) -> bool:
    """One query, or none for one that was just loaded for this user. The twin of `ApplicationQuerySet.visible_to`, which decides."""
    if application is None or application.loaded_for == user.pk:
        return application is not None
    return Application.objects.visible_to(user).filter(pk=application.pk).exists()


@rules.predicate
def may_see_role_of(user: User, application: Application | None) -> bool:
    """Whether the whole application is theirs to read: notes, timeline, standing."""
    return application is not None and bool(may_see_role(user, application.role))


@rules.predicate
def manages_role_of(user: User, application: Application | None) -> bool:
    return application is not None and bool(manages_role(user, application.role))


@rules.predicate
def may_add_to(user: User, role: Role | None) -> bool:
    return role is not None and bool(plans_hiring(user)) and bool(may_see_role(user, role))


@rules.predicate
def manages_role_of_change(user: User, change: StageChange | None) -> bool:
    return change is not None and bool(manages_role_of(user, change.application))


rules.add_perm("hiring.view_board", plans_hiring & may_see_role)
rules.add_perm("hiring.add_application", may_add_to)
rules.add_perm("hiring.put_into_role", plans_hiring & may_see_candidate)
rules.add_perm("hiring.add_in_bulk", plans_hiring)
rules.add_perm("hiring.view_application", may_see_application)
rules.add_perm("hiring.view_whole_application", plans_hiring & may_see_role_of)
rules.add_perm("hiring.move_application", plans_hiring & manages_role_of)
rules.add_perm("hiring.undo_change", plans_hiring & manages_role_of_change)
rules.add_perm("hiring.move_in_bulk", manages_role)
rules.add_perm("hiring.note_on_application", plans_hiring & may_see_role_of)
