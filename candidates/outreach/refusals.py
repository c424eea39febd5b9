"""What writing to people refuses, in words for the person who asked."""


class OutreachError(Exception):
    """A letter cannot go as it stands; the message says why, and what to do."""


class HeldByColleague(OutreachError):
    """A colleague is in conversation with this person. Taking the conversation over is an act of its own."""
