"""What roles tell lower apps: which of them a letter to somebody may be about."""

from candidates.outreach.openings import Opening, offer_openings
from hiring.roles.enums import RoleState
from hiring.roles.models import Role
from workspace.staff.models import User


def roles_to_write_about(user: User) -> list[Opening]:
    """Return the open roles this user may see and outsiders may hear of, with what the role says about its work. One query."""
    roles = Role.objects.visible_to(user).filter(state=RoleState.OPEN, is_confidential=False).order_by("title", "pk")
    return [Opening(role.uuid, role.title, facts_of(role)) for role in roles]


def facts_of(role: Role) -> str:
    """Say what the work is in the role's own words; nothing is added to them."""
    parts = [" ".join(role.problem.split())]
    if role.location and role.problem:
        parts.append(f"The role is in {role.location}.")
    return " ".join(part for part in parts if part)


offer_openings("roles", roles_to_write_about)
