"""What the dashboards stand on beside the story itself: a weekly plan, saved views, first days and how hires turned out, a night's recount."""

import datetime as dt
import random

from config.demo.house import House
from config.demo.rows import at, create
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from insights.aggregates.actions import recount
from insights.checkins.calendar import months_after
from insights.checkins.enums import MONTHS, Seen
from insights.checkins.models import CheckIn, CheckInMark, StartDay
from insights.checkins.queries import criteria_of
from insights.inputs.enums import Measure
from insights.inputs.models import InputPlan
from insights.narrowing.models import SavedDashboard

PLAN = {Measure.PAPERS: 3, Measure.AUTHORS: 2, Measure.CODE: 1, Measure.INTERVIEWS: 6, Measure.SCORECARDS: 90}
# How the work compares with what the interviews said: mostly as judged, sometimes not.
TURNS_OUT = ((Seen.SAME, 0.6), (Seen.MORE, 0.14), (Seen.LESS, 0.12), (Seen.UNSEEN, 0.14))
SEEN = (
    "Took over the nightly evaluation and found a leak in the split within a week.",
    "Runs the service alone by now; still asks early when a trade-off is not theirs to make.",
    "Good questions in design talks; the first project is slower than we had planned.",
)
NOTICE_DAYS = (7, 14, 30)


def write_dashboards(house: House, now: dt.datetime, rng: random.Random) -> None:
    """Write what people set for the dashboards, and what became of those who were hired."""
    recruiter, manager = house.staff["tomasz"], house.staff["marta"]
    for measure, per_week in PLAN.items():
        InputPlan.objects.create(measure=measure, per_week=per_week, set_by=recruiter)
    views = (
        ("funnel", "Quarter against the one before", "compare=on"),
        ("time", "Where people wait", "ever=on"),
        ("channels", "This year, by channel", f"since={now.year}-01-01&compare=on"),
    )
    for page, name, query in views:
        SavedDashboard.objects.create(owner=recruiter, page=page, name=name, query=query, is_shared=page != "time")
    SavedDashboard.objects.create(owner=manager, page="reasons", name="Why offers fail", query="ever=on")
    hires = Application.objects.filter(standing=Standing.HIRED).select_related("role__hiring_manager").order_by("pk")
    for application in hires:
        _look_back(application, now, rng)
    recount()


def _look_back(application: Application, now: dt.datetime, rng: random.Random) -> None:
    """Set a first day some weeks after the hire, and fill what has come due, but for the latest of some."""
    assert application.closed_at is not None
    starts_on = application.closed_at.date() + dt.timedelta(days=rng.choice(NOTICE_DAYS))
    manager, told = application.role.hiring_manager, application.closed_at + dt.timedelta(days=2)
    StartDay.objects.create(application=application, starts_on=starts_on, set_by=manager)
    criteria = criteria_of(application)
    for month in MONTHS:
        due_on = months_after(starts_on, month)
        check_in = CheckIn(application=application, month=month, due_on=due_on, **at(told))
        filled_on = due_on + dt.timedelta(days=rng.randint(0, 9))
        is_filled = filled_on < now.date() and rng.random() < 0.75
        if is_filled:
            check_in.filled_at = dt.datetime.combine(filled_on, dt.time(9, 30), dt.UTC)
            check_in.filled_by, check_in.words = manager, rng.choice(SEEN)
        create(CheckIn, [check_in])
        if is_filled:
            CheckInMark.objects.bulk_create(
                CheckInMark(check_in=check_in, competency=one.competency, side=one.side, seen=_seen(rng))
                for one in criteria
            )


def _seen(rng: random.Random) -> str:
    return rng.choices([one for one, _ in TURNS_OUT], [weight for _, weight in TURNS_OUT])[0]
