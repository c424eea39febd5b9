"""What updates refuse, in words for the person who asked."""


class UpdateRefused(Exception):
    """The update cannot become what was asked; the message says why, and what to do."""
