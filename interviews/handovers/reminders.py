"""Scorecards that somebody else has to see to: whoever books is told at once."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from interviews.handovers.queries import to_hand_over
from interviews.scorecards.rules import is_blinded
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.models import User

LOOKS_BACK = dt.timedelta(days=30)


def due_handovers(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield one reminder for each, to whoever books and owes nothing there: that a colleague has not written is not for the blind."""
    cards: Any = to_hand_over(now).filter(seat__during__endswith__gt=now - LOOKS_BACK)
    for card in cards.select_related(
        "author",
        "kit",
        "decline",
        "application__candidate",
        "application__role__recruiter",
        "application__role__hiring_manager",
    ):
        role = card.application.role
        people = [one for one in (role.recruiter, role.hiring_manager) if one is not None and one.is_active]
        free = [one for one in people if not is_blinded(one, card.application)]
        if free:
            yield _reminder(card, free[0])


def _reminder(card: Any, person: User) -> DueReminder:
    candidate = card.application.candidate
    why = getattr(card, "decline", None)
    body = f"{card.author.name} cannot: {why.reason}" if why else f"{card.author.name} put the scorecard off twice."
    return DueReminder(
        key=f"handover/{card.uuid}/{'declined' if why else 'put_off'}",
        recipient=person.pk,
        subject=f"{candidate.name}: find somebody else for {card.kit.name}",
        body=f"{body} {candidate.name.split()[0]} waits for an answer.",
        path=reverse("interviews:hand_over_scorecard", args=[card.uuid]),
        candidate=candidate.uuid,
    )


def handover_settled(key: str) -> bool:
    _, card, _ = key.split("/")
    return not to_hand_over(dt.datetime.now(dt.UTC)).filter(uuid=uuid.UUID(card)).exists()


HANDOVER_DUE = register(
    Kind(
        slug="handover",
        label="Somebody else is needed",
        description="An interviewer cannot, or put a scorecard off twice: whoever books is told at once.",
        steps=(),
        due=due_handovers,
        settled=handover_settled,
    )
)
