"""Conversations as pages show them, and the counts that others build on."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects

from candidates.outreach.composing import Facts, Proof, Work
from candidates.outreach.enums import WRITTEN, ConversationState, MessageState
from candidates.outreach.models import Conversation, Message, ProofPoint
from candidates.outreach.openings import Opening
from candidates.people.models import Candidate, Evidence, walls_before_candidates
from workspace.staff.models import Organisation, User
from workspace.written import written_once

MOST_WORKS = 8


def conversations_with(candidate: Candidate) -> list[Conversation]:
    """Return every conversation with somebody, newest first, with its messages. Two queries."""
    conversations = _conversations(candidate.pk)
    messages = Message.objects.select_related("author").defer("footer").order_by("pk")
    prefetch_related_objects(conversations, Prefetch("messages", messages))
    return conversations


@written_once
def _conversations(candidate: int) -> "QuerySet[Conversation]":
    rows = Conversation.objects.filter(candidate=candidate).select_related("holder", "declined_for", "sequence")
    return rows.order_by("-pk")


def works_of(candidate: Candidate) -> list[Evidence]:
    """Return the works a letter may speak of, those with a reader's note first. One query."""
    rows = Evidence.objects.filter(candidate=candidate).select_related("noted_by", "paper")[:MOST_WORKS]
    return sorted(rows, key=lambda work: (not work.note, -work.rung))


def as_work(evidence: Evidence) -> Work:
    kind = "paper" if evidence.paper_id else "work"
    reader = evidence.noted_by.name if evidence.noted_by and evidence.note else ""
    return Work(title=evidence.title, url=evidence.url, kind=kind, note=evidence.note, reader=reader)


def facts_for(candidate: Candidate, *, sender: User, works: Sequence[Evidence], opening: Opening | None) -> Facts:
    """Gather what a letter to somebody may draw on. Three queries."""
    points = ProofPoint.objects.filter(is_active=True).select_related("motivation")
    return Facts(
        name=candidate.name,
        sender=sender.name,
        sender_title=sender.title,
        organisation=Organisation.current().name,
        works=tuple(as_work(work) for work in works),
        wants=tuple(wish.wants for wish in candidate.motivations.all()),
        proofs=tuple(Proof(point.motivation.wants, point.text, point.url) for point in points),
        met=_met(candidate),
        role=opening.title if opening else "",
        role_facts=opening.facts if opening else "",
    )


def _met(candidate: Candidate) -> str:
    if candidate.channel is None:
        return ""
    return (
        f"{candidate.channel.name}: {candidate.channel_detail}" if candidate.channel_detail else candidate.channel.name
    )


@dataclass(frozen=True)
class Contacted:
    """How many people were written to in a stretch of time, and how many answered in person."""

    written_to: int
    replied: int


def contacted(since: dt.datetime, until: dt.datetime, viewer: User) -> Contacted:
    """Count people the viewer may know of, not messages. One query."""
    ours = Q(state__in=WRITTEN, queued_at__gte=since, queued_at__lt=until)
    theirs = Q(state=MessageState.RECEIVED, happened_at__gte=since, happened_at__lt=until)
    person = "conversation__candidate"
    shown = Message.objects.filter(ours | theirs).exclude(walls_before_candidates.q(viewer, person))
    figures = shown.aggregate(
        written_to=Count(person, distinct=True, filter=ours), replied=Count(person, distinct=True, filter=theirs)
    )
    return Contacted(**figures)


def contacted_candidates(ids: Collection[int]) -> set[int]:
    """Return which of these candidates were written to. One query."""
    return _whose(Message.objects.filter(state__in=WRITTEN), ids)


def replied_candidates(ids: Collection[int]) -> set[int]:
    """Return which of these candidates answered in person; a machine's answer is none. One query."""
    return _whose(Message.objects.filter(state=MessageState.RECEIVED), ids)


def _whose(messages: "QuerySet[Message]", ids: Collection[int]) -> set[int]:
    rows = messages.filter(conversation__candidate__in=ids).values_list("conversation__candidate", flat=True)
    return set(rows.distinct())


# --- The queue -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelf:
    """A part of the queue: what it holds, and what to say where it is empty."""

    slug: str
    label: str
    empty: str
    states: tuple[str, ...] = field(default=())


SHELVES: tuple[Shelf, ...] = (
    Shelf(
        "drafts", "Drafts to review", "Open a person’s page and write to them: the draft waits here until you send it."
    ),
    Shelf("replies", "Replies to answer", "Whoever answers stands here until you answered or closed it."),
    Shelf("trouble", "Did not arrive", "Messages that were refused, or that may not have arrived, stand here."),
    Shelf(
        "coming",
        "Follow-ups to come",
        "Choose a sequence in a letter: what follows when nobody answers stands here with its day.",
    ),
    Shelf("waiting", "Waiting for an answer", "Who was written to and has not answered yet."),
    Shelf("stopped", "Ended", "Conversations that ended, each with the reason."),
)
TROUBLE = (MessageState.FAILED, MessageState.UNCERTAIN, MessageState.DROPPED)


def shelf_rows(slug: str, *, viewer: User, holder: User | None = None) -> "QuerySet[Conversation]":
    """Return the conversations on one shelf that the viewer may know of, `holder`'s or everybody's."""
    rows = Conversation.objects.select_related("candidate", "holder").defer(
        "candidate__search_text", "candidate__search"
    )
    rows = rows.filter(candidate__merged_into=None, candidate__erased_at=None)
    rows = rows.exclude(walls_before_candidates.q(viewer, "candidate"))
    rows = rows.filter(holder=holder) if holder else rows
    if slug == "drafts":
        return rows.filter(messages__state=MessageState.DRAFT)
    if slug == "replies":
        return rows.filter(state=ConversationState.REPLIED)
    if slug == "coming":
        return rows.filter(due_at__isnull=False)
    if slug == "stopped":
        return rows.filter(state=ConversationState.STOPPED)
    last_trouble = Message.objects.filter(state__in=TROUBLE, handled_at=None).values("conversation")
    if slug == "trouble":
        return rows.filter(pk__in=last_trouble)
    return (
        rows.filter(state=ConversationState.OPEN, messages__state__in=WRITTEN).exclude(pk__in=last_trouble).distinct()
    )


def add_last_messages(rows: Sequence[Conversation]) -> None:
    """Set `last` on each conversation: its newest message. One query."""
    newest = Message.objects.filter(conversation__in=[row.pk for row in rows]).select_related("author")
    found = {message.conversation_id: message for message in newest.order_by("conversation", "pk")}
    for row in rows:
        row.last = found.get(row.pk)  # type: ignore[attr-defined]
