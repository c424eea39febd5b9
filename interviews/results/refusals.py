"""Why a mark cannot be given or changed."""

from interviews.refusals import InterviewsError


class MarkRefused(InterviewsError):
    """The mark, ruling or support cannot be given like this."""
