"""Finding conflicts in the background. The rows are the memory: what was found or decided is not proposed again."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="hiring.conflicts.look_at_candidate", acks_late=True, time_limit=120, soft_time_limit=100)
def look_at_new_candidate(candidate: int) -> int:
    """Somebody entered a pipeline, or a colleague was asked to interview them."""
    from hiring.conflicts.finding import look_at_candidate

    return look_at_candidate(candidate, today=timezone.localdate())


@shared_task(name="hiring.conflicts.look_at_colleague", acks_late=True, time_limit=240, soft_time_limit=200)
def look_at_changed_colleague(user: int) -> int:
    """A colleague said more of themselves."""
    from hiring.conflicts.finding import look_at_colleague

    return look_at_colleague(user, today=timezone.localdate())


@shared_task(name="hiring.conflicts.look_at_all", acks_late=True, time_limit=540, soft_time_limit=500)
def look_at_everybody() -> int:
    """Every night."""
    from hiring.conflicts.finding import look_at_all

    return look_at_all(today=timezone.localdate())
