"""Looking for conflicts with those who are in a pipeline."""

import datetime as dt

from candidates.conflicts.finding import find_conflicts
from candidates.people.models import Candidate
from hiring.pipeline.models import Application
from workspace.staff.models import User

MOST = 5_000


def look_at_candidate(candidate: int, *, today: dt.date) -> int:
    """Compare everybody who works here with one candidate; return how many conflicts show."""
    return find_conflicts(candidates=list(Candidate.objects.present().filter(pk=candidate)), today=today)


def look_at_colleague(user: int, *, today: dt.date) -> int:
    """Compare one colleague with everybody in a pipeline; return how many conflicts show."""
    people = list(User.objects.filter(pk=user, is_active=True))
    return find_conflicts(candidates=in_a_pipeline(), users=people, today=today) if people else 0


def look_at_all(*, today: dt.date) -> int:
    """Compare everybody with everybody in a pipeline: papers are linked and come out at any time."""
    return find_conflicts(candidates=in_a_pipeline(), today=today)


def in_a_pipeline() -> list[Candidate]:
    active = Application.objects.active().values("candidate")
    rows = Candidate.objects.present().filter(pk__in=active).defer("search", "search_text")
    return list(rows.order_by("-pk")[:MOST])
