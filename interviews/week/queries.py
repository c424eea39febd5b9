"""What an interviewer has to do, most urgent first, and nothing else."""

import datetime as dt
from dataclasses import dataclass

from candidates.people.models import walls_before_candidates
from interviews.schedule.models import Seat
from interviews.scorecards.models import Scorecard
from workspace.staff.models import User

LOOKS_AHEAD = dt.timedelta(days=14)


@dataclass(frozen=True)
class Week:
    """`owed` are scorecards of interviews that have begun, oldest first; `next` is the next interview, `coming` those after it."""

    owed: list[Scorecard]
    next: Seat | None
    coming: list[Seat]


def week_of(user: User, now: dt.datetime) -> Week:
    """Return somebody's own week. Two queries."""
    owed = (
        Scorecard.objects.owed()
        .filter(author=user, seat__during__startswith__lte=now)
        .exclude(walls_before_candidates.q(user, "application__candidate"))
        .select_related("kit__assessment_type", "application__candidate", "application__role", "seat")
        .order_by("due_at", "pk")
    )
    seats = list(
        Seat.objects.filter(
            user=user, is_live=True, during__startswith__gt=now, during__startswith__lte=now + LOOKS_AHEAD
        )
        .exclude(walls_before_candidates.q(user, "interview__application__candidate"))
        .select_related(
            "interview__kit__assessment_type",
            "interview__application__candidate",
            "interview__application__role",
            "scorecard",
        )
        .order_by("during", "pk")
    )
    return Week(owed=list(owed), next=seats[0] if seats else None, coming=seats[1:])
