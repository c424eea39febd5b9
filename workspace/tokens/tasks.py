"""Housekeeping of the API's memory."""

from celery import shared_task

from workspace.tokens.actions import forget_old_keys


@shared_task(name="workspace.tokens.forget_old_keys", acks_late=True, time_limit=60, soft_time_limit=50)
def forget_keys() -> int:
    """Delete answers older than a day. Running it twice deletes nothing more."""
    return forget_old_keys()
