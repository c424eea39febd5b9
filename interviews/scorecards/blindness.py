"""Whether a judgement was blind: could its author have read another's before they began to owe their own? Free of Django."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """One scorecard of the application, as far as blindness depends on it."""

    author: int
    opened_at: dt.datetime
    submitted_at: dt.datetime | None
    released_at: dt.datetime | None

    def was_owed_throughout(self, start: dt.datetime, end: dt.datetime) -> bool:
        """Whether its author was blind from `start` to `end` on its account."""
        until = min((moment for moment in (self.submitted_at, self.released_at) if moment), default=end)
        return self.opened_at <= start and until >= end


def could_read_before(cards: Sequence[Card], *, author: int, opened_at: dt.datetime, sees_role: bool) -> bool:
    """Whether somebody could read another's scorecard at any time before `opened_at`, when their own was opened.

    `cards` are all scorecards of the application. `sees_role` says that the author reads scorecards of this role by right; others may once
    they have submitted one themselves. Whoever owed another scorecard all that time stayed blind.
    """
    own = [card for card in cards if card.author == author]
    gave = [card.submitted_at for card in own if card.submitted_at and card.submitted_at < opened_at]
    if not sees_role and not gave:
        return False
    for card in cards:
        if card.author == author or card.submitted_at is None or card.submitted_at >= opened_at:
            continue
        readable_from = card.submitted_at if sees_role else max(card.submitted_at, min(gave))
        if not any(mine.was_owed_throughout(readable_from, opened_at) for mine in own):
            return True
    return False
