"""People we said no to and have not told: after two working days whoever runs the role, after four the hiring manager."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from interviews.decisions.models import Decision, Verdict
from interviews.reasons.models import ReasonsLetter
from interviews.scorecards.models import Scorecard
from interviews.scorecards.rules import is_blinded
from workspace.reminders.clocks import clocks_of
from workspace.reminders.quiet import Hours, add_working_days
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.models import User

LOOKS_BACK = dt.timedelta(days=30)


def not_told(now: dt.datetime) -> list[Any]:
    """Standing noes of the last weeks whose candidate was not told; `waits_since` the last scorecard is annotated. One query."""
    told = ReasonsLetter.objects.filter(decision=OuterRef("pk"), sent_at__isnull=False)
    later = Decision.objects.filter(application=OuterRef("application"), undo=None, pk__gt=OuterRef("pk"))
    cards = Scorecard.objects.submitted().filter(application=OuterRef("application"), counts=True)
    last_card = cards.order_by().values("application").annotate(last=Max("submitted_at")).values("last")
    return list(
        Decision.objects.filter(verdict=Verdict.NO, undo=None, created_at__gt=now - LOOKS_BACK)
        .filter(~Exists(told), ~Exists(later))
        .filter(Q(application__standing="active") | Q(application__standing="rejected"))
        .exclude(application__candidate__do_not_contact=True)
        .annotate(waits_since=Coalesce(Subquery(last_card), "created_at"))
        .select_related("application__candidate", "application__role__recruiter", "application__role__hiring_manager")
        .order_by("pk")
    )


def due_telling(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield the latest step that has come due for each person who waits. Days are working days of whoever is reminded."""
    waiting = not_told(now)
    roles = [decision.application.role for decision in waiting]
    clocks = clocks_of((one for role in roles for one in (role.recruiter, role.hiring_manager) if one), now=now)
    for decision in waiting:
        role = decision.application.role
        steps = (("first", role.recruiter or role.hiring_manager), ("manager", role.hiring_manager))
        past = [(step, person) for step, person in steps if now >= _after(decision, hours[step], clocks[person.pk])]
        if past and not is_blinded(past[-1][1], decision.application):
            yield _reminder(decision, *past[-1])


def _after(decision: Any, hours: int, clock: Hours) -> dt.datetime:
    days = add_working_days(decision.waits_since, hours // 24, clock.zone, clock.absences)
    return days + dt.timedelta(hours=hours % 24)


def _reminder(decision: Decision, step: str, person: User) -> DueReminder:
    application = decision.application
    return DueReminder(
        key=f"told/{decision.uuid}/{step}",
        recipient=person.pk,
        subject=f"{application.candidate.name} waits to be told",
        body=f"{application.role.title}. A letter with the reasons is drafted; read it and send it.",
        path=reverse("interviews:reasons", args=[application.uuid]),
        candidate=application.candidate.uuid,
    )


def telling_settled(key: str) -> bool:
    _, decision, _ = key.split("/")
    return not any(row.uuid == uuid.UUID(decision) for row in not_told(dt.datetime.now(dt.UTC)))


TELLING_DUE = register(
    Kind(
        slug="told",
        label="Candidate to be told",
        description="We said no and they do not know it: two working days after the last scorecard, and to the hiring manager after four.",
        steps=(
            ("first", "Hours until the first reminder, days counted as working days", 48),
            ("manager", "Hours until the hiring manager is told", 96),
        ),
        due=due_telling,
        settled=telling_settled,
    )
)
