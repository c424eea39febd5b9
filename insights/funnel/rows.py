"""The rows behind a number: found by the same facts that were counted."""

from typing import Any

from django.db.models import Q, QuerySet

from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from hiring.pipeline.waiting import WaitingClock
from hiring.roles.models import Stage
from insights.aggregates.models import Fact
from insights.funnel.queries import HIRED, KIND_ORDER, late_rows
from insights.narrowing.scope import Scope


def matching_applications(
    scope: Scope, wanted: dict[str, Any], stages: dict[int, Stage], clock: WaitingClock
) -> "QuerySet[Application]":
    """Return the applications that a number counted."""
    facts = matching_facts(scope, wanted, stages)
    rows = Application.objects.filter(pk__in=facts.values("application_id"))
    return rows.filter(waiting(wanted["late"], stages, clock)) if wanted.get("late") else rows


def waiting(how: str, stages: dict[int, Stage], clock: WaitingClock) -> Q:
    """Return the condition that somebody has waited so: "no" within the stage's aim, "on" beyond it, "once" but not twice, "twice"."""
    late, twice = late_rows(stages, clock), late_rows(stages, clock, times=2)
    return {"no": Q(standing=Standing.ACTIVE) & ~late, "on": late, "once": late & ~twice, "twice": twice}[how]


def matching_facts(scope: Scope, wanted: dict[str, Any], stages: dict[int, Stage]) -> "QuerySet[Fact]":
    facts = scope.facts()
    if wanted.get("no_channel"):
        facts = facts.filter(channel_id=0)
    if standing := wanted.get("standing"):
        facts = facts.filter(standing=standing)
    if kind := wanted.get("kind"):
        facts = facts.filter(stage_id__in=[stage.pk for stage in stages.values() if stage.kind == kind])
    if uuid := wanted.get("stage"):
        facts = facts.filter(stage_id__in=[stage.pk for stage in stages.values() if stage.uuid == uuid])
    if reached := wanted.get("reached"):
        facts = facts.filter(came_as_far_as(reached, stages))
    return facts


def came_as_far_as(kind: str, stages: dict[int, Stage]) -> Q:
    """Return the condition that an application reached this kind of stage or went beyond it."""
    hired = Q(standing=Standing.HIRED)
    if kind == HIRED:
        return hired
    rank = KIND_ORDER.index(kind)
    return hired | Q(furthest_id__in=[stage.pk for stage in stages.values() if KIND_ORDER.index(stage.kind) >= rank])
