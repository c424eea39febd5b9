"""The reminder engine's clockwork. The rows are the memory: running twice, or not at all for a while, does no harm."""

from celery import shared_task

from workspace.reminders.actions import drop_settled_mail, gather_digests, remind_all


@shared_task(name="workspace.reminders.remind", acks_late=True, time_limit=240, soft_time_limit=200)
def remind() -> int:
    """Write down what is due, gather digests, and take back what no longer needs saying."""
    written = remind_all()
    gather_digests()
    drop_settled_mail()
    return written
