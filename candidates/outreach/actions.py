"""Everything that changes a conversation. Locks are taken in one order: the candidate, the policy, the message."""

import datetime as dt
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from candidates.outreach.enums import ConversationState, MessageState, Stop
from candidates.outreach.limits import addresses_of, holder_of, over_limit
from candidates.outreach.models import LONGEST_BODY, BouncedAddress, Conversation, Message, Policy
from candidates.outreach.openings import Opening
from candidates.outreach.refusals import HeldByColleague, OutreachError, OverLimit
from candidates.outreach.signals import conversation_stopped
from candidates.outreach.templating import gaps
from candidates.people.actions import locked, touch
from candidates.people.models import Candidate, Motivation
from candidates.privacy.letters import footer_for
from candidates.privacy.models import Notice
from candidates.privacy.objecting import objection_url
from workspace.activity.actions import log_activity
from workspace.mail.actions import drop_mail, queue_mail
from workspace.staff.models import User

PREFIX = "outreach/"
MOST_REFERENCES = 20


@transaction.atomic
def keep_draft(
    *,
    candidate: Candidate,
    address: str,
    subject: str,
    body: str,
    opening: Opening | None = None,
    now: dt.datetime | None = None,
    by: User,
) -> Message:
    """Keep a letter to somebody as the one draft of their conversation, beginning one where there is none."""
    candidate = locked(candidate)
    now = now or timezone.now()
    if candidate.do_not_contact:
        raise OutreachError("They are marked “do not contact”, so nothing is kept to be sent to them.")
    if len(body) > LONGEST_BODY:
        raise OutreachError(f"The letter has {len(body):,} characters; {LONGEST_BODY:,} is the most.")
    conversation = _conversation(candidate, now, by)
    if opening:
        conversation.opening, conversation.opening_title = opening.uuid, opening.title[:160]
        conversation.save(update_fields=["opening", "opening_title", "updated_at"])
    words = {"author": by, "address": address, "subject": " ".join(subject.split())[:250], "body": body.strip()}
    message, is_new = Message.objects.update_or_create(
        conversation=conversation, state=MessageState.DRAFT, defaults=words
    )
    if is_new:
        log_activity(verb="drafted_letter", subject=candidate, by=by, candidate=candidate.uuid)
    return message


@transaction.atomic
def discard_draft(*, message: Message, by: User) -> None:
    """Throw a draft away; a conversation that never began goes with it."""
    candidate = locked(message.conversation.candidate)
    if not Message.objects.filter(pk=message.pk, state=MessageState.DRAFT).delete()[0]:
        raise OutreachError("This draft was sent or thrown away already.")
    if not message.conversation.messages.exists():
        message.conversation.delete()
    log_activity(verb="discarded_draft", subject=candidate, by=by, candidate=candidate.uuid)


@transaction.atomic
def send_message(*, message: Message, now: dt.datetime | None = None, is_automatic: bool = False, by: User) -> Message:
    """Put a draft into the outbox, which sends it at most once; raises OutreachError where it must not go, and keeps the draft.

    `is_automatic`: a step of a sequence, which nobody looked at; its headers say so.
    """
    now = now or timezone.now()
    candidate = locked(message.conversation.candidate)
    policy = Policy.current(lock=True)
    message = Message.objects.select_for_update(of=("self",)).select_related("conversation").get(pk=message.pk)
    if refusal := why_not(message, candidate, policy=policy, now=now, by=by):
        raise refusal
    conversation = message.conversation
    message.gives_notice = must_tell(candidate)
    message.footer = footer_for(candidate, message.address, tells=message.gives_notice)
    mail = queue_mail(
        key=f"{PREFIX}{message.uuid}",
        to=message.address,
        subject=message.subject,
        body="\n\n-- \n".join(part for part in (message.body, message.footer) if part),
        candidate=candidate.uuid,
        sender=formataddr((by.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        headers=_headers(_thread(conversation), objection_url(candidate, message.address), is_automatic=is_automatic),
    )
    message.mail, message.message_id, message.author = mail, mail.message_id, by
    message.state, message.queued_at = MessageState.QUEUED, now
    message.save(
        update_fields=["mail", "message_id", "author", "state", "queued_at", "footer", "gives_notice", "updated_at"]
    )
    conversation.holder, conversation.state, conversation.written_at = by, ConversationState.OPEN, now
    conversation.save(update_fields=["holder", "state", "written_at", "updated_at"])
    conversation.messages.filter(state=MessageState.RECEIVED, handled_at=None).update(handled_at=now)
    touch(candidate)
    log_activity(verb="wrote_to_candidate", subject=candidate, by=by, candidate=candidate.uuid)
    return message


def must_tell(candidate: Candidate) -> bool:
    """Say whether the next letter has to tell somebody that we keep their data."""
    return not Notice.objects.filter(candidate=candidate, given_at__isnull=False).exists()


def why_not(
    message: Message, candidate: Candidate, *, policy: Policy, now: dt.datetime, by: User
) -> OutreachError | None:
    """Return why this message must not go, the gravest reason first."""
    if message.state != MessageState.DRAFT:
        return OutreachError("This message is on its way already.")
    if candidate.do_not_contact:
        return OutreachError("They are marked “do not contact”. The draft is kept, but it cannot be sent.")
    if message.conversation.is_over:
        return OutreachError("This conversation has ended. Begin a new one from their page.")
    if not message.subject or not message.body:
        return OutreachError("A message needs a subject and a text.")
    if open_gaps := gaps(f"{message.subject}\n{message.body}"):
        return OutreachError(f"There is still something to fill in: {'; '.join(open_gaps)}.")
    if message.address not in addresses_of(candidate):
        return OutreachError("Choose one of the e-mail addresses in their file. Add the one you know first.")
    if bounced := BouncedAddress.objects.filter(candidate=candidate, address__iexact=message.address).first():
        return OutreachError(
            f"{bounced.address} did not take our last letter ({bounced.words}). Choose another address, or say that it works again."
        )
    if holder := holder_of(candidate, user=by, policy=policy, now=now):
        return HeldByColleague(holder.words)
    if words := over_limit(candidate, sender=by, policy=policy, now=now):
        return OverLimit(words)
    return None


@transaction.atomic
def take_over(*, candidate: Candidate, now: dt.datetime | None = None, by: User) -> Conversation:
    """Make the conversation with somebody one's own, whoever holds it. It is written down who did so."""
    candidate = locked(candidate)
    conversation = Conversation.objects.going_on().select_for_update(of=("self",)).filter(candidate=candidate).first()
    if conversation is None:
        conversation = Conversation.objects.create(candidate=candidate, holder=by)
    elif conversation.holder_id == by.pk:
        return conversation
    conversation.holder = by
    conversation.save(update_fields=["holder", "updated_at"])
    log_activity(verb="took_over_conversation", subject=candidate, by=by, candidate=candidate.uuid)
    return conversation


@transaction.atomic
def stop_conversation(
    *,
    conversation: Conversation,
    why: Stop,
    words: str = "",
    declined_for: Motivation | None = None,
    now: dt.datetime | None = None,
    by: User | None,
) -> Conversation:
    """Write no more in a conversation, and say why. What has not left yet never does; stopping twice keeps the first reason."""
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=conversation.candidate_id)
    drop_mail(prefix=PREFIX, candidate=candidate.uuid, reason=words or why.label)
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    if conversation.is_over:
        return conversation
    conversation.state, conversation.stop, conversation.stop_words = ConversationState.STOPPED, why, words[:300]
    conversation.stopped_at, conversation.declined_for = now or timezone.now(), declined_for
    conversation.due_at = None
    conversation.save(
        update_fields=["state", "stop", "stop_words", "stopped_at", "declined_for", "due_at", "updated_at"]
    )
    conversation.messages.filter(state=MessageState.RECEIVED, handled_at=None).update(
        handled_at=conversation.stopped_at
    )
    log_activity(
        verb="stopped_conversation", subject=candidate, by=by, candidate=candidate.uuid, facts={"why": why.label}
    )
    conversation_stopped.send(Conversation, conversation=conversation)
    return conversation


def stop_all_with(*, candidate: Candidate, why: Stop, words: str = "", by: User | None) -> int:
    """Stop whatever conversation is going on with somebody; return how many there were."""
    going = list(Conversation.objects.going_on().filter(candidate=candidate))
    for conversation in going:
        stop_conversation(conversation=conversation, why=why, words=words, by=by)
    return len(going)


def _conversation(candidate: Candidate, now: dt.datetime, by: User) -> Conversation:
    """Return the conversation to write in; raises HeldByColleague where it is somebody else's."""
    if holder := holder_of(candidate, user=by, policy=Policy.current(), now=now):
        raise HeldByColleague(holder.words)
    going = Conversation.objects.going_on().filter(candidate=candidate).first()
    if going is None:
        return Conversation.objects.create(candidate=candidate, holder=by)
    if going.holder_id != by.pk:
        going.holder = by
        going.save(update_fields=["holder", "updated_at"])
        log_activity(verb="took_over_conversation", subject=candidate, by=by, candidate=candidate.uuid)
    return going


def _thread(conversation: Conversation) -> list[str]:
    """Return the names of the messages so far, oldest first: what mail programs make a thread of."""
    seen = conversation.messages.filter(state__in=[MessageState.SENT, MessageState.RECEIVED]).exclude(message_id="")
    return list(seen.order_by("happened_at", "pk").values_list("message_id", flat=True))


def _headers(thread: list[str], way_out: str, *, is_automatic: bool) -> dict[str, str]:
    # What a person sent is not what RFC 3834 calls automatic. The other two are RFC 2369 and RFC 8058.
    headers = {
        "Auto-Submitted": "auto-generated" if is_automatic else "",
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if thread:
        headers |= {"In-Reply-To": thread[-1], "References": " ".join(thread[-MOST_REFERENCES:])}
    return headers
