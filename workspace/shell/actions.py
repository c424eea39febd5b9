"""What people change about the frame they work in."""

from workspace.staff.enums import Theme
from workspace.staff.models import User


def set_theme(*, theme: Theme, by: User) -> User:
    """Remember whether somebody wants the pages light, dark or like the device."""
    by.theme = theme
    by.save(update_fields=["theme", "updated_at"])
    return by
