"""Why something about a sitting cannot be."""

from interviews.refusals import InterviewsError


class InvitationRefused(InterviewsError):
    """Somebody cannot be invited, or an invitation cannot be changed."""


class SittingRefused(InterviewsError):
    """A candidate cannot do this now. `kept` says whether what they sent was kept all the same."""

    def __init__(self, message: str, *, kept: bool = False) -> None:
        super().__init__(message)
        self.kept = kept
