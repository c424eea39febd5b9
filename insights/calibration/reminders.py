"""Once a quarter: the shared set waits for who interviews."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from insights.calibration.asking import begin_of, minutes_for
from insights.calibration.models import CalibrationRating
from insights.calibration.queries import asked_of
from insights.calibration.samples import quarter_of
from interviews.schedule.models import Seat
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.models import User

INTERVIEWS = dt.timedelta(days=120)


def due_sets(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield one reminder a quarter to whoever interviews and has not rated what is asked of them, from some days into it. Four queries."""
    quarter = quarter_of(now.date())
    if now < begin_of(quarter) + dt.timedelta(hours=hours["after"]):
        return
    given: dict[int, set[str]] = {}
    for key, competency in CalibrationRating.objects.filter(quarter=quarter).values_list("user", "competency"):
        given.setdefault(key, set()).add(competency)
    seats = Seat.objects.filter(is_live=True, during__endswith__gt=now - INTERVIEWS)
    people = list(User.objects.filter(is_active=True, pk__in=seats.values("user")).order_by("pk"))
    wanted = asked_of([user.pk for user in people], quarter)
    for user in people:
        left = [one for one in wanted[user.pk] if one.competency not in given.get(user.pk, set())]
        if left:
            answers = sum(len(one.samples) for one in left)
            yield DueReminder(
                key=f"calibration/{user.uuid}/{quarter}",
                recipient=user.pk,
                subject="The shared answers of this quarter wait for your ratings",
                body=f"{answers} written answers, about {minutes_for(left)} minutes. They show where we read the anchors differently.",
                path=reverse("insights:shared_set"),
            )


def set_settled(key: str) -> bool:
    """Whether they have rated all that was asked of them meanwhile."""
    _, uuid, quarter = key.split("/")
    user = User.objects.get(uuid=uuid)
    rated = CalibrationRating.objects.filter(user=user, quarter=quarter).values_list("competency", flat=True)
    return {one.competency for one in asked_of([user.pk], quarter)[user.pk]} <= set(rated)


CALIBRATION = register(
    Kind(
        slug="calibration",
        label="Shared answers to rate",
        description="Once a quarter, if you interview: a few written answers that others rate too, so that anchors mean the same to all.",
        steps=(("after", "Hours into the quarter", 240),),
        due=due_sets,
        settled=set_settled,
    )
)
