"""What can go wrong with a source, in words that tell a recruiter what to do."""

import datetime


class SourceError(Exception):
    """A source gave no paper. `heals` says whether trying again later can help."""

    heals = False

    def __init__(self, source: str, words: str, *, retry_at: datetime.datetime | None = None) -> None:
        super().__init__(words)
        self.source = source
        self.words = words
        self.retry_at = retry_at

    def __str__(self) -> str:
        return self.explain(datetime.UTC)

    def explain(self, zone: datetime.tzinfo) -> str:
        """Say what happened and what to do, with times in the reader's zone."""
        if self.retry_at is None:
            return f"{self.words} The link is kept; try again in a few minutes." if self.heals else self.words
        when = self.retry_at.astimezone(zone)
        return f"{self.words} The link is kept and will be tried again at {when:%H:%M} ({when.tzname()})."


class SourceLimited(SourceError):
    """The source asks for fewer requests; `retry_at` is when to come back."""

    heals = True


class SourceUnavailable(SourceError):
    """No answer, or a passing fault on the other side."""

    heals = True


class SourceAnswerBroken(SourceError):
    """An answer came that is not what the source documents: truncated, another format, too large."""

    heals = True


class RecordMissing(SourceError):
    """The paper exists, but nobody offers a record of it that a program can read."""


class SourceRefused(SourceError):
    """The source answers only those who signed in."""


class PaperNotFound(SourceError):
    """The source does not know the paper."""


class ListRestarts(SourceError):
    """The source lost our place in its list; reading it again from the start loses nothing."""

    heals = True
