"""What the dashboards count. Every figure comes from the same facts as the rows it links to."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from candidates.channels.models import Channel
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from hiring.pipeline.waiting import WaitingClock
from hiring.roles.enums import StageKind
from hiring.roles.models import Stage
from insights.narrowing.scope import Scope

HIRED = "hired"
KIND_ORDER: tuple[str, ...] = (*StageKind.values, HIRED)


@dataclass(frozen=True)
class StageRow:
    """People in one stage (`key` is its uuid) or one kind of stage, over several roles. `median_days` is None where nobody waits."""

    key: str
    name: str
    sla_days: int | None
    people: int
    late: int
    median_days: float | None


def people_per_stage(
    scope: Scope, stages: dict[int, Stage], clock: WaitingClock, people: dict[int, int], *, by_kind: bool
) -> list[StageRow]:
    """Return how long those who stand in each stage have waited, per stage of one role or per kind of stage over several. Two queries."""
    late = late_per_stage(scope, stages, clock, people)
    ages = ages_per_stage(scope, stages, clock.now, by_kind=by_kind)
    groups: dict[str, list[Stage]] = {}
    for stage in stages.values():
        groups.setdefault(stage.kind if by_kind else str(stage.uuid), []).append(stage)
    keys = [kind for kind in StageKind.values if kind in groups] if by_kind else list(groups)
    rows = []
    for key in keys:
        members = groups[key]
        count = sum(people.get(stage.pk, 0) for stage in members)
        if not by_kind and members[0].retired_at and not count:
            continue
        name = StageKind(key).label if by_kind else members[0].name
        sla = None if by_kind else members[0].sla_days
        rows.append(StageRow(key, str(name), sla, count, sum(late.get(s.pk, 0) for s in members), ages.get(key)))
    return rows


def people_now(scope: Scope) -> dict[int, int]:
    """Return how many are active in each stage, from the kept counts. One query."""
    return {stage: people for (stage,), people in scope.counted("stage_id", standing=Standing.ACTIVE).items()}


def late_rows(stages: dict[int, Stage], clock: WaitingClock, times: int = 1) -> Q:
    """Return the condition that an active application has waited beyond its stage's days, or so many times of them."""
    condition = Q(pk__in=[])
    for days, keys in by_sla(stages).items():
        condition |= Q(stage__in=keys, entered_at__lte=clock.entered_by(days * times))
    return condition & Q(standing=Standing.ACTIVE)


def late_per_stage(
    scope: Scope, stages: dict[int, Stage], clock: WaitingClock, people: dict[int, int], times: int = 1
) -> dict[int, int]:
    """Return how many of these people have waited too long, by stage: all but those who came within its days. One query.

    Those in time came within the last days, so that counting them costs the same however many have been waiting since.
    """
    in_time = Q(pk__in=[])
    for days, keys in by_sla(stages).items():
        in_time |= Q(stage__in=keys, entered_at__gt=clock.entered_by(days * times))
    rows = narrowed(Application.objects.filter(in_time, standing=Standing.ACTIVE), scope)
    fresh = dict(rows.order_by().values_list("stage").annotate(total=Count("pk")))
    return {key: max(people.get(key, 0) - fresh.get(key, 0), 0) for key in stages}


LONGEST = """
SELECT a.id
  FROM unnest(%s::bigint[], %s::timestamptz[]) AS late (stage, entered_by)
 CROSS JOIN LATERAL (
       SELECT id, entered_at
         FROM hiring_application
        WHERE standing = 'active' AND stage_id = late.stage AND entered_at <= late.entered_by AND NOT id = ANY(%s)
        ORDER BY entered_at, id
        LIMIT %s
       ) a
 ORDER BY a.entered_at, a.id
 LIMIT %s
"""


def waiting_longest(scope: Scope, stages: dict[int, Stage], clock: WaitingClock, limit: int) -> "QuerySet[Application]":
    """Return those who have waited longest beyond their stage's days: a few looked up in each stage, not all of them sorted."""
    entered_by = [clock.entered_by(stage.sla_days) for stage in stages.values()]
    first = RawSQL(LONGEST, [list(stages), entered_by, list(scope.hidden), limit, limit])  # noqa: S611  (a constant)
    return Application.objects.filter(pk__in=first).order_by("entered_at", "pk")


def by_sla(stages: dict[int, Stage]) -> dict[int, list[int]]:
    """Return the stages' keys by the days they allow."""
    keys: dict[int, list[int]] = {}
    for stage in stages.values():
        keys.setdefault(stage.sla_days, []).append(stage.pk)
    return keys


def narrowed(rows: "QuerySet[Application]", scope: Scope) -> "QuerySet[Application]":
    """Keep the applications of a scope, for figures that depend on the hour and so cannot be kept as counts."""
    rows = rows.exclude(pk__in=scope.hidden)
    if scope.period.begins_at:
        rows = rows.filter(applied_at__gte=scope.period.begins_at)
    if scope.period.ends_at:
        rows = rows.filter(applied_at__lt=scope.period.ends_at)
    if scope.channel is not None:
        rows = rows.filter(channel=scope.channel or None)
    return rows


def ages_per_stage(scope: Scope, stages: dict[int, Stage], now: dt.datetime, *, by_kind: bool) -> dict[str, float]:
    """Return the median days that the people now in a stage have been there. One query over the board's index."""
    if not stages:
        return {}
    group = "s.kind" if by_kind else "s.uuid::text"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {group}, percentile_cont(0.5) WITHIN GROUP (ORDER BY %(now)s - a.entered_at)
              FROM hiring_application a JOIN hiring_stage s ON s.id = a.stage_id
             WHERE a.standing = 'active' AND a.stage_id = ANY(%(stages)s)
               AND NOT a.id = ANY(%(hidden)s)
               AND (%(first)s::timestamp IS NULL OR a.applied_at >= %(first)s::timestamp AT TIME ZONE 'UTC')
               AND (%(last)s::timestamp IS NULL OR a.applied_at < %(last)s::timestamp AT TIME ZONE 'UTC' + interval '1 day')
               AND (%(channel)s::bigint IS NULL OR coalesce(a.channel_id, 0) = %(channel)s)
             GROUP BY 1
            """,  # noqa: S608  (one of two constants)
            {
                "now": now,
                "stages": list(stages),
                "hidden": list(scope.hidden),
                "first": scope.period.first,
                "last": scope.period.last,
                "channel": scope.channel,
            },
        )
        return {key: max(age / dt.timedelta(days=1), 0.0) for key, age in cursor.fetchall()}


@dataclass(frozen=True)
class FunnelRow:
    """How many ever reached a kind of stage or went beyond it; `share` is of those who entered at all."""

    kind: str
    name: str
    reached: int
    share: float | None
    step: float | None


@dataclass(frozen=True)
class Progress:
    """How many applications of one channel came exactly as far as `kind` (a kind of stage, or hired)."""

    channel: int
    kind: str
    people: int


def progress(scope: Scope, stages: dict[int, Stage]) -> list[Progress]:
    """Return how far the people of a scope came, by channel. One query."""
    counts = scope.counted("channel_id", "furthest_id", "standing")
    return [
        Progress(channel, HIRED if standing == Standing.HIRED else stages[furthest].kind, total)
        for (channel, furthest, standing), total in counts.items()
        if furthest in stages
    ]


def ever_reached(rows: list[Progress], stages: dict[int, Stage]) -> list[FunnelRow]:
    """Return the funnel of a cohort: everybody who applied in it, wherever they stand now."""
    reached = dict.fromkeys(KIND_ORDER, 0)
    for row in rows:
        reached[row.kind] += row.people
    present = {stage.kind for stage in stages.values()} | {HIRED}
    return cumulated(reached, [kind for kind in KIND_ORDER if kind in present])


def cumulated(furthest: dict[str, int], kinds: list[str]) -> list[FunnelRow]:
    """Turn "the furthest they came" into "how many came at least this far"."""
    rows: list[FunnelRow] = []
    entered = sum(furthest.values())
    left = entered
    for kind in kinds:
        name = "Hired" if kind == HIRED else str(StageKind(kind).label)
        before = rows[-1].reached if rows else None
        rows.append(FunnelRow(kind, name, left, left / entered if entered else None, left / before if before else None))
        left -= furthest[kind]
    return rows


@dataclass(frozen=True)
class ChannelRow:
    """What one channel brought: people, how many reached an interview, an offer, a hire."""

    key: int
    name: str
    mark: str
    entered: int
    interviewed: int
    offered: int
    hired: int


INTERVIEWED_FROM = KIND_ORDER.index(StageKind.SCREEN)
OFFERED_FROM = KIND_ORDER.index(StageKind.OFFER)


def yield_by_channel(rows: list[Progress], channels: dict[int, Channel]) -> list[ChannelRow]:
    """Return each channel's yield, most people first."""
    counts: dict[int, list[int]] = {}
    for row in rows:
        rank = KIND_ORDER.index(row.kind)
        count = counts.setdefault(row.channel, [0, 0, 0, 0])
        for place, reached in enumerate((True, rank >= INTERVIEWED_FROM, rank >= OFFERED_FROM, row.kind == HIRED)):
            count[place] += row.people * reached
    found = [
        ChannelRow(
            key,
            channels[key].name if key in channels else "No channel",
            channels[key].mark if key in channels else "point",
            *count,
        )
        for key, count in counts.items()
        if any(count)
    ]
    return sorted(found, key=lambda row: (-row.entered, row.name))
