"""Reading a role's applications: as columns, as rows."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from hiring.board.cards import COLUMNS, FIELDS, Card, make_cards, tell_about
from hiring.board.filters import SORTS, Filters, late_in
from hiring.pipeline.models import Application
from hiring.pipeline.waiting import WaitingClock
from hiring.roles.models import Role, Stage
from workspace.paging import KeysetPage, cursor_after, keyset_page
from workspace.staff.models import Organisation, User

LANE_FIRST = 15  # more than a screen holds; the next ones come as the column is scrolled to
LANE_MORE = 40
LANE_ORDER = ("entered_at", "pk")


@dataclass
class Lane:
    """A column: its stage, how many stand in it (as filtered), how many of them for too long, and the first cards."""

    stage: Stage
    count: int
    late: int
    cards: list[Card]
    next_cursor: str = ""


@dataclass(frozen=True)
class ChannelCount:
    slug: str
    name: str
    mark: str
    count: int


def load_role_with_stages(user: User, slug: str) -> Role:
    """Like `roles.queries.load_role`, with the role's stages and the organisation's zone in the same query: a board has eight in all."""
    columns = {
        name: F(name) for name in ("id", "uuid", "role_id", "name", "kind", "sla_days", "position", "retired_at")
    }
    stages = Stage.objects.filter(role=OuterRef("pk")).order_by("position").values(row=JSONObject(**columns))
    zone = Organisation.objects.filter(only=True).values("time_zone")[:1]
    rows = Role.objects.visible_to(user).select_related("team")
    role = rows.annotate(zone_name=Subquery(zone), stage_rows=ArraySubquery(stages)).filter(slug=slug).first()
    if role is None:
        raise Http404("There is no such role.")
    role.loaded_for = user.pk
    return role


class Pipeline:
    """One role's applications as one viewer sees them now, narrowed by filters. Each part is read once, when asked for."""

    def __init__(self, role: Role, filters: Filters, viewer: User, now: dt.datetime | None = None) -> None:
        self.role, self.filters, self.viewer = role, filters, viewer
        self._now = now or timezone.now()

    @cached_property
    def stages(self) -> list[Stage]:
        """Every stage, retired ones too, in order. One query, or none for a role loaded with them."""
        if (rows := getattr(self.role, "stage_rows", None)) is not None:
            return [Stage(**row | {"uuid": UUID(row["uuid"])}) for row in rows]
        return list(self.role.stages.order_by("position"))

    @cached_property
    def open_stages(self) -> list[Stage]:
        return [stage for stage in self.stages if stage.retired_at is None]

    @cached_property
    def clock(self) -> WaitingClock:
        name = getattr(self.role, "zone_name", None) or Organisation.current().time_zone
        return WaitingClock(self._now, zoneinfo.ZoneInfo(name))

    @cached_property
    def late(self) -> Q:
        return late_in(self.stages, self.clock)

    @cached_property
    def _counts(self) -> list[dict[str, Any]]:
        """How many stand in each stage by channel, all at once: columns, filters and totals are sums of these."""
        rows = self.filters.narrow(self._all, viewer=self.viewer, late=self.late, channel=False)
        groups = rows.order_by().values("stage", "channel__slug", "channel__name", "channel__mark")
        return [dict(group) for group in groups.annotate(count=Count("pk"), late=Count("pk", filter=self.late))]

    @property
    def _all(self) -> "QuerySet[Application]":
        return Application.objects.filter(role=self.role).open_to(self.viewer)

    @cached_property
    def rows(self) -> "QuerySet[Application]":
        """The applications asked for, in no order."""
        return self.filters.narrow(self._all, viewer=self.viewer, late=self.late)

    @cached_property
    def stage_counts(self) -> dict[int, tuple[int, int]]:
        """Of each stage, how many stand in it and how many too long."""
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for group in self._counts:
            if not self.filters.channel or group["channel__slug"] == self.filters.channel:
                sums[group["stage"]][0] += group["count"]
                sums[group["stage"]][1] += group["late"]
        return {stage: (count, late) for stage, (count, late) in sums.items()}

    @cached_property
    def channels(self) -> list[ChannelCount]:
        """The channels these applications came through, most first."""
        names = {group["channel__slug"]: group for group in self._counts if group["channel__slug"]}
        counts: dict[str, int] = defaultdict(int)
        for group in self._counts:
            counts[group["channel__slug"]] += group["count"]
        found = [
            ChannelCount(slug, group["channel__name"], group["channel__mark"], counts[slug])
            for slug, group in names.items()
        ]
        return sorted(found, key=lambda channel: (-channel.count, channel.name))

    @property
    def total(self) -> int:
        return sum(count for count, _ in self.stage_counts.values())

    @property
    def total_late(self) -> int:
        return sum(late for _, late in self.stage_counts.values())

    def lanes(self) -> list[Lane]:
        """Every column with its first cards, whoever has waited longest on top. One query for all the cards."""
        shown = [stage for stage in self.stages if stage.retired_at is None or stage.pk in self.stage_counts]
        lanes = {stage.pk: Lane(stage, *self.stage_counts.get(stage.pk, (0, 0)), cards=[]) for stage in shown}
        # Keys of each column's first ones by its index, then the cards of those keys: all in one query, whatever the columns hold.
        firsts = [self._first_keys(stage) for stage in shown if lanes[stage.pk].count]
        if firsts:
            keys = firsts[0].union(*firsts[1:], all=True)
            for card in self._cards(Application.objects.filter(pk__in=keys)):
                lanes[card.stage_id].cards.append(card)
        for lane in lanes.values():
            lane.cards.sort(key=lambda card: (card.entered_at, card.pk))
            if len(lane.cards) > LANE_FIRST:
                lane.cards = lane.cards[:LANE_FIRST]
                lane.next_cursor = cursor_after(lane.cards[-1], LANE_ORDER)
        tell_about([card for lane in lanes.values() for card in lane.cards], self.viewer)
        return list(lanes.values())

    def lane_after(self, stage: Stage, cursor: str) -> Lane:
        """The next cards of one column. Raises BadCursor."""
        page = keyset_page(self._whole(stage), order=LANE_ORDER, cursor=cursor, size=LANE_MORE)
        return Lane(stage, 0, 0, cards=self._cards_of_page(page), next_cursor=page.next_cursor)

    def card(self, application: Application) -> Card:
        """The card of one application, whatever the filters."""
        cards = self._cards(Application.objects.filter(pk=application.pk))
        tell_about(cards, self.viewer)
        return cards[0]

    def page(self, *, cursor: str, backwards: bool, size: int = 50) -> tuple[KeysetPage, list[Card]]:
        """One page of the list. Raises BadCursor."""
        order = SORTS[self.filters.sort]
        page = keyset_page(self._whole(), order=order, cursor=cursor, backwards=backwards, size=size)
        return page, self._cards_of_page(page)

    @cached_property
    def _by_key(self) -> dict[int, Stage]:
        return {stage.pk: stage for stage in self.stages}

    def _first_keys(self, stage: Stage) -> "QuerySet[Application, Any]":
        return self.rows.filter(stage=stage).order_by(*LANE_ORDER).values("pk")[: LANE_FIRST + 1]

    def _whole(self, stage: Stage | None = None) -> "QuerySet[Application]":
        rows = self.rows if stage is None else self.rows.filter(stage=stage)
        return rows.select_related("candidate", "channel")

    def _cards_of_page(self, page: KeysetPage) -> list[Card]:
        cards = make_cards([_values(row) for row in page.rows], self._by_key, self.clock)
        tell_about(cards, self.viewer)
        return cards

    def _cards(self, rows: "QuerySet[Application]") -> list[Card]:
        return make_cards(list(rows.annotate(**COLUMNS).values_list(*FIELDS)), self._by_key, self.clock)


def _values(row: Application) -> tuple[Any, ...]:
    channel = row.channel
    own = [getattr(row, name) for name in FIELDS[: len(FIELDS) - len(COLUMNS)]]
    beside = [row.candidate.name, row.candidate.uuid]
    return (*own, *beside, *((channel.mark, channel.name, channel.slug) if channel else ("", "", "")))
