"""Where a candidate's booking stands, and what it may become."""

from django.db import models


class BookingState(models.TextChoices):
    OFFERED = "offered", "Waits for the candidate"
    BOOKED = "booked", "Booked"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


MOVES: dict[BookingState, frozenset[BookingState]] = {
    BookingState.OFFERED: frozenset({BookingState.BOOKED, BookingState.DECLINED, BookingState.WITHDRAWN}),
    # A candidate who moves stays booked.
    BookingState.BOOKED: frozenset({BookingState.DECLINED}),
    BookingState.DECLINED: frozenset(),
    BookingState.WITHDRAWN: frozenset(),
}


class Adjustment(models.TextChoices):
    """What somebody may ask for, so that the interview shows what they can do."""

    EXTRA_TIME = "extra_time", "Extra time"
    CAPTIONS = "captions", "Captions, or questions in writing"
    BREAKS = "breaks", "More or longer breaks"
    SCREEN_READER = "screen_reader", "Material that a screen reader reads"
    STEP_FREE = "step_free", "Step-free access"


class ReplyAnswer(models.TextChoices):
    """What a calendar program answered to an invitation (RFC 5545, PARTSTAT)."""

    ACCEPTED = "accepted", "Accepted"
    TENTATIVE = "tentative", "Tentative"
    DECLINED = "declined", "Declined"
