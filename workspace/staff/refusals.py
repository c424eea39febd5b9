"""What the workspace refuses, in words for the person who asked."""


class StaffError(Exception):
    """Something about accounts cannot be done; the message says what to do instead."""


class InvitationRefused(StaffError):
    """The invitation cannot be sent or accepted."""
