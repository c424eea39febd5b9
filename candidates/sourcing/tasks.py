"""Asking the outside world. Each task reads its row first, so that running twice asks once."""

from celery import shared_task

from candidates.sourcing.lookups import due_lookups, look_up
from candidates.sourcing.models import PaperLookup


@shared_task(name="candidates.sourcing.look_up_paper", acks_late=True, time_limit=180, soft_time_limit=150)
def look_up_paper(lookup_id: int) -> str:
    """Ask the source of one link; return the state it ends in."""
    lookup = PaperLookup.objects.select_related("requested_by").filter(pk=lookup_id).first()
    if lookup is None:
        return "gone"
    return look_up(lookup=lookup).state if lookup.is_open else lookup.state


@shared_task(name="candidates.sourcing.retry_lookups", acks_late=True, time_limit=60, soft_time_limit=45)
def retry_lookups() -> int:
    """Send the look-ups whose time has come; return how many."""
    due = due_lookups()
    for key in due:
        look_up_paper.delay(key)
    return len(due)
