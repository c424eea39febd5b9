"""Roles in the palette."""

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from hiring.roles.enums import RoleState
from hiring.roles.models import Role
from workspace.search.sources import Entry, Hit, Source, add_entries, add_source
from workspace.staff.models import User


def find_roles(user: User, words: str, most: int) -> list[Hit]:
    """Return the roles this user may open whose title or team has every word, open ones first. One query."""
    if not words or not user.has_perm("hiring.list_roles"):
        return []
    condition = Q()
    for word in words.split():
        condition &= Q(title__icontains=word) | Q(team__name__icontains=word)
    open_first = Case(When(state=RoleState.OPEN, then=Value(0)), default=Value(1))
    roles = Role.objects.visible_to(user).filter(condition).select_related("team").order_by(open_first, "title", "pk")
    return [
        Hit(
            role.title,
            reverse("hiring:board", args=[role.slug]),
            "briefcase",
            f"{role.team.name} · {role.get_state_display()}",
        )
        for role in roles[:most]
    ]


add_source(Source("Roles", 20, find_roles))
add_entries(
    Entry("Teams", "hiring:teams", "users-group", "hiring.list_teams", "archetypes"),
    Entry("Open a role", "hiring:new_role", "briefcase-2", "hiring.open_role", "new job position", True),
)
