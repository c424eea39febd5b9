"""Reading a role's applications: as columns, as rows."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from hiring.board.cards import COLUMNS, FIELDS, Card, make_cards, tell_about
from hiring.board.filters import SORTS, Filters, Limits, late_in, limits_of
from hiring.pipeline.clock import clock_of, holiday_rows, waiting_clock
from hiring.pipeline.models import Application
from hiring.pipeline.waiting import WaitingClock
from hiring.roles.models import Role, Stage
from workspace.paging import KeysetPage, cursor_after, keyset_page
from workspace.staff.models import Organisation, User
from workspace.written import written_once

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
    """Like `roles.queries.load_role`, with the role's stages and what tells the time in the same query: a board has eight in all."""
    role = _with_stages.first(user, slug)
    if role is None:
        raise Http404("There is no such role.")
    role.loaded_for = user.pk
    return role


@written_once
def _with_stages(user: User, slug: str) -> "QuerySet[Role]":
    columns = {
        name: F(name) for name in ("id", "uuid", "role_id", "name", "kind", "sla_days", "position", "retired_at")
    }
    stages = Stage.objects.filter(role=OuterRef("pk")).order_by("position").values(row=JSONObject(**columns))
    zone = Organisation.objects.filter(only=True).values("time_zone")[:1]
    rows = Role.objects.visible_to(user).select_related("team").filter(slug=slug)
    return rows.annotate(time_zone=Subquery(zone), stage_rows=ArraySubquery(stages), **holiday_rows())


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
        return clock_of(self._now, vars(self.role)) if "time_zone" in vars(self.role) else waiting_clock(self._now)

    @cached_property
    def _asked(self) -> "Asked":
        return self.role.pk, self.viewer, self.filters, limits_of(self.stages, self.clock)

    @cached_property
    def _counts(self) -> list[dict[str, Any]]:
        """How many stand in each stage by channel, all at once: columns, filters and totals are sums of these."""
        return list(_counted(*self._asked) if self.filters.is_plain else _counted.ask(*self._asked))

    @cached_property
    def rows(self) -> "QuerySet[Application]":
        """The applications asked for, in no order."""
        return _rows(*self._asked)

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
        if filled := tuple(stage.pk for stage in shown if lanes[stage.pk].count):
            found = (
                _first_cards(*self._asked, filled) if self.filters.is_plain else _first_cards.ask(*self._asked, filled)
            )
            for card in make_cards(list(found), self._by_key, self.clock):
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
        cards = make_cards(_card(application.pk), self._by_key, self.clock)
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

    def _whole(self, stage: Stage | None = None) -> "QuerySet[Application]":
        rows = self.rows if stage is None else self.rows.filter(stage=stage)
        return rows.select_related("candidate", "channel")

    def _cards_of_page(self, page: KeysetPage) -> list[Card]:
        cards = make_cards([_values(row) for row in page.rows], self._by_key, self.clock)
        tell_about(cards, self.viewer)
        return cards


# What decides which applications a board or a list shows: its role, who looks, what they narrowed it to, and what is late by now.
Asked = tuple[int, User, Filters, Limits]


def _all(role: int, viewer: User) -> "QuerySet[Application]":
    return Application.objects.filter(role=role).open_to(viewer)


def _rows(role: int, viewer: User, filters: Filters, limits: Limits) -> "QuerySet[Application]":
    return filters.narrow(_all(role, viewer), viewer=viewer, late=late_in(limits))


@written_once
def _counted(role: int, viewer: User, filters: Filters, limits: Limits) -> "QuerySet[Application, dict[str, Any]]":
    late = late_in(limits)
    rows = filters.narrow(_all(role, viewer), viewer=viewer, late=late, channel=False)
    groups: Any = rows.order_by().values("stage", "channel__slug", "channel__name", "channel__mark")
    return groups.annotate(count=Count("pk"), late=Count("pk", filter=late))


@written_once
def _first_cards(
    role: int, viewer: User, filters: Filters, limits: Limits, stages: tuple[int, ...]
) -> "QuerySet[Application, tuple[Any, ...]]":
    """Keys of each column's first ones by its index, then the cards of those keys: all in one query, whatever the columns hold."""
    rows = _rows(role, viewer, filters, limits)
    firsts = [rows.filter(stage=stage).order_by(*LANE_ORDER).values("pk")[: LANE_FIRST + 1] for stage in stages]
    keys = firsts[0].union(*firsts[1:], all=True)
    return Application.objects.filter(pk__in=keys).annotate(**COLUMNS).values_list(*FIELDS)


@written_once
def _card(application: int) -> "QuerySet[Application, tuple[Any, ...]]":
    return Application.objects.filter(pk=application).annotate(**COLUMNS).values_list(*FIELDS)


def _values(row: Application) -> tuple[Any, ...]:
    channel = row.channel
    own = [getattr(row, name) for name in FIELDS[: len(FIELDS) - len(COLUMNS)]]
    beside = [row.candidate.name, row.candidate.uuid]
    return (*own, *beside, *((channel.mark, channel.name, channel.slug) if channel else ("", "", "")))
