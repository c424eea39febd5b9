"""The privacy clock. The rows are the memory: running twice, or late, does no harm."""

from celery import shared_task

from candidates.privacy.clock import begin_missing_clocks, delete_outdated, delete_untold


@shared_task(name="candidates.privacy.tend_notices", acks_late=True, time_limit=280, soft_time_limit=250)
def tend_notices() -> tuple[int, int, int]:
    """Start clocks that are missing, delete who was not told in time and who has been kept too long; return how many of each."""
    begun = 0
    while number := begin_missing_clocks():
        begun += number
    return begun, delete_untold(), delete_outdated()
