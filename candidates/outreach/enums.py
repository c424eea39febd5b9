"""How a conversation and each of its messages stand."""

from django.db import models


class ConversationState(models.TextChoices):
    OPEN = "open", "Open"
    REPLIED = "replied", "They replied"
    STOPPED = "stopped", "Stopped"


class Stop(models.TextChoices):
    """Why we write no more in a conversation."""

    DECLINED = "declined", "They declined"
    LATER = "later", "Not now, perhaps later"
    APPLIED = "applied", "They are in a role’s pipeline now"
    DO_NOT_CONTACT = "do_not_contact", "Marked “do not contact”"
    OBJECTED = "objected", "They objected"
    BOUNCED = "bounced", "Their address does not take mail"
    MERGED = "merged", "Their other record has a conversation"
    BY_HAND = "by_hand", "Ended by hand"


class MessageState(models.TextChoices):
    DRAFT = "draft", "Draft"
    QUEUED = "queued", "On its way"
    SENT = "sent", "Sent"
    FAILED = "failed", "Refused by the mail server"
    UNCERTAIN = "uncertain", "May or may not have arrived"
    DROPPED = "dropped", "Not sent"
    RECEIVED = "received", "Received"
    AUTOMATIC = "automatic", "Written by a machine"
    RETURNED = "returned", "Could not be delivered"


# What counts as written to somebody. An uncertain message may have arrived, so it counts.
WRITTEN = (MessageState.QUEUED, MessageState.SENT, MessageState.UNCERTAIN)

# What came to us.
CAME_IN = (MessageState.RECEIVED, MessageState.AUTOMATIC, MessageState.RETURNED)


class Answer(models.TextChoices):
    """What a reply says, in the judgement of the person who read it."""

    INTERESTED = "interested", "Interested"
    LATER = "later", "Not now, perhaps later"
    DECLINED = "declined", "No"
    OTHER = "other", "Something else"
