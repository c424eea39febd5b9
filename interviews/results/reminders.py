"""Results that wait for a person: borderline ones, and those of forms too short for a line."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from hiring.pipeline.enums import Standing
from interviews.results.models import Ruling
from interviews.results.queries import lines_of, result_of, with_scores
from interviews.scorecards.models import Scorecard
from interviews.sittings.models import Attempt
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=30)


def due_rulings(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield the latest reminder for each result that only a person can read. It says that there is one, never what it is. Three queries."""
    # A hiring manager who owes a scorecard here must not learn what came of an exam, nor that it lies near the line.
    owes = Scorecard.objects.owed().filter(
        application=OuterRef("invitation__application"),
        author=OuterRef("invitation__application__role__hiring_manager"),
    )
    waiting = (
        with_scores(Attempt.objects.filter(handed_in_at__gt=now - LOOKS_BACK, handed_in_at__lte=now))
        .filter(invitation__application__standing=Standing.ACTIVE)
        .filter(~Exists(Ruling.objects.filter(attempt=OuterRef("pk"))), ~Exists(owes))
        .select_related("invitation__exam", "invitation__application__candidate", "invitation__application__role")
        .order_by("pk")
    )
    attempts = list(waiting)
    lines = lines_of({attempt.invitation.exam for attempt in attempts}) if attempts else {}
    for attempt in attempts:
        result = result_of(attempt, lines[attempt.invitation.exam_id])
        if result is None or not result.needs_a_person or attempt.handed_in_at is None:
            continue
        waited = now - attempt.handed_in_at
        past = [step for step in ("first", "again") if waited >= dt.timedelta(hours=hours[step])]
        if not past:
            continue
        application = attempt.invitation.application
        yield DueReminder(
            key=f"exam-ruling/{attempt.uuid}/{past[-1]}",
            recipient=application.role.hiring_manager_id,
            subject=f"{application.candidate.name}’s exam needs a person",
            body=f"{attempt.invitation.exam.name}. No formula says what this result means: read the answers and say so.",
            path=reverse("interviews:attempt", args=[attempt.uuid]),
            candidate=application.candidate.uuid,
        )


def ruling_settled(key: str) -> bool:
    _, attempt, _ = key.split("/")
    return Ruling.objects.filter(attempt__uuid=uuid.UUID(attempt)).exists()


EXAM_RULING = register(
    Kind(
        slug="exam_ruling",
        label="Exam result for a person",
        description="A result lies within the band of its line, or its form is too short for one: once it is marked, and once more.",
        steps=(("first", "Hours after it was handed in", 1), ("again", "Hours until the second reminder", 72)),
        due=due_rulings,
        settled=ruling_settled,
    )
)
