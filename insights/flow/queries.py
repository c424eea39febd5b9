"""What happened in a period, and how long it took: counted from passages, stage by stage."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from hiring.pipeline.enums import Standing
from hiring.roles.enums import StageKind
from hiring.roles.models import Stage
from insights.narrowing.scope import Scope

MOVED = "moved"


@dataclass(frozen=True)
class Group:
    """One stage of a role, or all stages of a kind over several roles. `key` stands for it in addresses."""

    key: str
    name: str
    stages: frozenset[int]
    sla_days: int | None = None


def groups_of(stages: dict[int, Stage], *, by_kind: bool) -> list[Group]:
    """Return the stages as a dashboard lists them: by kind over several roles, one by one within one."""
    if not by_kind:
        return [
            Group(str(stage.uuid), stage.name, frozenset({stage.pk}), stage.sla_days)
            for stage in sorted(stages.values(), key=lambda one: one.position)
        ]
    found: dict[str, set[int]] = {}
    for stage in stages.values():
        found.setdefault(stage.kind, set()).add(stage.pk)
    return [
        Group(kind, str(StageKind(kind).label), frozenset(found[kind])) for kind in StageKind.values if kind in found
    ]


@dataclass
class Activity:
    """What happened in one group of stages: how many came in, and how those who left it left."""

    came: int = 0
    left: Counter[str] = field(default_factory=Counter)

    @property
    def gone(self) -> int:
        return self.left.total()


def activity(scope: Scope, groups: Iterable[Group]) -> dict[str, Activity]:
    """Return what happened in each group in the period, whoever it happened to. One query, two where something is hidden."""
    key_of = {stage: group.key for group in groups for stage in group.stages}
    found = {group.key: Activity() for group in groups}
    counts = scope.passed("before_id", "after_id", "standing_before", "standing_after")
    for (before, after, standing_before, standing_after), number in counts.items():
        if came_in(before, after, standing_before, standing_after) and after in key_of:
            found[key_of[after]].came += number
        left = how_left(before, after, standing_before, standing_after)
        if left and before in key_of:
            found[key_of[before]].left[left] += number
    return found


def came_in(before: int, after: int, standing_before: str, standing_after: str) -> bool:
    """Whether a passage brought somebody into its stage: entering, moving, or being reopened."""
    return standing_after == Standing.ACTIVE and (before != after or standing_before != Standing.ACTIVE)


def how_left(before: int, after: int, standing_before: str, standing_after: str) -> str:
    """Return how a passage took somebody out of the stage before: moved, or the standing it ended with; empty where it did not."""
    if not before or standing_before != Standing.ACTIVE:
        return ""
    if standing_after != Standing.ACTIVE:
        return standing_after
    return MOVED if before != after else ""


@dataclass(frozen=True)
class Stays:
    """How long those who left a stage in a period had been there, in calendar days."""

    number: int
    quarter: float
    half: float
    three_quarters: float
    nine_tenths: float


STAYS = """
SELECT {key}, count(*), percentile_cont(ARRAY[0.25, 0.5, 0.75, 0.9]) WITHIN GROUP (ORDER BY p.days)
  FROM insights_passage p JOIN hiring_stage s ON s.id = p.before_id
 WHERE p.role_id = ANY(%(roles)s)
   AND p.days IS NOT NULL
   AND p.standing_before = 'active'
   AND NOT p.application_id = ANY(%(hidden)s)
   AND (%(first)s::date IS NULL OR p.day >= %(first)s::date)
   AND (%(last)s::date IS NULL OR p.day <= %(last)s::date)
   AND (%(channel)s::bigint IS NULL OR p.channel_id = %(channel)s)
 GROUP BY 1
"""


def stays(scope: Scope, *, by_kind: bool) -> dict[str, Stays]:
    """Return how long those who left each group in the period had stayed, by the group's key. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            STAYS.format(key="s.kind" if by_kind else "s.uuid::text"),
            {
                "roles": list(scope.roles),
                "hidden": list(scope.hidden),
                "first": scope.period.first,
                "last": scope.period.last,
                "channel": scope.channel,
            },
        )
        return {key: Stays(number, *days) for key, number, days in cursor.fetchall()}
