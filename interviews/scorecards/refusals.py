"""How writing a scorecard is refused. Whatever the refusal, what was typed is kept."""

from interviews.refusals import InterviewsError


class ScorecardError(InterviewsError):
    """The scorecard cannot be written like this; what was typed is kept."""


class StaleDraft(ScorecardError):
    """Another window, or a later request, saved this scorecard in between."""


class Incomplete(ScorecardError):
    """Something is missing: `problems` says what, by criterion."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("Some answers are missing. What you wrote is kept.")
