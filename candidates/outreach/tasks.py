"""The clockwork of conversations. The rows are the memory: running twice, or in two workers, does nothing twice."""

import hashlib

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from candidates.outreach.following_up import take_due_steps
from candidates.outreach.mailbox import MailboxProblem, Place, fetch
from candidates.outreach.models import Mailbox
from candidates.outreach.receiving import Came, receive

log = structlog.get_logger(__name__)


@shared_task(name="candidates.outreach.fetch_replies", acks_late=True, time_limit=240, soft_time_limit=200)
def fetch_replies() -> dict[str, int]:
    """Take in what came into the mailbox since the last look; return how many mails of each kind. What was read is noted mail by mail."""
    if not settings.IMAP_URL:
        return {}
    key = hashlib.sha256(settings.IMAP_URL.encode()).hexdigest()[:32]
    box, _ = Mailbox.objects.get_or_create(key=key)
    came: dict[str, int] = {}
    problem = ""
    try:
        for mail in fetch(settings.IMAP_URL, Place(box.validity, box.uid), today=timezone.localdate()):
            kind = receive(mail.raw) if mail.raw else Came.UNREADABLE
            came[kind] = came.get(kind, 0) + 1
            Mailbox.objects.filter(pk=box.pk).update(validity=mail.place.validity, uid=mail.place.uid)
    except MailboxProblem as error:
        problem = str(error)[:300]
        log.warning("mailbox_problem", problem=problem)
    Mailbox.objects.filter(pk=box.pk).update(checked_at=timezone.now(), problem=problem)
    return came


@shared_task(name="candidates.outreach.follow_up", acks_late=True, time_limit=240, soft_time_limit=200)
def follow_up() -> int:
    """Take the steps of sequences that have come due; return how many."""
    return take_due_steps()
