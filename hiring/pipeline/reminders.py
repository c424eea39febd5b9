"""Candidates who have waited beyond their stage's days: one reminder per role and day, not one per candidate."""

import datetime as dt
import uuid
import zoneinfo
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, Value
from django.urls import reverse

from candidates.conflicts.queries import recused_pairs
from hiring.pipeline.clock import waiting_clock
from hiring.pipeline.models import Application
from hiring.pipeline.waiting import NONE, overdue_from
from hiring.roles.enums import RoleState
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=3)
# Longer than the longest stage may take.
LONGEST = dt.timedelta(days=200)
MORNING = dt.time(9, 0)


def became_overdue(
    now: dt.datetime, zone: zoneinfo.ZoneInfo, off: Collection[dt.date] = NONE
) -> dict[tuple[int, dt.date], list[Application]]:
    """Group the active applications that became overdue in the last days by role and local day. One query, bounded by the stages' days."""
    day = Value(dt.timedelta(days=1))
    promised = ExpressionWrapper(F("stage__sla_days") * day, output_field=DurationField())
    # Working days span at most 7/5 as many calendar days and a weekend or two more; and the days on which everybody was off.
    lately_off = [day for day in off if now.date() - LONGEST <= day <= now.date()]
    stretched = ExpressionWrapper(F("stage__sla_days") * 7 / 5 * day, output_field=DurationField())
    waiting = (
        Application.objects.active()
        .filter(role__state=RoleState.OPEN)
        .annotate(waited=ExpressionWrapper(Value(now) - F("entered_at"), output_field=DurationField()))
        .filter(
            waited__gte=promised, waited__lte=stretched + Value(LOOKS_BACK + dt.timedelta(days=4 + len(lately_off)))
        )
        .select_related("stage", "role__recruiter", "role__hiring_manager", "candidate")
        .order_by("entered_at", "pk")
    )
    groups: dict[tuple[int, dt.date], list[Any]] = defaultdict(list)
    for application in waiting:
        moment = overdue_from(application.entered_at, application.stage.sla_days, zone, off)
        if now - LOOKS_BACK <= moment <= now:
            groups[application.role_id, moment.astimezone(zone).date()].append(application)
    return groups


def due_waiting(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield, the morning after, one reminder per role to its recruiter, or its hiring manager where it has none."""
    clock = waiting_clock(now)
    recused = recused_pairs()
    for (_, day), waiting in became_overdue(now, clock.zone, clock.off).items():
        role = waiting[0].role
        person = role.recruiter or role.hiring_manager
        applications = [one for one in waiting if (person.pk, one.candidate_id) not in recused]
        if not applications:
            continue
        if now < dt.datetime.combine(day + dt.timedelta(days=1), MORNING, person.zone):
            continue
        yield DueReminder(
            key=f"waiting/{role.uuid}/{day}",
            recipient=person.pk,
            subject=waiting_subject(applications),
            body=waiting_body(applications),
            path=f"{reverse('hiring:board', args=[role.slug])}?waiting=1",
            candidate=applications[0].candidate.uuid if len(applications) == 1 else None,
        )


def waiting_subject(applications: list[Application]) -> str:
    first = applications[0]
    if len(applications) == 1:
        return f"{first.candidate.name} has waited too long in {first.stage.name}"
    return f"{len(applications)} candidates have waited too long for {first.role.title}"


def waiting_body(applications: list[Application]) -> str:
    """How many wait where. No names beyond a lone one: a notice about many people cannot be erased for one."""
    counts: dict[str, int] = defaultdict(int)
    for application in applications:
        counts[f"{application.stage.name} (aim: {application.stage.sla_days} working days)"] += 1
    return "\n".join(f"{stage}: {count}" for stage, count in counts.items())


def waiting_settled(key: str) -> bool:
    """Whether nobody waits any more who could be meant: the role is no longer open, or nobody in it is active."""
    _, role, _ = key.split("/")
    return not Application.objects.active().filter(role__uuid=uuid.UUID(role), role__state=RoleState.OPEN).exists()


WAITING = register(
    Kind(
        slug="waiting",
        label="Candidate waiting too long",
        description="The morning after candidates passed their stage's days, one reminder per role.",
        steps=(),
        due=due_waiting,
        settled=waiting_settled,
    )
)
