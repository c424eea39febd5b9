"""Measuring agreement by night."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="insights.calibration.measure", acks_late=True, time_limit=540, soft_time_limit=500)
def measure_agreement() -> int:
    """Measure everything anew; running it twice writes the same figures."""
    from insights.calibration.actions import measure  # numpy: only a worker pays for it

    return measure(now=timezone.now())
