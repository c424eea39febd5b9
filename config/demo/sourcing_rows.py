"""How the invented organisation finds people: what each channel took, what it says for itself, and whom it wrote to."""

import datetime as dt
import random
import tomllib
import zoneinfo
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from candidates.channels.models import Channel, ChannelCost
from candidates.outreach.composing import compose
from candidates.outreach.enums import Answer, ConversationState, MessageState, Stop
from candidates.outreach.models import Conversation, Message, ProofPoint, Template
from candidates.outreach.queries import as_work, facts_for, works_of
from candidates.outreach.templating import GAP
from candidates.people.models import Identity, Motivation
from candidates.privacy.letters import footer_for
from config.demo import company
from config.demo.candidate_rows import Arrival
from config.demo.clock import working_moment
from config.demo.house import House
from config.demo.rows import at, create

WRITTEN_TO = ("arxiv", "proceedings", "reimplementations", "conferences")
WRITTEN_WITHIN = dt.timedelta(days=75)
MOST_CONVERSATIONS = 36
ZONE = zoneinfo.ZoneInfo(company.TIME_ZONE)


@cache
def story() -> dict[str, Any]:
    """What is told in sourcing.toml."""
    return tomllib.loads((Path(__file__).parent / "sourcing.toml").read_text(encoding="utf-8"))


def write_sourcing(arrivals: Sequence[Arrival], house: House, now: dt.datetime, rng: random.Random) -> None:
    """Write it all; of the people only those who came through what somebody read or met."""
    _write_costs(house, now, rng)
    _write_manners(now)
    recent = [
        one
        for one in arrivals
        if one.channel in WRITTEN_TO
        and not one.walks
        and now - WRITTEN_WITHIN < one.arrived_at < now - dt.timedelta(days=2)
    ]
    for arrival in recent[-MOST_CONVERSATIONS:]:
        _write_conversation(arrival, house, now, rng)


def _write_costs(house: House, now: dt.datetime, rng: random.Random) -> None:
    channels = {channel.slug: channel for channel in Channel.objects.all()}
    by = house.staff["tomasz"]
    rows = []
    for told in story()["cost"]:
        moment = now - dt.timedelta(days=told["days_ago"])
        rows.append(
            _cost(channels[told["channel"]], moment, told["what"], told.get("hours", 0), told.get("amount", 0), by)
        )
    for week in range(4, 48):  # somebody reads, week after week
        reader = house.staff[rng.choice(["asha", "marta"])]
        hours = Decimal(rng.choice(["1", "1.5", "2", "3"]))
        moment = now - dt.timedelta(weeks=week)
        slug = rng.choice(["arxiv", "arxiv", "proceedings", "reimplementations"])
        rows.append(_cost(channels[slug], moment, "Reading", hours, 0, reader))
    create(ChannelCost, rows)


def _cost(channel: Channel, moment: dt.datetime, what: str, hours: Any, amount: Any, by: Any) -> ChannelCost:
    return ChannelCost(
        channel=channel, spent_on=moment.date(), what=what, hours=hours, amount=amount, logged_by=by, **at(moment)
    )


def _write_manners(now: dt.datetime) -> None:
    """What we can show for what people want, and the letters to begin with."""
    moment = now - dt.timedelta(days=330)
    wants = {one.slug: one for one in Motivation.objects.all()}
    proofs = [
        ProofPoint(motivation=wants[told["motivation"]], text=told["text"], url=told.get("url", ""), **at(moment))
        for told in story()["proof"]
    ]
    create(ProofPoint, proofs)
    letters = [
        Template(name=told["name"], subject=told["subject"], body=told["body"].strip(), **at(moment))
        for told in story()["letter"]
    ]
    create(Template, letters)


def _write_conversation(arrival: Arrival, house: House, now: dt.datetime, rng: random.Random) -> None:
    """One letter, and what became of it: no answer yet, a draft that waits, a yes, a later, a no."""
    candidate, sender = arrival.candidate, house.staff[arrival.recruiter]
    address = Identity.objects.filter(candidate=candidate, kind="email").values_list("value", flat=True).first()
    if not address or candidate.do_not_contact:
        return
    sent_at = working_moment(arrival.arrived_at + dt.timedelta(days=rng.uniform(0.5, 5)), ZONE, rng)
    answered_at = working_moment(sent_at + dt.timedelta(days=rng.uniform(0.3, 8)), ZONE, rng)
    fate = rng.choices(["draft", "silence", "interested", "later", "declined"], [2, 9, 5, 2, 3])[0]
    if sent_at > now:
        fate = "draft"
    elif answered_at > now and fate != "draft":
        fate = "silence"
    letter = _letter(arrival, house)
    moment = arrival.arrived_at if fate == "draft" else sent_at
    conversation = Conversation(candidate=candidate, holder=sender, **at(moment))
    message = Message(author=sender, address=address, subject=letter.subject, body=letter.body, **at(moment))
    if fate != "draft":
        message.body = GAP.sub(story()["filled"]["by_hand"], letter.body)
        conversation.written_at = sent_at
        message.state, message.happened_at, message.queued_at = MessageState.SENT, sent_at, sent_at
        message.message_id = f"<{message.uuid}@kestrelharbour.example>"
        message.footer, message.gives_notice = footer_for(candidate, address, tells=True), True
    messages = [message]
    if fate in story()["answers"]:
        messages.append(_answer(fate, message, answered_at, rng))
        conversation.written_at = answered_at
        _close(conversation, messages[-1], fate, answered_at, now)
    create(Conversation, [conversation])
    for one in messages:
        one.conversation = conversation
    create(Message, messages)


def _letter(arrival: Arrival, house: House) -> Any:
    works = works_of(arrival.candidate)
    facts = facts_for(arrival.candidate, sender=house.staff[arrival.recruiter], works=works, opening=None)
    return compose(facts, work=as_work(works[0]) if works else None)


def _answer(fate: str, asked: Message, moment: dt.datetime, rng: random.Random) -> Message:
    return Message(
        state=MessageState.RECEIVED,
        address=asked.address,
        subject=f"Re: {asked.subject}",
        body=rng.choice(story()["answers"][fate]),
        message_id=f"<answer-{asked.uuid}@mail.example>",
        happened_at=moment,
        **at(moment),
    )


def _close(conversation: Conversation, answer: Message, fate: str, answered_at: dt.datetime, now: dt.datetime) -> None:
    """Deal with an answer as a recruiter would within two days; what came later still waits to be read."""
    conversation.state = ConversationState.REPLIED
    handled_at = answered_at + dt.timedelta(hours=26)
    if handled_at > now:
        return
    answer.answer, answer.handled_at = Answer(fate), handled_at
    if fate == "declined":
        conversation.state, conversation.stop, conversation.stopped_at = (
            ConversationState.STOPPED,
            Stop.DECLINED,
            handled_at,
        )
