"""Once a quarter: the shared set waits for who interviews."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from insights.calibration.models import CalibrationRating
from insights.calibration.samples import quarter_of, sample_sets
from interviews.schedule.models import Seat
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.models import User

INTERVIEWS = dt.timedelta(days=120)


def due_sets(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield one reminder a quarter to whoever interviews and has not rated every set, from some days into it. Two queries."""
    begin = dt.datetime(now.year, (now.month - 1) // 3 * 3 + 1, 1, tzinfo=dt.UTC)
    if now < begin + dt.timedelta(hours=hours["after"]):
        return
    quarter = quarter_of(now.date())
    given: dict[int, set[str]] = {}
    for key, competency in CalibrationRating.objects.filter(quarter=quarter).values_list("user", "competency"):
        given.setdefault(key, set()).add(competency)
    wanted = {one.competency for one in sample_sets()}
    seats = Seat.objects.filter(is_live=True, during__endswith__gt=now - INTERVIEWS)
    for user in User.objects.filter(is_active=True, pk__in=seats.values("user")).order_by("pk"):
        if left := len(wanted - given.get(user.pk, set())):
            yield DueReminder(
                key=f"calibration/{user.uuid}/{quarter}",
                recipient=user.pk,
                subject="The shared answers of this quarter wait for your ratings",
                body=f"{left} short set{'s' if left > 1 else ''} of three answers. They show where we read the anchors differently.",
                path=reverse("insights:shared_set"),
            )


def set_settled(key: str) -> bool:
    """Whether they have rated every set meanwhile."""
    _, user, quarter = key.split("/")
    rated = CalibrationRating.objects.filter(user__uuid=user, quarter=quarter).values("competency").distinct()
    return rated.count() >= len(sample_sets())


CALIBRATION = register(
    Kind(
        slug="calibration",
        label="Shared answers to rate",
        description="Once a quarter, if you interview: written answers that everybody rates, so that anchors mean the same to all.",
        steps=(("after", "Hours into the quarter", 240),),
        due=due_sets,
        settled=set_settled,
    )
)
