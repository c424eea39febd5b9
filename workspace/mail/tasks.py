"""The outbox's clockwork. The rows are the memory: running twice, or not at all for a while, does no harm."""

from celery import shared_task

from workspace.mail.actions import deliver_due_mail, sweep_mail


@shared_task(name="workspace.mail.deliver", acks_late=True, time_limit=240, soft_time_limit=200)
def deliver() -> int:
    """Send what is due."""
    return deliver_due_mail()


@shared_task(name="workspace.mail.sweep", acks_late=True, time_limit=60, soft_time_limit=50)
def sweep() -> tuple[int, int]:
    """Take back what a killed worker held, and report what may or may not have arrived."""
    return sweep_mail()
