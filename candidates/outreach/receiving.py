"""What becomes of a mail that came in. The same mail taken in twice is one message."""

import datetime as dt
from enum import StrEnum

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.outreach.actions import stop_conversation
from candidates.outreach.enums import Answer, ConversationState, MessageState, Stop
from candidates.outreach.following_up import end_sequence
from candidates.outreach.inbound import Attachment, Bounce, MailUnreadable, Received, read_mail
from candidates.outreach.models import BouncedAddress, Conversation, Message
from candidates.outreach.refusals import OutreachError
from candidates.outreach.signals import calendar_mail_received, reply_received
from candidates.people.actions import locked, touch
from candidates.people.enums import Audience, FileKind, IdentityKind
from candidates.people.models import Candidate, Motivation
from candidates.people.records import add_file
from candidates.people.refusals import CandidateError
from workspace.activity.actions import log_activity
from workspace.files.refusals import UploadRefused
from workspace.staff.models import User

# A reply to a conversation that ended this way goes on with it; after an objection or a "no" a person decides.
GOES_ON = frozenset({Stop.BY_HAND, Stop.BOUNCED, Stop.LATER})


class Came(StrEnum):
    """What a mail was taken for."""

    REPLY = "reply"
    MACHINE = "machine"
    BOUNCE = "bounce"
    KNOWN = "known"
    CALENDAR = "calendar"
    NOBODYS = "nobodys"
    UNREADABLE = "unreadable"


def receive(raw: bytes, *, now: dt.datetime | None = None) -> Came:
    """Take a mail in: into the conversation it belongs to, or not at all. A stranger's mail is not kept."""
    now = now or timezone.now()
    try:
        mail = read_mail(raw)
    except MailUnreadable:
        return Came.UNREADABLE
    if Message.objects.filter(message_id=mail.message_id).exists():
        return Came.KNOWN
    if mail.calendar and any(taken for _, taken in calendar_mail_received.send(Message, mail=mail)):
        return Came.CALENDAR
    conversation = conversation_of(mail)
    if conversation is None:
        return Came.NOBODYS
    try:
        message = _keep(mail, conversation, now)
    except (IntegrityError, CandidateError):  # another worker took it in just now, or the person was erased
        return Came.KNOWN
    for attachment in mail.attachments:
        _attach(attachment, message)
    if mail.bounce:
        return Came.BOUNCE
    return Came.MACHINE if mail.is_automatic else Came.REPLY


def conversation_of(mail: Received) -> Conversation | None:
    """Return what a mail belongs to: by the messages it names, nearest first, else by the address it is from or about. Up to three queries."""
    rows = Message.objects.filter(message_id__in=mail.answers).select_related("conversation__candidate")
    named = {row.message_id: row.conversation for row in rows}
    for key in mail.answers:
        if key in named:
            return named[key]
    address = mail.bounce.address if mail.bounce else mail.sender
    if not address:
        return None
    conversations = Conversation.objects.select_related("candidate").order_by("-written_at", "-pk")
    written = conversations.filter(messages__address__iexact=address, written_at__isnull=False)
    known = conversations.filter(
        candidate__identities__kind=IdentityKind.EMAIL,
        candidate__identities__value__iexact=address,
        candidate__identities__deleted_at=None,
        written_at__isnull=False,
    )
    return written.first() or known.first()


@transaction.atomic
def _keep(mail: Received, conversation: Conversation, now: dt.datetime) -> Message:
    candidate = locked(conversation.candidate)
    message = Message.objects.create(
        conversation=conversation,
        state=_state(mail),
        address=mail.sender,
        subject=mail.subject,
        body=mail.text,
        message_id=mail.message_id,
        # A date of their own may lie anywhere; ours says when we learned of it.
        happened_at=min(mail.sent_at, now) if mail.sent_at else now,
        may_object=not mail.bounce and not mail.is_automatic and mail.may_object,
        problem=_left_out(mail.left_out),
        handled_at=now if mail.bounce or mail.is_automatic else None,
    )
    touch(candidate)
    if mail.bounce:
        _bounced(mail.bounce, mail.answers, conversation, now)
    elif not mail.is_automatic:
        _replied(conversation, now)
        log_activity(verb="candidate_replied", subject=candidate, by=None, candidate=candidate.uuid)
        reply_received.send(Message, message=message)
    return message


def _state(mail: Received) -> MessageState:
    if mail.bounce:
        return MessageState.RETURNED
    return MessageState.AUTOMATIC if mail.is_automatic else MessageState.RECEIVED


def _replied(conversation: Conversation, now: dt.datetime) -> None:
    row = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    others = Conversation.objects.going_on().filter(candidate=row.candidate_id).exclude(pk=row.pk)
    if row.is_over and (row.stop not in GOES_ON or others.exists()):
        return  # it is shown, but what was ended stays ended
    row.state, row.stop, row.stop_words, row.stopped_at, row.written_at = ConversationState.REPLIED, "", "", None, now
    row.save(update_fields=["state", "stop", "stop_words", "stopped_at", "written_at", "updated_at"])
    end_sequence(conversation=row, because="They answered.")


def _bounced(bounce: Bounce, answers: tuple[str, ...], conversation: Conversation, now: dt.datetime) -> None:
    """Mark the address; a delay is only noted, for the server tries on."""
    if not bounce.is_permanent:
        return
    ours = Message.objects.filter(conversation=conversation, message_id__in=answers, state=MessageState.SENT).first()
    address = bounce.address or (ours.address if ours else "")
    if ours is not None:
        Message.objects.filter(pk=ours.pk).update(state=MessageState.FAILED, problem=bounce.words)
    if address:
        BouncedAddress.objects.update_or_create(
            candidate=conversation.candidate, address=address, defaults={"words": bounce.words, "happened_at": now}
        )
    stop_conversation(conversation=conversation, why=Stop.BOUNCED, words=bounce.words, now=now, by=None)


def _left_out(number: int) -> str:
    return f"{number} more attachment{'s were' if number > 1 else ' was'} left out." if number else ""


def _attach(attachment: Attachment, message: Message) -> None:
    """Put a file they sent into their record, for those who recruit; one that cannot be kept is said to be missing."""
    upload = SimpleUploadedFile(attachment.name, attachment.content, attachment.content_type)
    person = message.conversation.candidate
    try:
        add_file(candidate=person, upload=upload, kind=FileKind.OTHER, audience=Audience.RECRUITING, by=None)
    except (UploadRefused, CandidateError) as error:
        message.problem = f"{message.problem} “{attachment.name}” was left out: {error}".strip()[:300]
        message.save(update_fields=["problem", "updated_at"])


@transaction.atomic
def judge_reply(*, message: Message, answer: Answer, declined_for: Motivation | None = None, by: User) -> Message:
    """Say what somebody's reply means. A “no” or “not now” ends the conversation; what they look for is kept with it."""
    candidate = locked(message.conversation.candidate)
    message = Message.objects.select_for_update(of=("self",)).select_related("conversation").get(pk=message.pk)
    if message.state != MessageState.RECEIVED:
        raise OutreachError("Only what a person wrote can be judged.")
    message.answer, message.handled_at = answer, timezone.now()
    message.save(update_fields=["answer", "handled_at", "updated_at"])
    log_activity(
        verb="judged_reply", subject=candidate, by=by, candidate=candidate.uuid, facts={"answer": answer.label}
    )
    ends = {Answer.DECLINED: Stop.DECLINED, Answer.LATER: Stop.LATER}.get(answer)
    if ends:
        stop_conversation(conversation=message.conversation, why=ends, declined_for=declined_for, by=by)
    return message


def bounced_addresses(candidate: Candidate) -> dict[str, str]:
    """Return the addresses that do not take our mail, and what their server said. One query."""
    return dict(BouncedAddress.objects.filter(candidate=candidate).values_list("address", "words"))
