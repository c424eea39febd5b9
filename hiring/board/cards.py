"""What a board shows of an application: plain values, worked out once, so that a card's template has nothing left to ask."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.safestring import SafeString

from hiring.pipeline.models import Application
from hiring.pipeline.signals import applications_shown
from hiring.pipeline.waiting import WaitingClock
from hiring.roles.models import Stage
from workspace.staff.models import User

COLUMNS = {
    "name": F("candidate__name"),
    "candidate_uuid": F("candidate__uuid"),
    "mark": F("channel__mark"),
    "channel_name": F("channel__name"),
    "channel_slug": F("channel__slug"),
}
FIELDS = ("pk", "uuid", "stage_id", "standing", "channel_detail", "applied_at", "entered_at", "closed_at", *COLUMNS)


@dataclass(slots=True)
class Card:
    """One application. `over` counts the working days beyond the stage's; apps higher up add to `extras` (see `pipeline.signals`)."""

    pk: int
    uuid: UUID
    stage_id: int
    standing: str
    channel_detail: str
    applied_at: dt.datetime
    entered_at: dt.datetime
    closed_at: dt.datetime | None
    name: str
    candidate_uuid: UUID
    mark: str
    channel_name: str
    channel_slug: str
    stage: Stage
    days: int = 0
    over: int = 0
    extras: dict[str, Any] = field(default_factory=lambda: {"words": [], "marks": []})

    @property
    def url(self) -> str:
        # Not reverse(): a board shows hundreds of cards, and this is the one address they all need.
        return f"/applications/{self.uuid}/"

    @property
    def line(self) -> str:
        """Where they came from."""
        return " · ".join(part for part in (self.channel_name, self.channel_detail) if part)

    @property
    def marks(self) -> SafeString:
        return SafeString("".join(self.extras["marks"]))


def make_cards(rows: list[tuple[Any, ...]], stages: dict[int, Stage], clock: WaitingClock) -> list[Card]:
    """Make cards of `values_list(*FIELDS)` rows."""
    cards = []
    for row in rows:
        values = dict(zip(FIELDS, row, strict=True))
        for name in ("mark", "channel_name", "channel_slug"):
            values[name] = values[name] or ""
        card = Card(**values, stage=stages[values["stage_id"]])
        card.days = max(((card.closed_at or clock.now) - card.entered_at).days, 0)
        if card.standing == "active":
            card.over = clock.days_over(card.entered_at, card.stage.sla_days)
        cards.append(card)
    return cards


def tell_about(cards: list[Card], viewer: User) -> None:
    """Let apps higher up add what they know of these applications."""
    if cards:
        applications_shown.send(sender=Application, applications=cards, viewer=viewer)
