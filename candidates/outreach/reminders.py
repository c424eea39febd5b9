"""Somebody answered: told once to who holds the conversation."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from candidates.outreach.enums import MessageState
from candidates.outreach.models import Message
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=7)


def due_replies(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield every answer nobody has dealt with. One query."""
    fresh = Message.objects.filter(state=MessageState.RECEIVED, handled_at=None, created_at__gt=now - LOOKS_BACK)
    fresh = fresh.filter(conversation__candidate__erased_at=None, conversation__holder__is_active=True)
    for message in fresh.select_related("conversation__candidate", "conversation__holder"):
        conversation = message.conversation
        yield DueReminder(
            key=f"reply/{message.uuid}",
            recipient=conversation.holder_id,
            subject=f"{conversation.candidate.name} answered",
            body="Read the answer and write on, or say what it means.",
            path=f"{reverse('candidates:candidate', args=[conversation.candidate.uuid])}#conversation",
            candidate=conversation.candidate.uuid,
        )


def reply_settled(key: str) -> bool:
    """Whether somebody has dealt with it."""
    return not Message.objects.filter(uuid=uuid.UUID(key.removeprefix("reply/")), handled_at=None).exists()


REPLY = register(
    Kind(
        slug="reply",
        label="Somebody answered",
        description="A person you are in conversation with has answered.",
        steps=(),
        due=due_replies,
        settled=reply_settled,
    )
)
