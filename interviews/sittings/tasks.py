"""The clockwork of sittings. The rows are the memory: running twice, or late, does no harm."""

from celery import shared_task

from interviews.sittings.tending import close_due_attempts, remind_candidates


@shared_task(name="interviews.sittings.tend", acks_late=True, time_limit=120, soft_time_limit=100)
def tend() -> tuple[int, int]:
    """Hand in what is due, and remind."""
    return close_due_attempts(), remind_candidates()
