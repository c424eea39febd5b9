"""Who may not be written to now, and why: one sentence for each reason. Called under the locks of `actions.send_message`."""

import datetime as dt
from dataclasses import dataclass

from candidates.outreach.enums import WRITTEN
from candidates.outreach.models import Conversation, Message, Policy
from candidates.people.enums import IdentityKind
from candidates.people.models import Candidate, Identity
from workspace.staff.models import Organisation, User


@dataclass(frozen=True)
class Holder:
    """A colleague who wrote to somebody lately, or holds the conversation."""

    user: User
    since: dt.datetime

    @property
    def words(self) -> str:
        return (
            f"{self.user.name} is in conversation with them since {self.since:%-d %B}. "
            "Leave it to them, or take the conversation over first."
        )


def addresses_of(candidate: Candidate) -> list[str]:
    """Return the addresses a letter can go to, oldest first."""
    rows = Identity.objects.filter(candidate=candidate, kind=IdentityKind.EMAIL).order_by("pk")
    return list(rows.values_list("value", flat=True))


def holder_of(candidate: Candidate, *, user: User, policy: Policy, now: dt.datetime) -> Holder | None:
    """Return the colleague whom `user` would talk across: who holds the conversation, or wrote last, within the held days."""
    since = now - dt.timedelta(days=policy.held_days)
    going = Conversation.objects.going_on().filter(candidate=candidate).select_related("holder").first()
    if going is not None:
        touched = going.written_at or going.created_at
        is_held = going.holder_id != user.pk and going.holder.is_active and touched > since
        return Holder(going.holder, touched) if is_held else None
    last = (
        Message.objects.filter(conversation__candidate=candidate, state__in=WRITTEN, queued_at__gt=since)
        .select_related("author")
        .order_by("-queued_at")
        .first()
    )
    if last is None or last.author is None or last.queued_at is None or last.author_id == user.pk:
        return None
    return Holder(last.author, last.queued_at) if last.author.is_active else None


def over_limit(candidate: Candidate, *, sender: User, policy: Policy, now: dt.datetime) -> str:
    """Return which limit one more message would pass; nothing where it is within all of them. Up to three queries."""
    written = Message.objects.filter(state__in=WRITTEN)
    window = now - dt.timedelta(days=policy.person_days)
    theirs = written.filter(conversation__candidate=candidate, queued_at__gt=window).order_by("queued_at")
    times = [moment for moment in theirs.values_list("queued_at", flat=True) if moment]
    if len(times) >= policy.per_person:
        again = times[len(times) - policy.per_person] + dt.timedelta(days=policy.person_days)
        return (
            f"They were sent {len(times)} message{'s' * (len(times) != 1)} in the last {policy.person_days} days, "
            f"and {policy.per_person} is the most. Wait until {again:%-d %B}."
        )
    morning = now.astimezone(Organisation.current().zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = written.filter(queued_at__gte=morning)
    if today.filter(author=sender).count() >= policy.per_sender:
        return f"{sender.name} has sent {policy.per_sender} messages today, which is the most for one person. Send it tomorrow."
    if today.count() >= policy.per_day:
        return f"All of us have sent {policy.per_day} messages today, which is the most for one day. Send it tomorrow."
    return ""
