"""Finding loops. The row is the memory: running twice finds once."""

from celery import shared_task

from interviews.proposals.actions import work_off


@shared_task(name="interviews.proposals.find_loops", acks_late=True, time_limit=90, soft_time_limit=75)
def find_loops(search_id: int) -> str:
    """Find the proposals of a search; return its state."""
    return work_off(search_id)
