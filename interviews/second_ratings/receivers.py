"""What second ratings notice: that their interview was booked or called off, and that the rating came."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from interviews.schedule.models import Interview, Seat, SeatKind
from interviews.schedule.signals import seats_given, seats_taken
from interviews.scorecards.models import Scale, ScorecardVersion
from interviews.scorecards.signals import scorecard_submitted
from interviews.second_ratings.actions import end_open_wishes
from interviews.second_ratings.models import Ending, SecondRating
from workspace.activity.wording import Named, name_rows, say


@receiver(seats_given, dispatch_uid="interviews.second_rating_booked")
def booked(interview: Interview, seats: list[Seat], at: dt.datetime | None, **_: Any) -> None:
    """The interview a second rating waits for was booked."""
    holders = [seat.user_id for seat in seats if seat.kind == SeatKind.INTERVIEWER]
    wishes = SecondRating.objects.open().filter(application=interview.application_id, rater__in=holders)
    wishes.update(interview=interview, updated_at=timezone.now())


@receiver(seats_taken, dispatch_uid="interviews.second_rating_unbooked")
def unbooked(interview: Interview, seats: list[Seat], at: dt.datetime | None, **_: Any) -> None:
    """It was called off, or given to somebody else: the wish waits again."""
    wishes = SecondRating.objects.open().filter(interview=interview, rater__in=[seat.user_id for seat in seats])
    wishes.update(interview=None, updated_at=timezone.now())


@receiver(scorecard_submitted, dispatch_uid="interviews.second_rating_given")
def given(version: ScorecardVersion, **_: Any) -> None:
    """A scorecard that counts rated the bar: the wish is fulfilled, whoever wrote it."""
    if not version.scorecard.counts:
        return
    rated = version.ratings.filter(scale=Scale.BAR, mark__isnull=False).values_list("competency", flat=True)
    end_open_wishes(version.scorecard.application, Ending.RATED, competencies=set(rated))


def name_wishes(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whom these second ratings are about, today. One query."""
    rows = SecondRating.objects.filter(uuid__in=uuids).select_related("application__candidate")
    return {
        row.uuid: Named(
            f"second rating of {row.application.candidate}", reverse("interviews:debrief", args=[row.application.uuid])
        )
        for row in rows
    }


name_rows("secondrating", name_wishes)
say("asked_second_rating", "asked for a")
say("withdrew_second_rating", "no longer asks for a")
