"""Scorecards that are owed: the form at the end of the slot, a nudge next morning, one more a day later, then once to the hiring manager, then silence.

Days off of who owes it stop the ladder as a weekend does, for the hiring manager's step too.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, OuterRef
from django.urls import reverse

from interviews.schedule.models import InterviewState
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import owes_a_judgement
from workspace.reminders.clocks import clocks_of
from workspace.reminders.quiet import LONGEST_AWAY, Hours, later_by, next_allowed, next_working_morning
from workspace.reminders.registry import DueReminder, Kind, register

LOOKS_BACK = dt.timedelta(days=14)


def nudges(ends_at: dt.datetime, hours: Hours, again_after: dt.timedelta) -> list[tuple[str, dt.datetime]]:
    """When to nudge the author: at the slot's end, next working morning, and `again_after`, which a weekend or a day off may swallow."""
    morning = next_working_morning(ends_at, hours)
    again = next_allowed(ends_at + again_after, hours)
    return [("end", ends_at), ("morning", morning), *([("again", again)] if again > morning else [])]


def as_put_off(steps: list[tuple[str, dt.datetime]], card: Any) -> list[tuple[str, dt.datetime]]:
    """The nudges of an author who put the scorecard off: silence until then, one at that moment, and those that come later anyway."""
    if card.snoozed_until is None:
        return steps
    left = [(name, moment) for name, moment in steps if moment > card.snoozed_until]
    return [(f"put_off_{card.times_put_off}", card.snoozed_until), *left]


def manager_is_told_at(
    ends_at: dt.datetime, steps: list[tuple[str, dt.datetime]], clock: Hours, hours: dict[str, int]
) -> dt.datetime:
    """When the hiring manager is told: never before the author has had every nudge, and time to act on the last one. Days off do not count."""
    patience = dt.timedelta(hours=max(hours["manager"] - hours["again"], 1))
    usual = later_by(ends_at, dt.timedelta(hours=hours["manager"]), clock)
    return max(usual, later_by(steps[-1][1], patience, clock))


def due_scorecards(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield, per owed scorecard, the latest nudge that has come due: one that was missed while nothing ran is not made up for."""
    # A hiring manager who owes a judgement here, a take-home's too, must not learn whether the others have submitted.
    manager_owes = owes_a_judgement(OuterRef("application__role__hiring_manager"), "application")
    owed = list(
        Scorecard.objects.owed()
        # Handing over stands above scorecards: its rows are reached through the scorecards they hang on.
        .annotate(
            manager_is_blind=ExpressionWrapper(manager_owes, BooleanField()),
            snoozed_until=Max("snoozes__until"),
            times_put_off=Count("snoozes"),
        )
        .filter(seat__during__endswith__lte=now, seat__during__endswith__gt=now - LOOKS_BACK - LONGEST_AWAY)
        .filter(seat__interview__state=InterviewState.BOOKED)
        .select_related("author", "seat__interview__kit", "application__candidate", "application__role__hiring_manager")
    )
    clocks = clocks_of((card.author for card in owed), now=now)
    for card in owed:
        ends_at, clock = card.seat.during.upper, clocks[card.author_id]
        steps = nudges(ends_at, clock, dt.timedelta(hours=hours["again"]))
        if steps[-1][1] <= now - LOOKS_BACK:
            continue
        if past := [name for name, moment in as_put_off(steps, card) if moment <= now]:
            yield nudge_author(card, past[-1])
        if now >= manager_is_told_at(ends_at, steps, clock, hours) and not card.manager_is_blind:
            yield tell_manager(card, card.application.role.hiring_manager_id)


def nudge_author(card: Scorecard, step: str) -> DueReminder:
    candidate = card.application.candidate
    return DueReminder(
        key=f"scorecard/{card.uuid}/{step}",
        recipient=card.author_id,
        subject=f"Your scorecard for {candidate.name}",
        body=f"{card.seat.interview.kit.name}. What you saw is freshest now; {candidate.name.split()[0]} waits for an answer.",
        path=reverse("interviews:scorecard", args=[card.uuid]),
        candidate=candidate.uuid,
        is_now=step == "end",
    )


def tell_manager(card: Scorecard, manager: int) -> DueReminder:
    candidate = card.application.candidate
    return DueReminder(
        key=f"scorecard/{card.uuid}/manager",
        recipient=manager,
        subject=f"A scorecard for {candidate.name} is still open",
        body=f"{card.author.name}, {card.seat.interview.kit.name}. We have reminded {card.author.name.split()[0]} and will not do so again.",
        path=reverse("hiring:application", args=[card.application.uuid]),
        candidate=candidate.uuid,
    )


def scorecard_settled(key: str) -> bool:
    _, card, _ = key.split("/")
    return not Scorecard.objects.owed().filter(uuid=uuid.UUID(card)).exists()


SCORECARD_DUE = register(
    Kind(
        slug="scorecard",
        label="Scorecard due",
        description="At the end of the slot, at nine the next working day, once more, then once to the hiring manager.",
        steps=(
            ("again", "Hours until the second reminder", 24),
            ("manager", "Hours until the hiring manager is told", 36),
        ),
        due=due_scorecards,
        settled=scorecard_settled,
    )
)
