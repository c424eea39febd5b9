"""What can stand in the way of deciding a conflict."""

from candidates.people.refusals import CandidateError


class ConflictRefused(CandidateError):
    """The conflict cannot be declared or decided like this. The message says what to do, for the person who asked."""
