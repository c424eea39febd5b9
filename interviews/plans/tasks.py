"""What plans measure by night."""

from celery import shared_task

from interviews.plans.agreement import measure_agreement as measure


@shared_task(name="interviews.plans.measure_agreement", acks_late=True, time_limit=300, soft_time_limit=280)
def measure_agreement() -> int:
    """Measure how far double ratings agree; return the pairs. Running it twice leaves the same rows."""
    return sum(found.pairs for found in measure().values())
