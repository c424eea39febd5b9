"""What the desk refuses."""

from hiring.roles.refusals import RoleRefused


class TextRefused(RoleRefused):
    """The text cannot be saved, or its finding cannot stand."""
