"""Sequences: letters that follow when nobody answers. Each step waits working days after the letter before it has really left.

The first letter is always sent by a person, so nothing here ever begins a conversation. A step that is not automatic becomes a draft.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from candidates.outreach.actions import keep_draft, send_message, why_not
from candidates.outreach.enums import ConversationState, MessageState
from candidates.outreach.letters import first_letter, lay_out
from candidates.outreach.limits import addresses_of
from candidates.outreach.models import Conversation, Message, Policy, Sequence, Step
from candidates.outreach.openings import why_hold_back
from candidates.outreach.refusals import OutreachError
from candidates.outreach.templating import TemplateRefused
from candidates.people.models import Candidate
from workspace.reminders.quiet import add_working_days
from workspace.staff.models import Organisation, User

SLICE = 100


@transaction.atomic
def choose_sequence(*, conversation: Conversation, sequence: Sequence | None, by: User) -> Conversation:
    """Say what follows when they do not answer; None: nothing. It begins to count when the next letter has left."""
    row = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    if row.sequence_id == (sequence.pk if sequence else None):
        return row
    row.sequence, row.next_step, row.due_at, row.ended_because = sequence, 0, None, ""
    row.save(update_fields=["sequence", "next_step", "due_at", "ended_because", "updated_at"])
    return row


@transaction.atomic
def end_sequence(*, conversation: Conversation, because: str) -> None:
    """Let nothing more follow, and say why."""
    Conversation.objects.filter(pk=conversation.pk).exclude(sequence=None).filter(ended_because="").update(
        due_at=None, ended_because=because[:300], updated_at=timezone.now()
    )


def count_from(message: Message) -> None:
    """Start the wait for the next step, now that a letter has left."""
    conversation = message.conversation
    row = Conversation.objects.select_related("sequence").get(pk=conversation.pk)
    if row.sequence is None or row.ended_because or row.state != ConversationState.OPEN or message.happened_at is None:
        return
    step = row.sequence.steps.filter(position=row.next_step).first()
    if step is None:
        end_sequence(conversation=row, because="All steps are done.")
        return
    due = add_working_days(message.happened_at, step.wait_days, Organisation.current().zone)
    Conversation.objects.filter(pk=row.pk).update(due_at=due)


def take_due_steps(*, now: dt.datetime | None = None) -> int:
    """Take the steps that have come due; return how many. Two workers, or a second run, take each once."""
    now = now or timezone.now()
    due = Conversation.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    return sum(_take(key, now) for key in list(due.values_list("pk", flat=True)[:SLICE]))


@transaction.atomic
def _take(key: int, now: dt.datetime) -> bool:
    """Take one step under the candidate's lock, after looking at everything again."""
    found = Conversation.objects.filter(pk=key).values_list("candidate", flat=True).first()
    candidate = Candidate.objects.select_for_update(of=("self",)).filter(pk=found).first()
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("sequence", "holder")
    conversation = rows.filter(pk=key, due_at__lte=now).first()
    if candidate is None or conversation is None or conversation.sequence is None:
        return False
    if words := _why_end(conversation, candidate):
        end_sequence(conversation=conversation, because=words)
        return False
    step = conversation.sequence.steps.select_related("template").filter(position=conversation.next_step).first()
    if step is None:
        end_sequence(conversation=conversation, because="All steps are done.")
        return False
    if conversation.messages.filter(state__in=[MessageState.DRAFT, MessageState.QUEUED]).exists():
        _wait(conversation, now)  # somebody is writing just now; what they wrote is not replaced
        return False
    return _write_step(conversation, candidate, step, now)


def _write_step(conversation: Conversation, candidate: Candidate, step: Step, now: dt.datetime) -> bool:
    """Write the step's letter as a draft and, where it is automatic and nothing is in the way, send it."""
    holder = conversation.holder
    last = conversation.messages.filter(state=MessageState.SENT).order_by("-happened_at").first()
    addresses = addresses_of(candidate)
    if last is None or not addresses:
        end_sequence(conversation=conversation, because="There is no address to write to any more.")
        return False
    desk = lay_out(candidate, user=holder, opening=str(conversation.opening or ""))
    try:
        letter = first_letter(desk, user=holder, subject=step.template.subject, body=step.template.body)
    except TemplateRefused as error:
        end_sequence(conversation=conversation, because=f"The template “{step.template}” cannot be filled in: {error}")
        return False
    address = last.address if last.address in addresses else addresses[0]
    subject = last.subject if last.subject.lower().startswith("re:") else f"Re: {last.subject}"
    refusal: OutreachError | None = None
    if step.is_automatic:
        tried = Message(conversation=conversation, address=address, subject=subject, body=letter.body)
        policy = Policy.current(lock=True)
        refusal = why_not(tried, candidate, policy=policy, now=now, by=holder)
        if refusal is not None and refusal.is_passing:
            _wait(conversation, now)
            return False
    message = keep_draft(candidate=candidate, address=address, subject=subject, body=letter.body, now=now, by=holder)
    Conversation.objects.filter(pk=conversation.pk).update(next_step=step.position + 1, due_at=None)
    if step.is_automatic and refusal is None:
        send_message(message=message, now=now, is_automatic=True, by=holder)
    return True


def _why_end(conversation: Conversation, candidate: Candidate) -> str:
    if candidate.do_not_contact or candidate.erased_at or candidate.merged_into_id:
        return "They must not be written to."
    if conversation.state != ConversationState.OPEN:
        return "They answered." if conversation.state == ConversationState.REPLIED else conversation.get_stop_display()
    if not conversation.holder.is_active:
        return f"{conversation.holder.name} is no longer with us."
    return why_hold_back(candidate, conversation.opening)


def _wait(conversation: Conversation, now: dt.datetime) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(due_at=add_working_days(now, 1, Organisation.current().zone))
