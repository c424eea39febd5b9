"""What conversations do when somebody else speaks, and where they show themselves."""

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.matching.models import Merge
from candidates.matching.signals import candidates_merging, merge_undoing
from candidates.outreach.actions import PREFIX, stop_all_with
from candidates.outreach.enums import MessageState, Stop
from candidates.outreach.following_up import count_from
from candidates.outreach.models import BouncedAddress, Conversation, Message
from candidates.outreach.queries import conversations_with
from candidates.outreach.signals import message_sent
from candidates.people.models import Candidate, Motivation
from candidates.people.signals import (
    candidate_copy_wanted,
    candidate_erasing,
    candidate_panels_wanted,
    contact_forbidden,
)
from candidates.privacy.clock import note_told
from candidates.privacy.enums import Told
from candidates.privacy.keepers import keep_from_clock
from candidates.privacy.signals import objected
from candidates.watches.models import Watch
from candidates.watches.signals import outcomes_wanted
from workspace.activity.wording import say
from workspace.mail.guards import guard_mails
from workspace.mail.models import Mail, MailState
from workspace.mail.signals import mail_settled
from workspace.panels import Panel
from workspace.staff.models import User
from workspace.staff.rules import is_recruiting, plans_hiring
from workspace.staff.settings_cards import SettingsCard, add_settings_card

MOVED = "candidates.conversation"
BOUNCED = "candidates.bouncedaddress"
SETTLED_AS = {
    MailState.SENT: MessageState.SENT,
    MailState.FAILED: MessageState.FAILED,
    MailState.UNCERTAIN: MessageState.UNCERTAIN,
    MailState.DROPPED: MessageState.DROPPED,
}


def why_not_any_more(mail: Mail) -> str:
    """Look once more at the person, under their lock, as the letter is about to leave: an objection made meanwhile stops it."""
    person = Candidate.objects.select_for_update(of=("self",)).filter(uuid=mail.candidate).first()
    if person is None or person.erased_at:
        return "This person’s record is gone."
    if person.do_not_contact:
        return "They are marked “do not contact”."
    message = Message.objects.select_related("conversation").filter(mail=mail).first()
    if message is None:
        return "The conversation it belongs to is gone."
    return message.conversation.get_stop_display() if message.conversation.is_over else ""


guard_mails(PREFIX, why_not_any_more)


@receiver(mail_settled, dispatch_uid="candidates.settle_message")
def settle_message(mail: Mail, **_: Any) -> None:
    """Take over from the outbox how a message ended."""
    message = Message.objects.select_related("conversation__candidate").filter(mail=mail).first()
    if message is None or mail.state not in SETTLED_AS:
        return
    message.state, message.problem = SETTLED_AS[MailState(mail.state)], mail.error[:300]
    message.happened_at = mail.sent_at
    message.save(update_fields=["state", "problem", "happened_at", "updated_at"])
    if message.state == MessageState.SENT:
        if message.gives_notice:
            candidate = message.conversation.candidate
            note_told(candidate=candidate, how=Told.LETTER, at=message.happened_at, by=message.author)
        count_from(message)
        message_sent.send(Message, message=message)


@receiver(objected, dispatch_uid="candidates.stop_writing_to_who_objects")
def stop_writing_to_who_objects(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Stop at once, and say that they wanted it."""
    stop_all_with(candidate=candidate, why=Stop.OBJECTED, by=by)


def letters_under_way(keys: Collection[int]) -> dict[int, str]:
    """Keep from the privacy clock whom a letter is on its way to, or may have reached: it tells them. One query."""
    waiting = Message.objects.filter(
        conversation__candidate__in=keys, state__in=[MessageState.QUEUED, MessageState.UNCERTAIN], gives_notice=True
    )
    return dict.fromkeys(
        waiting.values_list("conversation__candidate", flat=True), "A letter that tells them is on its way."
    )


keep_from_clock("outreach", letters_under_way)


@receiver(contact_forbidden, dispatch_uid="candidates.stop_writing")
def stop_writing(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Stop at once when somebody must not be written to any more."""
    stop_all_with(candidate=candidate, why=Stop.DO_NOT_CONTACT, by=by)


@receiver(candidates_merging, dispatch_uid="candidates.merge_conversations")
def merge_conversations(merge: Merge, kept: Candidate, absorbed: Candidate, by: User, **_: Any) -> None:
    """Hand the absorbed record's conversations over; of two that are going on, theirs ends: one person, one conversation."""
    if Conversation.objects.going_on().filter(candidate=kept).exists():
        stop_all_with(candidate=absorbed, why=Stop.MERGED, by=by)
    theirs = Conversation.objects.filter(candidate=absorbed)
    keys = sorted(theirs.values_list("pk", flat=True))
    # What waits in the outbox goes by the person's name there: the guard asks the record that is in use.
    Mail.objects.filter(candidate=absorbed.uuid, key__startswith=PREFIX).update(candidate=kept.uuid)
    theirs.update(candidate=kept)
    merge.moved[MOVED] = keys
    known = BouncedAddress.objects.filter(candidate=kept).values("address")
    bounced = BouncedAddress.objects.filter(candidate=absorbed).exclude(address__in=known)
    merge.moved[BOUNCED] = sorted(bounced.values_list("pk", flat=True))
    BouncedAddress.objects.filter(pk__in=merge.moved[BOUNCED]).update(candidate=kept)
    if kept.do_not_contact or absorbed.do_not_contact:
        stop_all_with(candidate=kept, why=Stop.DO_NOT_CONTACT, by=by)


@receiver(merge_undoing, dispatch_uid="candidates.part_conversations")
def part_conversations(merge: Merge, by: User, **_: Any) -> None:
    """Hand back what the merge had moved."""
    theirs = Conversation.objects.filter(pk__in=merge.moved.get(MOVED, []), candidate=merge.kept)
    mails = Mail.objects.filter(outreach__conversation__in=theirs)
    mails.update(candidate=merge.absorbed.uuid)
    theirs.update(candidate=merge.absorbed)
    bounced = BouncedAddress.objects.filter(pk__in=merge.moved.get(BOUNCED, []), candidate=merge.kept)
    bounced.update(candidate=merge.absorbed)


@receiver(candidate_erasing, dispatch_uid="candidates.forget_conversations")
def forget_conversations(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Delete what was written, and what has not left yet with it."""
    Conversation.objects.filter(candidate=candidate).delete()
    BouncedAddress.objects.filter(candidate=candidate).delete()


@receiver(outcomes_wanted, sender=Watch, dispatch_uid="candidates.replies_of_flagged")
def replies_of_flagged(candidates: Collection[int], **_: Any) -> list[tuple[int, str]]:
    """Say who of these wrote back. One query."""
    replied = Message.objects.filter(conversation__candidate__in=candidates, state=MessageState.RECEIVED)
    return [(key, "replied") for key in replied.values_list("conversation__candidate", flat=True).distinct()]


@receiver(candidate_copy_wanted, dispatch_uid="candidates.copy_conversations")
def copy_conversations(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person what was written between us; a draft was never said."""
    if not is_recruiting(viewer):
        return {}
    said = Message.objects.filter(conversation__candidate=candidate).exclude(state=MessageState.DRAFT).order_by("pk")
    return {"messages": list(said.values("state", "address", "subject", "body", "queued_at", "happened_at"))}


@receiver(candidate_panels_wanted, dispatch_uid="candidates.conversation_panel")
def conversation_panel(candidate: Candidate, viewer: User, **_: Any) -> list[Panel]:
    """The conversations on a person's page: with their words for those who recruit, that there is one for hiring managers. Three queries at most."""
    if not plans_hiring(viewer):
        return []
    reads = bool(is_recruiting(viewer))
    conversations = conversations_with(candidate) if reads else []
    going = conversations[0] if conversations else None
    if not reads:
        going = Conversation.objects.going_on().filter(candidate=candidate).select_related("holder").first()
        if going is None:
            return []
    context = {
        "candidate": candidate,
        "conversations": conversations,
        "going": going if going and not going.is_over else None,
        "reads": reads,
        "wishes": Motivation.objects.all(),  # asked for only where an answer waits to be judged
        "write_url": reverse("candidates:write", args=[candidate.uuid]),
    }
    return [Panel("candidates/outreach/panel.html", order=20, context=context, tab="Conversation")]


for verb, words in {
    "wrote_to_candidate": "wrote to",
    "drafted_letter": "drafted a letter to",
    "discarded_draft": "threw a draft away to",
    "candidate_replied": "heard from",
    "judged_reply": "read an answer ({answer}) of",
    "address_works": "said that an address works again of",
    "took_over_conversation": "took over the conversation with",
    "stopped_conversation": "ended the conversation with ({why})",
    "edited_outreach_policy": "changed how we write to people",
    "edited_proof_points": "changed the proof points",
}.items():
    say(verb, words)
add_settings_card(
    SettingsCard(
        "candidates:proof_points",
        "message-2-star",
        "Proof points",
        "What we can show for the five things people want.",
        46,
    )
)
add_settings_card(
    SettingsCard(
        "candidates:outreach_policy",
        "mail-cog",
        "Writing to people",
        "How often, how many, and who holds a conversation.",
        47,
    )
)
