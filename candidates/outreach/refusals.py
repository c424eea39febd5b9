"""What writing to people refuses, in words for the person who asked."""


class OutreachError(Exception):
    """A letter cannot go as it stands; the message says why, and what to do. A passing reason is gone on another day."""

    is_passing = False


class HeldByColleague(OutreachError):
    """A colleague is in conversation with this person. Taking the conversation over is an act of its own."""


class OverLimit(OutreachError):
    """Enough was written for now."""

    is_passing = True
