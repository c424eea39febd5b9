"""Closing the gap that a waived bar left: done once, in words, and reminded of until then."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from interviews.decisions.models import Decision, GapPlan
from interviews.refusals import InterviewsError
from interviews.scorecards.rules import is_blinded
from workspace.activity.actions import log_activity
from workspace.reminders.clocks import clocks_of
from workspace.reminders.quiet import add_working_days, next_working_morning
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.models import User


class GapRefused(InterviewsError):
    """This gap cannot be closed any more."""


@transaction.atomic
def close_gap(*, decision: Decision, note: str, by: User) -> GapPlan:
    """Say what came of the plan, once; or raise GapRefused."""
    plan = GapPlan.objects.select_for_update(of=("self",)).get(decision=decision)
    if plan.closed_at is not None:
        raise GapRefused("Somebody wrote down already what came of it.")
    if not note.strip():
        raise GapRefused("Say in a sentence what came of it.")
    plan.closed_at, plan.closed_by, plan.note = timezone.now(), by, note.strip()
    plan.save(update_fields=["closed_at", "closed_by", "note", "updated_at"])
    application = decision.application
    log_activity(
        verb="closed_gap",
        subject=decision,
        by=by,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
    )
    return plan


def open_gaps() -> "list[GapPlan]":
    """Plans of approved decisions that nobody closed yet. One query."""
    rows = GapPlan.objects.filter(closed_at=None, decision__approval__approved=True, decision__undo=None)
    return list(rows.select_related("owner", "decision__application__candidate", "decision__application__role"))


def due_gaps(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield the latest reminder that has come due for each plan: some days before its day, on its day, and a working week later."""
    plans = open_gaps()
    clocks = clocks_of((plan.owner for plan in plans), now=now)
    for plan in plans:
        clock = clocks[plan.owner_id]
        day = dt.datetime.combine(plan.due_on, dt.time(), plan.owner.zone)
        on_the_day = next_working_morning(day, clock)
        steps = [
            ("before", on_the_day - dt.timedelta(hours=hours["before"])),
            ("day", on_the_day),
            ("again", add_working_days(on_the_day, 5, clock.zone, clock.absences)),
        ]
        past = [name for name, moment in steps if moment <= now]
        if past and not is_blinded(plan.owner, plan.decision.application):
            yield _reminder(plan, past[-1])


def _reminder(plan: GapPlan, step: str) -> DueReminder:
    application = plan.decision.application
    return DueReminder(
        key=f"gap/{plan.decision.uuid}/{step}",
        recipient=plan.owner_id,
        subject=f"{application.candidate.name}: what you wanted to close by {plan.due_on:%-d %B %Y}",
        body=f"{application.role.title}. The plan is on the page; write there what came of it.",
        path=reverse("interviews:gap", args=[plan.decision.uuid]),
        candidate=application.candidate.uuid,
    )


def gap_settled(key: str) -> bool:
    _, decision, _ = key.split("/")
    return not any(plan.decision.uuid == uuid.UUID(decision) for plan in open_gaps())


GAP_DUE = register(
    Kind(
        slug="gap",
        label="Gap to close",
        description="Somebody was hired against a bar: before the day of the plan, on the day, and a working week later.",
        steps=(("before", "Hours before the day", 168),),
        due=due_gaps,
        settled=gap_settled,
    )
)
