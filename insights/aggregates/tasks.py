"""Housekeeping of the kept counts."""

from celery import shared_task

from insights.aggregates import actions


@shared_task(name="insights.aggregates.fold", acks_late=True, time_limit=120, soft_time_limit=100)
def fold() -> int:
    """Fold the tallies. Running it twice, or never, changes no count."""
    return actions.fold_tallies()


@shared_task(name="insights.aggregates.recount", acks_late=True, time_limit=300, soft_time_limit=280)
def recount() -> int:
    """Compare the kept counts with a slow recount and write down what differed. Running it twice only compares twice."""
    return actions.recount().total
