"""Three, six and twelve months after somebody started: how do they do what they were hired for?"""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from candidates.conflicts.models import Conflict
from hiring.pipeline.enums import Standing
from insights.checkins.models import CheckIn
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=60)


def due_check_ins(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield the latest reminder that has come due for each check-in that its hiring manager has not filled."""
    # Whoever is recused from somebody is not told of them; an admin sees on the page that it is due.
    apart = Conflict.objects.standing().filter(
        user=OuterRef("application__role__hiring_manager"), candidate=OuterRef("application__candidate")
    )
    waiting = CheckIn.objects.filter(
        ~Exists(apart),
        filled_at=None,
        application__standing=Standing.HIRED,
        due_on__lte=now.date(),
        due_on__gt=now.date() - LOOKS_BACK,
    ).select_related("application__candidate", "application__role")
    for check_in in waiting.order_by("pk"):
        since = dt.datetime.combine(check_in.due_on, dt.time(8), dt.UTC)
        past = [step for step in ("first", "again") if since + dt.timedelta(hours=hours[step]) <= now]
        role, candidate = check_in.application.role, check_in.application.candidate
        if not past:
            continue
        yield DueReminder(
            key=f"check-in/{check_in.uuid}/{past[-1]}",
            recipient=role.hiring_manager_id,
            subject=f"{candidate.name}, {check_in.month} months in: a short look back",
            body=f"{role.title}. A few choices about the criteria they were hired on; it takes three minutes.",
            path=reverse("insights:check_in", args=[check_in.uuid]),
            candidate=candidate.uuid,
        )


def check_in_settled(key: str) -> bool:
    """Whether it was filled meanwhile, or they are not hired any more."""
    _, check_in, _ = key.split("/")
    waiting = CheckIn.objects.filter(filled_at=None, application__standing=Standing.HIRED)
    return not waiting.filter(uuid=uuid.UUID(check_in)).exists()


CHECK_IN = register(
    Kind(
        slug="check-in",
        label="How a hire turned out",
        description="Three, six and twelve months after somebody starts in a role you manage: once, and once more.",
        steps=(("first", "Hours after the day", 0), ("again", "Hours until the second reminder", 168)),
        due=due_check_ins,
        settled=check_in_settled,
    )
)
