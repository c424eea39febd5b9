"""What the dashboards forget when a person is erased."""

from typing import Any

from django.dispatch import receiver

from candidates.people.models import Candidate
from candidates.people.names import fold
from candidates.people.signals import candidate_erasing
from insights.narrowing.models import SavedDashboard


@receiver(candidate_erasing, dispatch_uid="insights.forget_dashboards")
def forget_dashboards(candidate: Candidate, **_: Any) -> None:
    """Delete saved views that are called after the person."""
    words = set(fold(candidate.name).split())
    for view in SavedDashboard.objects.all():
        if words and words <= set(fold(view.name).split()):
            view.delete()
