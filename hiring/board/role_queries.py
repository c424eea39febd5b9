"""Reading roles with their numbers."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from hiring.pipeline.clock import waiting_clock
from hiring.pipeline.models import Application
from hiring.roles.models import Role, Stage
from workspace.staff.models import User


@dataclass(frozen=True)
class StageCount:
    """How many stand in a stage, and how many of them for too long."""

    stage: Stage
    count: int
    late: int


@dataclass(frozen=True)
class RoleLine:
    """A role in the list, with its pipeline in numbers."""

    role: Role
    stages: list[StageCount]

    @property
    def total(self) -> int:
        return sum(one.count for one in self.stages)

    @property
    def late(self) -> int:
        return sum(one.late for one in self.stages)


def role_lines(roles: list[Role], now: dt.datetime, viewer: User) -> list[RoleLine]:
    """Give each role its numbers, as far as the viewer may know of them. Three queries, however many roles."""
    clock = waiting_clock(now)
    stages: dict[int, list[Stage]] = defaultdict(list)
    for stage in Stage.objects.filter(role__in=roles, retired_at=None).order_by("position"):
        stages[stage.role_id].append(stage)
    limits = {stage.sla_days for those in stages.values() for stage in those}
    late = Q(pk__in=[])
    for days in limits:
        late |= Q(stage__sla_days=days, entered_at__lte=clock.entered_by(days))
    counted = Application.objects.active().open_to(viewer).filter(role__in=roles).order_by().values("stage")
    counts = {
        row["stage"]: (row["count"], row["late"])
        for row in counted.annotate(count=Count("pk"), late=Count("pk", filter=late))
    }
    return [
        RoleLine(role, [StageCount(stage, *counts.get(stage.pk, (0, 0))) for stage in stages[role.pk]])
        for role in roles
    ]
