"""Putting mails into the outbox and carrying them to the mail server, each at most once."""

import datetime as dt
import smtplib
import uuid
from typing import Any

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from workspace.mail.guards import why_not_any_more
from workspace.mail.letters import compose
from workspace.mail.models import Mail, MailState
from workspace.mail.signals import mail_settled
from workspace.staff.models import User

log = structlog.get_logger(__name__)

CLAIM_LASTS = dt.timedelta(minutes=10)
GIVE_UP_AFTER = 12
SETTLED = frozenset({MailState.SENT, MailState.FAILED, MailState.UNCERTAIN, MailState.DROPPED})


def queue_mail(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    user: User | None = None,
    not_before: dt.datetime | None = None,
    calendar: str = "",
    calendar_method: str = "",
    candidate: uuid.UUID | None = None,
    is_secret: bool = False,
    sender: str = "",
    headers: dict[str, str] | None = None,
) -> Mail:
    """Put a mail into the outbox, or return the one that already has this key. It leaves with the next run of `deliver`."""
    mail, _ = Mail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "user": user,
            "subject": " ".join(subject.split())[:250],  # a line break in a header is an attack or an accident
            "body": body,
            "calendar": calendar,
            "calendar_method": calendar_method,
            "candidate": candidate,
            "is_secret": is_secret,
            "sender": sender,
            "headers": headers or {},
            "not_before": not_before or timezone.now(),
        },
    )
    return mail


def deliver_due_mail(*, now: dt.datetime | None = None, limit: int = 200) -> int:
    """Send what is due, over one connection, and return how many went out. Safe to run in several workers at once."""
    sent = 0
    connection = get_connection()
    try:
        while sent < limit and (mail := claim_next(now=now or timezone.now())):
            if not transmit(mail, connection):
                break
            sent += 1
    finally:
        connection.close()
    return sent


@transaction.atomic
def claim_next(*, now: dt.datetime) -> Mail | None:
    """Take the mail that has waited longest; no other worker can take it too."""
    mail = (
        Mail.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=MailState.WAITING, not_before__lte=now)
        .order_by("not_before", "pk")
        .first()
    )
    if mail is None:
        return None
    mail.state, mail.claimed_at, mail.attempts = MailState.CLAIMED, timezone.now(), mail.attempts + 1
    mail.save(update_fields=["state", "claimed_at", "attempts", "updated_at"])
    return mail


def transmit(mail: Mail, connection: BaseEmailBackend) -> bool:
    """Hand one claimed mail to the server. False: the server cannot be reached, stop trying for now."""
    try:
        connection.open()
    except OSError as error:
        put_back(mail, error)
        return False
    try:
        message = compose(mail)
    except Exception as error:  # what goes along is made by a feature; its fault must not stop everybody's mail
        log.exception("mail_not_composed", mail=str(mail.uuid))
        put_back(mail, error)
        return True
    if not _hand_over(mail):
        return True  # it was stopped, or the sweeper took it back meanwhile and another worker has it
    try:
        connection.send_messages([message])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        # The server answered and did not accept: it is certain that nothing was delivered.
        put_back(mail, error)
        return True
    except (smtplib.SMTPException, OSError) as error:
        _mark(mail, MailState.UNCERTAIN, error=str(error))
        log.warning("mail_uncertain", mail=str(mail.uuid), error=str(error))
        connection.close()
        return False
    forget: dict[str, Any] = {"body": "(forgotten after sending)"} if mail.is_secret else {}
    _mark(mail, MailState.SENT, sent_at=timezone.now(), error="", **forget)
    return True


@transaction.atomic
def _hand_over(mail: Mail) -> bool:
    """Say that the server gets this mail now, unless a guard stops it or somebody else has it; say whether."""
    if reason := why_not_any_more(mail):
        _mark(mail, MailState.DROPPED, only_from=MailState.CLAIMED, error=reason)
        return False
    return _mark(mail, MailState.TRANSMITTING, only_from=MailState.CLAIMED)


def put_back(mail: Mail, error: Exception) -> None:
    """Let a mail that certainly did not leave wait longer each time, and give up in the end. One dropped meanwhile stays dropped."""
    if mail.attempts >= GIVE_UP_AFTER:
        _mark(mail, MailState.FAILED, only_from=mail.state, error=str(error))
        return
    wait = dt.timedelta(minutes=min(2 ** (mail.attempts - 1), 60))
    again = {"error": str(error), "claimed_at": None, "not_before": timezone.now() + wait}
    _mark(mail, MailState.WAITING, only_from=mail.state, **again)


def drop_mail(*, prefix: str, candidate: uuid.UUID, reason: str) -> int:
    """Stop the mails to a person that have not been handed over yet; return how many. What is under way cannot be called back."""
    not_left = [MailState.WAITING, MailState.CLAIMED]
    dropped = 0
    for mail in Mail.objects.filter(candidate=candidate, key__startswith=prefix, state__in=not_left):
        dropped += _mark(mail, MailState.DROPPED, only_from=mail.state, error=reason)
    return dropped


def sweep_mail(*, now: dt.datetime | None = None) -> tuple[int, int]:
    """Tidy up after killed workers: return how many mails were taken back, and how many are uncertain."""
    stale = Mail.objects.filter(claimed_at__lt=(now or timezone.now()) - CLAIM_LASTS)
    taken_back = stale.filter(state=MailState.CLAIMED).update(state=MailState.WAITING, claimed_at=None)
    words = "The worker was stopped while the mail server was taking the message."
    uncertain = 0
    for mail in stale.filter(state=MailState.TRANSMITTING):
        uncertain += _mark(mail, MailState.UNCERTAIN, only_from=MailState.TRANSMITTING, error=words)
    if uncertain:
        log.warning("mail_uncertain", count=uncertain)
    return taken_back, uncertain


def send_again(*, mail: Mail, by: User) -> bool:
    """Let a person send an uncertain or failed mail once more. False where it is neither any longer."""
    again = {"state": MailState.WAITING, "claimed_at": None, "attempts": 0, "error": "", "not_before": timezone.now()}
    found = Mail.objects.filter(pk=mail.pk, state__in=[MailState.UNCERTAIN, MailState.FAILED]).update(**again)
    log.info("mail_sent_again", mail=str(mail.uuid), by=str(by.uuid))
    return bool(found)


@transaction.atomic
def _mark(mail: Mail, state: MailState, *, only_from: str | None = None, **fields: Any) -> bool:
    """Write a state, and commit it at once: it is what survives when this process does not."""
    rows = Mail.objects.filter(pk=mail.pk, **({"state": only_from} if only_from else {}))
    mail.state = state
    if not rows.update(state=state, updated_at=timezone.now(), **fields):
        return False
    if state in SETTLED:
        for name, value in fields.items():
            setattr(mail, name, value)
        mail_settled.send(Mail, mail=mail)
    return True
