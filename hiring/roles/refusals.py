"""What roles refuse."""

from hiring.refusals import HiringError


class RoleRefused(HiringError):
    """The role cannot be changed that way."""


class StageRefused(HiringError):
    """The stage cannot be changed that way."""
