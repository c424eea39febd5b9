"""Counting half-years."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="insights.fairness.count", acks_late=True, time_limit=580, soft_time_limit=560)
def count_half_years() -> int:
    """Make the reports that are due; running it twice makes nothing new."""
    from insights.fairness.actions import make_reports

    return make_reports(timezone.now())
