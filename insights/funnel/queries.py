"""What the dashboards count. Every figure comes from the same facts as the rows it links to."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from candidates.channels.models import Channel
from candidates.people.models import walls_before_candidates
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from hiring.pipeline.waiting import WaitingClock
from hiring.roles.enums import StageKind
from hiring.roles.models import Role, Stage
from insights.aggregates.models import Fact, Tally
from workspace.staff.models import User

HIRED = "hired"
KIND_ORDER: tuple[str, ...] = (*StageKind.values, HIRED)


@dataclass(frozen=True)
class Scope:
    """Which applications a dashboard speaks of: roles by key, month of application from `since` on, one channel or all.

    `hidden` are applications, by key, of which the viewer must learn nothing: they are taken out of the kept counts again.
    """

    roles: tuple[int, ...]
    since: dt.date | None = None
    channel: int | None = None
    hidden: tuple[int, ...] = ()

    def tallies(self) -> "QuerySet[Tally]":
        rows = Tally.objects.filter(role_id__in=self.roles)
        if self.since:
            rows = rows.filter(cohort__gte=self.since)
        return rows if self.channel is None else rows.filter(channel_id=self.channel)

    def facts(self) -> "QuerySet[Fact]":
        return self._facts().exclude(application_id__in=self.hidden)

    def hidden_facts(self) -> "QuerySet[Fact]":
        """What is counted in `tallies`, but must not be for this viewer."""
        return self._facts().filter(application_id__in=self.hidden)

    def _facts(self) -> "QuerySet[Fact]":
        rows = Fact.objects.filter(role_id__in=self.roles)
        if self.since:
            rows = rows.filter(cohort__gte=self.since)
        return rows if self.channel is None else rows.filter(channel_id=self.channel)


@dataclass(frozen=True)
class StageRow:
    """People in one stage (or one kind of stage, over several roles). `median_days` is None where nobody waits."""

    key: str
    name: str
    sla_days: int | None
    people: int
    late: int
    median_days: float | None


def visible_roles(user: User) -> "QuerySet[Role]":
    return Role.objects.visible_to(user).exclude(state="draft")


def hidden_applications(user: User, roles: Collection[int]) -> tuple[int, ...]:
    """Return the applications to these roles of people this user is recused from. One query; there are few, if any."""
    hidden = Application.objects.filter(walls_before_candidates.q(user, "candidate"), role__in=roles)
    return tuple(hidden.order_by("pk").values_list("pk", flat=True))


def scope_of(user: User, roles: tuple[int, ...]) -> Scope:
    """Return all that this user may know of in these roles. One query."""
    return Scope(roles, hidden=hidden_applications(user, roles))


def stages_of(roles: tuple[int, ...]) -> dict[int, Stage]:
    """Return the stages of these roles by key. One query."""
    return {stage.pk: stage for stage in Stage.objects.filter(role__in=roles).order_by("role", "position")}


def people_per_stage(scope: Scope, stages: dict[int, Stage], clock: WaitingClock, *, by_kind: bool) -> list[StageRow]:
    """Return who stands where and how long they have waited, per stage of one role or per kind of stage over several. Three queries."""
    people = people_now(scope)
    late = late_per_stage(scope, stages, clock, people)
    ages = ages_per_stage(scope, stages, clock.now, by_kind=by_kind)
    groups: dict[str, list[Stage]] = {}
    for stage in stages.values():
        groups.setdefault(stage.kind if by_kind else str(stage.pk), []).append(stage)
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
    rows = scope.tallies().filter(standing=Standing.ACTIVE).order_by()
    people = dict(rows.values_list("stage_id").annotate(total=Sum("count")))
    if scope.hidden:
        for stage in scope.hidden_facts().filter(standing=Standing.ACTIVE).values_list("stage_id", flat=True):
            people[stage] -= 1
    return people


def late_rows(stages: dict[int, Stage], clock: WaitingClock) -> Q:
    """Return the condition that an active application has waited beyond its stage's days."""
    condition = Q(pk__in=[])
    for days, keys in by_sla(stages).items():
        condition |= Q(stage__in=keys, entered_at__lte=clock.entered_by(days))
    return condition & Q(standing=Standing.ACTIVE)


def late_per_stage(
    scope: Scope, stages: dict[int, Stage], clock: WaitingClock, people: dict[int, int]
) -> dict[int, int]:
    """Return how many of these people have waited too long, by stage: all but those who came within its days. One query.

    Those in time came within the last days, so that counting them costs the same however many have been waiting since.
    """
    in_time = Q(pk__in=[])
    for days, keys in by_sla(stages).items():
        in_time |= Q(stage__in=keys, entered_at__gt=clock.entered_by(days))
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
    if scope.since:
        rows = rows.filter(applied_at__gte=dt.datetime.combine(scope.since, dt.time(), dt.UTC))
    if scope.channel is not None:
        rows = rows.filter(channel=scope.channel or None)
    return rows


def ages_per_stage(scope: Scope, stages: dict[int, Stage], now: dt.datetime, *, by_kind: bool) -> dict[str, float]:
    """Return the median days that the people now in a stage have been there. One query over the board's index."""
    if not stages:
        return {}
    group = "s.kind" if by_kind else "a.stage_id::text"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {group}, percentile_cont(0.5) WITHIN GROUP (ORDER BY %(now)s - a.entered_at)
              FROM hiring_application a JOIN hiring_stage s ON s.id = a.stage_id
             WHERE a.standing = 'active' AND a.stage_id = ANY(%(stages)s)
               AND NOT a.id = ANY(%(hidden)s)
               AND (%(since)s::date IS NULL OR a.applied_at >= %(since)s::date)
               AND (%(channel)s::bigint IS NULL OR coalesce(a.channel_id, 0) = %(channel)s)
             GROUP BY 1
            """,  # noqa: S608  (one of two constants)
            {
                "now": now,
                "stages": list(stages),
                "hidden": list(scope.hidden),
                "since": scope.since,
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
    rows = scope.tallies().order_by().values_list("channel_id", "furthest_id", "standing").annotate(total=Sum("count"))
    counts = {(channel, furthest, standing): total for channel, furthest, standing, total in rows}
    if scope.hidden:
        for facts in scope.hidden_facts().values_list("channel_id", "furthest_id", "standing"):
            counts[facts] -= 1
    return [
        Progress(channel, HIRED if standing == Standing.HIRED else stages[furthest].kind, total)
        for (channel, furthest, standing), total in counts.items()
        if furthest in stages and total
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
