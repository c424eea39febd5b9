"""Why something cannot be done with a take-home, in words for whoever tried."""

from interviews.refusals import InterviewsError


class TakeHomeRefused(InterviewsError):
    """It cannot be given, changed or rated like this."""


class HandInRefused(InterviewsError):
    """Nothing is handed in; what was handed in before stands."""
