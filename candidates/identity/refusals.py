"""What can stand in the way of linking a mention."""

from candidates.people.refusals import CandidateError


class LinkRefused(CandidateError):
    """The mention cannot be linked as things stand. The message says why, for the person who asked."""
