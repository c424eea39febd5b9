"""Who may do what in the workspace; and the predicates other apps build on."""

import rules

from workspace.staff.enums import Persona
from workspace.staff.models import User


@rules.predicate
def is_staff_member(user: User) -> bool:
    return bool(getattr(user, "is_active", False))


@rules.predicate
def is_admin(user: User) -> bool:
    return is_staff_member(user) and user.persona == Persona.ADMIN


@rules.predicate
def is_recruiting(user: User) -> bool:
    return is_staff_member(user) and user.persona in {Persona.RECRUITER, Persona.ADMIN}


@rules.predicate
def is_hiring_manager(user: User) -> bool:
    return is_staff_member(user) and user.persona == Persona.HIRING_MANAGER


@rules.predicate
def plans_hiring(user: User) -> bool:
    """Recruiters, hiring managers and admins: those who see dashboards and candidates' lists."""
    return is_recruiting(user) or is_hiring_manager(user)


rules.add_perm("workspace.manage_organisation", is_admin)
rules.add_perm("workspace.invite_staff", is_admin)
rules.add_perm("workspace.view_activity_log", is_admin)
