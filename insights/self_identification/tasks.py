"""Asking applicants."""

from celery import shared_task

from insights.self_identification.actions import ask_applicants


@shared_task(name="insights.self_identification.ask", acks_late=True, time_limit=240, soft_time_limit=200)
def ask() -> int:
    """Write to whoever applied of late; running it twice writes to nobody twice."""
    return ask_applicants()
