"""Tidying up after people: what was taken away goes for good after a week."""

from celery import shared_task

from candidates.people.records import sweep_taken_away


@shared_task(name="candidates.people.sweep", acks_late=True, time_limit=120, soft_time_limit=100)
def sweep() -> int:
    """Delete what nobody put back; running it twice deletes it once."""
    return sweep_taken_away()
