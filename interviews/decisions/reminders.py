"""Decisions that wait: every scorecard is in and nobody has decided."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Subquery
from django.urls import reverse

from hiring.pipeline.models import Application
from interviews.decisions.models import Decision
from interviews.schedule.models import Interview
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import owes_a_judgement
from workspace.reminders.clocks import clocks_of
from workspace.reminders.quiet import next_allowed
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=30)


def awaiting_decision(now: dt.datetime) -> list[Any]:
    """Active applications with every counting scorecard in, no interview to come and no decision since; `last_card_at` is annotated. One query."""
    cards = Scorecard.objects.filter(application=OuterRef("pk"), counts=True)
    # Subqueries, not aggregates: PostgreSQL lets no aggregate into the WHERE of the query below it.
    counting = cards.submitted().order_by().values("application")
    coming = Interview.objects.live().filter(application=OuterRef("pk"), during__endswith__gt=now)
    # Even a trainee's scorecard blinds its author, and a blind hiring manager must not learn that the others are in.
    decider_is_blind = owes_a_judgement(OuterRef("role__hiring_manager"), "pk")
    # Take-homes stand above decisions: their rows are reached through the applications they hang on.
    unrated = Application.objects.filter(
        pk=OuterRef("pk"),
        take_homes__withdrawn_at=None,
        take_homes__hand_ins__isnull=False,
        take_homes__ratings__submitted_at=None,
        take_homes__ratings__released_at=None,
        take_homes__ratings__isnull=False,
    )
    decided = Decision.objects.filter(application=OuterRef("pk"), undo=None, created_at__gte=OuterRef("last_card_at"))
    return list(
        Application.objects.active()
        .annotate(
            last_card_at=Subquery(counting.annotate(last=Max("submitted_at")).values("last")),
            cards_in=Subquery(counting.annotate(count=Count("pk")).values("count")),
        )
        .filter(last_card_at__gt=now - LOOKS_BACK)
        .filter(~Exists(cards.owed()), ~Exists(coming), ~Exists(decided), ~decider_is_blind, ~Exists(unrated))
        .select_related("candidate", "role__hiring_manager")
        .order_by("pk")
    )


def due_decisions(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield the latest reminder that has come due for each application that waits for its hiring manager."""
    waiting = awaiting_decision(now)
    clocks = clocks_of((one.role.hiring_manager for one in waiting), now=now)
    for application in waiting:
        clock, since = clocks[application.role.hiring_manager_id], application.last_card_at
        # Once every scorecard is in it is said at once; only who is there is reminded.
        again = next_allowed(since + dt.timedelta(hours=hours["again"]), clock)
        moments = {"first": since + dt.timedelta(hours=hours["first"]), "again": again}
        past = [step for step, moment in moments.items() if moment <= now]
        if not past:
            continue
        yield DueReminder(
            key=f"decision/{application.uuid}/{application.cards_in}/{past[-1]}",
            recipient=application.role.hiring_manager_id,
            subject=f"{application.candidate.name} waits for your decision",
            body=f"{application.role.title}. Every scorecard is in.",
            path=reverse("interviews:debrief", args=[application.uuid]),
            candidate=application.candidate.uuid,
        )


def decision_settled(key: str) -> bool:
    """Whether somebody decided meanwhile, or more scorecards are to come."""
    _, application, _, _ = key.split("/")
    return not any(row.uuid == uuid.UUID(application) for row in awaiting_decision(dt.datetime.now(dt.UTC)))


DECISION_WAITING = register(
    Kind(
        slug="decision",
        label="Decision waiting",
        description="Every scorecard is in: once soon after the last, and once more.",
        steps=(("first", "Hours after the last scorecard", 1), ("again", "Hours until the second reminder", 72)),
        due=due_decisions,
        settled=decision_settled,
    )
)
