"""The read side of sittings: what a link opens, what is left to answer, how often somebody looked away."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Sum

from interviews.sittings.door import Door, Sitting, door
from interviews.sittings.enums import EventKind
from interviews.sittings.models import Attempt, AttemptItem, ExamInvitation


def attempt_of(invitation: ExamInvitation) -> Attempt | None:
    """Return the attempt, if it was begun. May query; not after `select_related("attempt")`."""
    return getattr(invitation, "attempt", None)


def door_of(invitation: ExamInvitation, now: dt.datetime) -> Door:
    """Say what the invitation's link opens now."""
    attempt = attempt_of(invitation)
    return door(
        Sitting(
            opens_at=invitation.opens_at,
            closes_at=invitation.closes_at,
            is_withdrawn=invitation.withdrawn_at is not None or not invitation.application.is_active,
            deadline=attempt.deadline if attempt else None,
            handed_in_at=attempt.handed_in_at if attempt else None,
        ),
        now,
    )


@dataclass(frozen=True)
class Place:
    """One question in the candidate's own list: its number and whether there is an answer."""

    position: int
    is_answered: bool


def places_of(attempt: Attempt) -> list[Place]:
    """Return the questions of a form with whether each is answered. One query."""
    rows = AttemptItem.objects.filter(attempt=attempt).order_by("position").values_list("position", "response")
    return [Place(position, bool(response)) for position, response in rows]


@dataclass(frozen=True)
class Looks:
    """What is counted of a sitting, as staff and candidate alike see it."""

    away: int
    away_seconds: int
    reloads: int
    devices: int

    @property
    def in_words(self) -> str:
        if not self.away:
            return "You have not looked away from the page."
        times = "once" if self.away == 1 else f"{self.away} times"
        return f"You have looked away from the page {times}, {self.away_seconds} seconds in all. It lowers no mark."


def looks_of(attempt: Attempt) -> Looks:
    """Count the events of a sitting. One query."""
    rows = attempt.events.order_by().values("kind").annotate(times=Count("pk"), seconds=Sum("seconds"))
    found = {row["kind"]: row for row in rows}

    def times(kind: EventKind) -> int:
        return int(found[kind]["times"]) if kind in found else 0

    away = found.get(EventKind.LEFT)
    return Looks(
        away=times(EventKind.LEFT),
        away_seconds=int(away["seconds"] or 0) if away else 0,
        reloads=times(EventKind.RELOADED),
        devices=times(EventKind.DEVICE),
    )
