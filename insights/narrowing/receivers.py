"""What the dashboards forget when a person is erased."""

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from candidates.people.names import fold
from candidates.people.signals import names_erasing
from insights.narrowing.models import SavedDashboard


@receiver(names_erasing, dispatch_uid="insights.forget_dashboards")
def forget_dashboards(names: Collection[str], **_: Any) -> None:
    """Delete saved views that are called after the person."""
    wanted = [set(fold(name).split()) for name in names]
    for view in SavedDashboard.objects.all():
        said = set(fold(view.name).split())
        if any(words and words <= said for words in wanted):
            view.delete()
