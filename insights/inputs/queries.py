"""What people owe, and whom they wrote to: measured as inputs."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q

from candidates.outreach.queries import Contacted, contacted
from candidates.people.models import walls_before_candidates
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import blinded_applications
from workspace.staff.models import User

WINDOW = dt.timedelta(days=90)


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
    ended = Q(seat__during__endswith__lte=now)
    recent = Q(submitted_at__gte=now - WINDOW)
    # What is neither open nor recent counts nowhere, and years of it are most of the table.
    told_of = Scorecard.objects.filter(recent | Q(submitted_at=None, released_at=None))
    scorecards = told_of.exclude(application__in=blinded_applications(viewer))
    scorecards = scorecards.exclude(walls_before_candidates.q(viewer, "application__candidate"))
    figures = scorecards.filter(application__role__in=roles).aggregate(
        owed=Count("pk", filter=ended & Q(submitted_at=None, released_at=None)),
        overdue=Count("pk", filter=Q(due_at__lt=now, submitted_at=None, released_at=None)),
        submitted=Count("pk", filter=recent),
        in_time=Count("pk", filter=recent & Q(submitted_at__lte=F("due_at"))),
    )
    return ScorecardFigures(**figures)


def letters_figures(now: dt.datetime, viewer: User) -> Contacted | None:
    """Count the people written to and those who answered, in the last 90 days; None for who does not recruit. One query."""
    return contacted(now - WINDOW, now, viewer) if viewer.is_recruiting else None
