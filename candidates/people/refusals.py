"""What a candidate's file refuses, in words for the person who asked."""


class CandidateError(Exception):
    """Something cannot be done to a candidate's file; the message says what to do instead."""


class IdentityRefused(CandidateError):
    """A handle is not one of its kind."""
