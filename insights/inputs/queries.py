"""What people owe, and whom they wrote to: measured as inputs."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from candidates.outreach.queries import Contacted, contacted
from candidates.people.models import walls_before_candidates
from insights.inputs.enums import Now
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import blinded_applications
from workspace.staff.models import User

WINDOW = dt.timedelta(days=90)
OPEN = Q(submitted_at=None, released_at=None)


@dataclass(frozen=True)
class ScorecardFigures:
    """Scorecards of the last 90 days: owed now, of these overdue, submitted, of these on time. `on_time` is None where none was."""

    owed: int
    overdue: int
    submitted: int
    in_time: int

    @property
    def on_time(self) -> float | None:
        return self.in_time / self.submitted if self.submitted else None


def scorecard_figures(roles: tuple[int, ...], now: dt.datetime, viewer: User) -> ScorecardFigures:
    """Count scorecards of these roles; a trainee's count too, since they were promised. One query.

    Where the viewer still owes one, the whole application is left out: a count that moves would say that somebody else has submitted.
    """
    recent = counted_as(Now.SUBMITTED, now)
    figures = told_scorecards(roles, now, viewer).aggregate(
        owed=Count("pk", filter=counted_as(Now.OWED, now)),
        overdue=Count("pk", filter=OPEN & Q(due_at__lt=now)),
        submitted=Count("pk", filter=recent),
        in_time=Count("pk", filter=recent & Q(submitted_at__lte=F("due_at"))),
    )
    return ScorecardFigures(**figures)


def told_scorecards(roles: tuple[int, ...], now: dt.datetime, viewer: User) -> "QuerySet[Scorecard]":
    """Return the scorecards of these roles that this viewer may be told of, open or recent."""
    # What is neither open nor recent counts nowhere, and years of it are most of the table.
    rows = Scorecard.objects.filter(counted_as(Now.SUBMITTED, now) | OPEN, application__role__in=roles)
    rows = rows.exclude(application__in=blinded_applications(viewer))
    return rows.exclude(walls_before_candidates.q(viewer, "application__candidate"))


def counted_as(which: str, now: dt.datetime) -> Q:
    """Return the condition that a scorecard is owed, or was submitted of late."""
    return {
        Now.OWED: OPEN & Q(seat__during__endswith__lte=now),
        Now.SUBMITTED: Q(submitted_at__gte=now - WINDOW),
    }[Now(which)]


def letters_figures(now: dt.datetime, viewer: User) -> Contacted | None:
    """Count the people written to and those who answered, in the last 90 days; None for who does not recruit. One query."""
    return contacted(now - WINDOW, now, viewer) if viewer.is_recruiting else None
