"""Updates go by themselves. The rows are the memory: running twice, or late, does no harm."""

from celery import shared_task
from django.utils import timezone

from insights.updates.actions import make_drafts, send_due


@shared_task(name="insights.updates.tend", acks_late=True, time_limit=280, soft_time_limit=250)
def tend_updates() -> tuple[int, int]:
    """Draft what goes out within a day, send what is due; return how many of each."""
    now = timezone.now()
    return make_drafts(now=now), send_due(now=now)
