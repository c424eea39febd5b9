"""Keeping and sending the letter. Deciding is one act, telling the candidate another."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from candidates.outreach.limits import addresses_of
from candidates.outreach.models import BouncedAddress
from hiring.pipeline.actions import locked
from interviews.decisions.models import Decision, Verdict
from interviews.decisions.queries import decisions_of
from interviews.reasons.composing import why_not_send
from interviews.reasons.models import ReasonsLetter
from interviews.reasons.queries import judges_of
from interviews.refusals import InterviewsError
from workspace.activity.actions import log_activity
from workspace.mail.actions import queue_mail
from workspace.staff.models import User


class LetterRefused(InterviewsError):
    """This letter cannot be kept or sent like this; what was written stays on the page."""


@transaction.atomic
def keep_letter(*, decision: Decision, address: str, subject: str, body: str, by: User) -> ReasonsLetter:
    """Keep the draft, or raise LetterRefused where the letter was sent already."""
    locked(decision.application)
    if refusal := why_no_letter(decision):
        raise LetterRefused(refusal)
    words = {"address": address, "subject": " ".join(subject.split())[:250], "body": body.strip(), "written_by": by}
    letter, _ = ReasonsLetter.objects.update_or_create(decision=decision, defaults=words)
    return letter


@transaction.atomic
def send_letter(*, letter: ReasonsLetter, by: User) -> ReasonsLetter:
    """Send it, once; or raise LetterRefused and keep the draft."""
    application = locked(letter.decision.application)
    letter = ReasonsLetter.objects.select_for_update(of=("self",)).select_related("decision").get(pk=letter.pk)
    candidate = application.candidate
    if refusal := why_no_letter(letter.decision) or _why_not(letter, by):
        raise LetterRefused(refusal)
    letter.mail = queue_mail(
        key=f"reasons/{letter.uuid}",
        to=letter.address,
        subject=letter.subject,
        body=letter.body,
        candidate=candidate.uuid,
        sender=formataddr((by.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
    )
    letter.sent_at, letter.sent_by = timezone.now(), by
    letter.save(update_fields=["mail", "sent_at", "sent_by", "updated_at"])
    log_activity(
        verb="sent_reasons",
        subject=letter,
        by=by,
        candidate=candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
    )
    return letter


def why_no_letter(decision: Decision) -> str:
    """Say why there is nothing to tell (any more); "" where there is. Up to two queries."""
    if decision.verdict != Verdict.NO:
        return "Only a “no” is explained in a letter of reasons."
    if ReasonsLetter.objects.filter(decision=decision, sent_at__isnull=False).exists():
        return "They were told already: this letter was sent."
    latest = decisions_of(decision.application).first()
    if latest is None or latest.pk != decision.pk:
        return "This decision no longer stands, so nobody is told of it."
    return ""


def _why_not(letter: ReasonsLetter, by: User) -> str:
    candidate = letter.decision.application.candidate
    if candidate.do_not_contact:
        return "They are marked “do not contact”. The draft is kept, but it cannot be sent."
    if letter.address not in addresses_of(candidate):
        return "Choose one of the e-mail addresses in their file. Add the one you know first."
    if BouncedAddress.objects.filter(candidate=candidate, address__iexact=letter.address).exists():
        return f"{letter.address} did not take our last letter. Choose another address."
    if not letter.subject or not letter.body:
        return "A letter needs a subject and a text."
    judges = [name for name in judges_of(letter.decision) if name != by.name]
    return why_not_send(f"{letter.subject}\n{letter.body}", judges)
