"""What the dashboards count. Every figure comes from the same facts as the rows it links to."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from candidates.channels.models import Channel
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from hiring.pipeline.waiting import WaitingClock
from hiring.roles.enums import StageKind
from hiring.roles.models import Stage
from insights.narrowing.periods import Period
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
    """Return how long those who stand in each stage have waited, per stage of one role or per kind of stage over several. One query."""
    groups: dict[str, list[Stage]] = {}
    for stage in stages.values():
        groups.setdefault(stage.kind if by_kind else str(stage.uuid), []).append(stage)
    late, ages = _waited(scope, stages, groups, clock, people)
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
    if not stages:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FRESH, _of(scope) | _allowed(stages, clock, times))
        return _late(stages, people, {int(key): fresh for _, key, fresh, _ in cursor.fetchall()})


# The applications of a scope; where nothing narrows it, the board's index alone answers.
WITHIN = """
           AND NOT a.id = ANY(%(hidden)s)
           AND (%(begins_at)s::timestamptz IS NULL OR a.applied_at >= %(begins_at)s::timestamptz)
           AND (%(ends_at)s::timestamptz IS NULL OR a.applied_at < %(ends_at)s::timestamptz)
           AND (%(channel)s::bigint IS NULL OR coalesce(a.channel_id, 0) = %(channel)s)
"""

# Stage by stage, so that only those who came of late are read.
FRESH = f"""
SELECT 'fresh', stage::text, fresh.people, NULL::float8
  FROM unnest(%(stages)s::bigint[], %(entered_by)s::timestamptz[]) AS allowed (stage, entered_by)
 CROSS JOIN LATERAL (
        SELECT count(*) AS people
          FROM hiring_application a
         WHERE a.standing = 'active' AND a.stage_id = allowed.stage AND a.entered_at > allowed.entered_by {WITHIN}
       ) fresh
"""  # noqa: S608  (a constant)

# Group by group, so that nobody is sorted by group first.
AGES = f"""
SELECT 'age', key, NULL, extract(epoch FROM waiting.half)::float8 / 86400
  FROM (SELECT key, array_agg(stage) AS stages FROM unnest(%(keys)s::text[], %(of)s::bigint[]) AS one (key, stage) GROUP BY key) groups
 CROSS JOIN LATERAL (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY %(now)s - a.entered_at) AS half
          FROM hiring_application a
         WHERE a.standing = 'active' AND a.stage_id = ANY(groups.stages) {WITHIN}
       ) waiting
 WHERE waiting.half IS NOT NULL
"""  # noqa: S608  (a constant)

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


def _waited(
    scope: Scope, stages: dict[int, Stage], groups: dict[str, list[Stage]], clock: WaitingClock, people: dict[int, int]
) -> tuple[dict[int, int], dict[str, float]]:
    """Return how many have waited too long, by stage, and the median days in stage, by group. One query over the board's index."""
    if not stages:
        return {}, {}
    members = [(key, stage.pk) for key, found in groups.items() for stage in found]
    given = {"now": clock.now, "keys": [key for key, _ in members], "of": [stage for _, stage in members]}
    with connection.cursor() as cursor:
        cursor.execute(f"{FRESH} UNION ALL {AGES}", _of(scope) | _allowed(stages, clock) | given)
        rows = cursor.fetchall()
    fresh = {int(key): people for what, key, people, _ in rows if what == "fresh"}
    ages = {key: max(days, 0.0) for what, key, _, days in rows if what == "age"}
    return _late(stages, people, fresh), ages


def _allowed(stages: dict[int, Stage], clock: WaitingClock, times: int = 1) -> dict[str, Any]:
    """Return each stage with the moment at or before which an entry is overdue."""
    return {
        "stages": list(stages),
        "entered_by": [clock.entered_by(stage.sla_days * times) for stage in stages.values()],
    }


def _late(stages: dict[int, Stage], people: dict[int, int], fresh: dict[int, int]) -> dict[int, int]:
    return {key: max(people.get(key, 0) - fresh.get(key, 0), 0) for key in stages}


def _of(scope: Scope) -> dict[str, Any]:
    """Return what WITHIN is narrowed by, for figures that depend on the hour and so cannot be kept as counts."""
    return {
        "hidden": list(scope.hidden),
        "begins_at": scope.period.begins_at,
        "ends_at": scope.period.ends_at,
        "channel": scope.channel,
    }


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


HOW_FAR = ("channel_id", "furthest_id", "standing")


def progress(scope: Scope, stages: dict[int, Stage]) -> list[Progress]:
    """Return how far the people of a scope came, by channel. One query."""
    return _progress(scope.counted(*HOW_FAR), stages)


def progress_beside(scope: Scope, before: Period, stages: dict[int, Stage]) -> tuple[list[Progress], list[Progress]]:
    """Return the same for a scope and for the period before it. One query for both."""
    now, was = scope.counted_beside(before, *HOW_FAR)
    return _progress(now, stages), _progress(was, stages)


def _progress(counts: Counter[tuple[Any, ...]], stages: dict[int, Stage]) -> list[Progress]:
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


def yield_by_channel(
    rows: list[Progress], channels: dict[int, Channel], before: list[Progress] | None = None
) -> list[ChannelRow]:
    """Return each channel's yield, most people first; those that brought somebody before stay in with nobody."""
    counts: dict[int, list[int]] = {row.channel: [0, 0, 0, 0] for row in before or () if row.people}
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
    ]
    return sorted(found, key=lambda row: (-row.entered, row.name))
