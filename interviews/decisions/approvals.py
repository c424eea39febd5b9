"""Asking the second person: once when they are named, once more after a day."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from interviews.decisions.models import Decision
from interviews.decisions.queries import waiting_for_approval
from interviews.scorecards.rules import is_blinded
from workspace.reminders.registry import DueReminder, Kind, register

STEPS = ("first", "again")


def due_approvals(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield the latest reminder that has come due for each decision that waits.

    Whoever came to owe a scorecard on the application is not reminded: that a bar needs waiving would unblind them.
    """
    waiting = waiting_for_approval().select_related(
        "application__candidate", "application__role", "approver", "decided_by"
    )
    for decision in waiting:
        past = [step for step in STEPS if now - decision.created_at >= dt.timedelta(hours=hours[step])]
        if past and decision.approver is not None and not is_blinded(decision.approver, decision.application):
            yield _reminder(decision, past[-1])


def _reminder(decision: Decision, step: str) -> DueReminder:
    application = decision.application
    return DueReminder(
        key=f"approval/{decision.uuid}/{step}",
        recipient=decision.approver_id or 0,
        subject=f"{decision.decided_by.name} asks you to approve a decision on {application.candidate.name}",
        body=f"{application.role.title}. The reasons and the plan are in the debrief.",
        path=reverse("interviews:debrief", args=[application.uuid]),
        candidate=application.candidate.uuid,
    )


def approval_settled(key: str) -> bool:
    """Whether the decision was answered, replaced or overtaken, or its second person came to be blind."""
    _, decision, _ = key.split("/")
    waiting = waiting_for_approval().filter(uuid=uuid.UUID(decision)).select_related("approver", "application").first()
    return waiting is None or waiting.approver is None or is_blinded(waiting.approver, waiting.application)


APPROVAL_WANTED = register(
    Kind(
        slug="approval",
        label="Approval wanted",
        description="Somebody named you as the second person on a decision: at once, and once more.",
        steps=(("first", "Hours after you were named", 0), ("again", "Hours until the second reminder", 24)),
        due=due_approvals,
        settled=approval_settled,
    )
)
