"""Who may see and change roles."""

import rules

from hiring.roles.models import Role
from workspace.staff.models import User
from workspace.staff.rules import is_admin, is_hiring_manager, is_recruiting, plans_hiring


@rules.predicate
def may_see_role(user: User, role: Role | None) -> bool:
    """One query, or none for a role that was just loaded for this user. The twin of `RoleQuerySet.visible_to`, which decides."""
    if role is None or role.loaded_for == user.pk:
        return role is not None
    return Role.objects.visible_to(user).filter(pk=role.pk).exists()


@rules.predicate
def manages_role(user: User, role: Role | None) -> bool:
    """The role's own hiring manager, or anybody who recruits and may see it."""
    return role is not None and (
        role.hiring_manager_id == user.pk or (is_recruiting(user) and may_see_role(user, role))
    )


rules.add_perm("hiring.list_roles", plans_hiring)
rules.add_perm("hiring.open_role", plans_hiring)
rules.add_perm("hiring.view_role", plans_hiring & may_see_role)
rules.add_perm("hiring.edit_role", manages_role)
rules.add_perm("hiring.list_teams", plans_hiring)
rules.add_perm("hiring.edit_teams", is_recruiting | is_hiring_manager)
rules.add_perm("hiring.edit_catalogue", is_admin)
