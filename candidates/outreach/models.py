"""Writing to people: what we can say for ourselves, how letters are made, and every conversation with its messages."""

from django.db import models
from django.db.models import Q

from candidates.outreach.enums import CAME_IN, Answer, ConversationState, MessageState, Stop
from candidates.people.models import Candidate, Motivation
from workspace.mail.models import Mail
from workspace.rows import Row
from workspace.staff.models import User

LONGEST_BODY = 10_000


class ProofPoint(Row):
    """Something true about us that answers one of the things people want."""

    motivation = models.ForeignKey(Motivation, models.CASCADE, related_name="proof_points")
    text = models.CharField(max_length=400, help_text="A sentence that can stand in a letter.")
    url = models.URLField(max_length=500, blank=True, help_text="Where they can see it for themselves.")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["motivation__position", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Template(Row):
    """A letter with places to fill in (see `templating.VARIABLES`)."""

    name = models.CharField(max_length=80, unique=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Sequence(Row):
    """Letters that follow a first one when nobody answers."""

    name = models.CharField(max_length=80, unique=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Step(Row):
    """One letter of a sequence: after so many working days without an answer, reviewed by a person or sent by itself."""

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    wait_days = models.PositiveSmallIntegerField(default=5)
    template = models.ForeignKey(Template, models.PROTECT, related_name="steps")
    is_automatic = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sequence", "position"], name="step_has_its_place"),
            models.CheckConstraint(condition=Q(wait_days__gte=1), name="step_waits_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}, step {self.position + 1}"


class Policy(Row):
    """The organisation's manners in writing to people it does not know; one row, also the lock under which daily limits are counted."""

    per_person = models.PositiveSmallIntegerField(default=3, help_text="Messages to one person at most …")
    person_days = models.PositiveSmallIntegerField(default=30, help_text="… in so many days.")
    per_sender = models.PositiveSmallIntegerField(default=25, help_text="Messages a colleague sends in a day at most.")
    per_day = models.PositiveSmallIntegerField(default=100, help_text="Messages all of us send in a day at most.")
    held_days = models.PositiveSmallIntegerField(
        default=14, help_text="Days for which who wrote last holds a conversation."
    )
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "policies"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="outreach_policy_is_the_only_one")]

    def __str__(self) -> str:
        return "How we write to people"

    @classmethod
    def current(cls, *, lock: bool = False) -> "Policy":
        """Return the row, making it at first use; `lock` holds it to the end of the transaction."""
        policy, _ = cls.objects.get_or_create(only=True)
        return cls.objects.select_for_update().get(pk=policy.pk) if lock else policy


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def going_on(self) -> "ConversationQuerySet":
        return self.exclude(state=ConversationState.STOPPED)


class Conversation(Row):
    """What we and one person write to each other, and who of us holds it. `actions.py` alone writes its state."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="conversations")
    holder = models.ForeignKey(User, models.PROTECT, related_name="conversations")
    state = models.CharField(max_length=8, choices=ConversationState, default=ConversationState.OPEN)
    # What it is about: an opening of an app higher up (see `openings.py`), and how it was called then.
    opening = models.UUIDField(null=True, blank=True)
    opening_title = models.CharField(max_length=160, blank=True)
    stop = models.CharField(max_length=14, choices=Stop, blank=True)
    stop_words = models.CharField(max_length=300, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    declined_for = models.ForeignKey(Motivation, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True, help_text="When a message last went or came.")
    # What follows when they do not answer; `following_up.py` alone writes these.
    sequence = models.ForeignKey(Sequence, models.SET_NULL, null=True, blank=True, related_name="conversations")
    next_step = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=~Q(state="stopped"), name="conversation_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_at__isnull=False) & ~Q(stop="")
                | ~Q(state="stopped") & Q(stopped_at=None, stop=""),
                name="conversation_stopped_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-written_at"], name="conversation_by_state"),
            models.Index(fields=["due_at"], name="conversation_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Conversation with {self.candidate}"

    @property
    def is_over(self) -> bool:
        return self.state == ConversationState.STOPPED


class Message(Row):
    """One message of a conversation, ours or theirs. What CAME_IN is theirs or their server's; every other state is one of ours.

    `mail` is the row of the outbox that carries it: the outbox sends it at most once, and tells how it ended.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    state = models.CharField(max_length=9, choices=MessageState, default=MessageState.DRAFT)
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="outreach")
    address = models.EmailField(max_length=254, blank=True, help_text="To whom, or from whom.")
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    footer = models.TextField(blank=True, help_text="What every first letter must say, and how to object.")
    mail = models.OneToOneField(Mail, models.SET_NULL, null=True, blank=True, related_name="outreach")
    message_id = models.CharField(max_length=255, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True, help_text="When it was sent, or received.")
    queued_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    gives_notice = models.BooleanField(default=False, help_text="Its footer says what the law wants said.")
    may_object = models.BooleanField(default=False, help_text="Its words sound like an objection; a person decides.")
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True, help_text="When one of us dealt with what they wrote.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["message_id"], condition=~Q(message_id=""), name="message_id_is_unique"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "received", "automatic", "returned"])
                | Q(queued_at__isnull=False, author__isnull=False),
                name="message_on_its_way_has_a_sender",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "received", "automatic", "returned"]) | Q(happened_at__isnull=False),
                name="message_arrived_has_a_time",
            ),
            models.UniqueConstraint(fields=["conversation"], condition=Q(state="draft"), name="message_one_draft"),
        ]
        indexes = [
            models.Index(fields=["address"], name="message_by_address"),
            models.Index(fields=["author", "queued_at"], name="message_by_sender"),
            models.Index(fields=["queued_at"], name="message_by_time"),
            models.Index(fields=["state", "-id"], name="message_by_state"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_theirs(self) -> bool:
        return self.state in CAME_IN


class BouncedAddress(Row):
    """An address that does not take our mail, in the words of its server. Whoever knows that it works again takes this away."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="bounced_addresses")
    address = models.EmailField(max_length=254)
    words = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "bounced addresses"
        constraints = [models.UniqueConstraint(fields=["candidate", "address"], name="bounced_address_once")]

    def __str__(self) -> str:
        return self.address


class Mailbox(Row):
    """How far the mailbox for answers was read. `key` is a hash of its address, so that another mailbox begins anew."""

    key = models.CharField(max_length=32, unique=True)
    validity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.key
