"""Housekeeping of the kept counts."""

from celery import shared_task

from insights.funnel.actions import fold_tallies


@shared_task(name="insights.funnel.fold", acks_late=True, time_limit=120, soft_time_limit=100)
def fold() -> int:
    """Fold the tallies. Running it twice, or never, changes no count."""
    return fold_tallies()
