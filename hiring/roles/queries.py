"""Reading roles."""

from django.http import Http404

from hiring.roles.models import Role
from workspace.staff.models import User


def load_role(user: User, slug: str) -> Role:
    """Return the role of this slug if this user may know of it, or raise Http404. One query."""
    rows = Role.objects.visible_to(user).select_related("team", "profile", "hiring_manager", "recruiter")
    role = rows.filter(slug=slug).first()
    if role is None:
        raise Http404("There is no such role.")
    role.loaded_for = user.pk
    return role
