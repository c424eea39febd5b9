"""Second ratings that are awaited: book it at once, a day later once more, and after four working days decide without."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from hiring.pipeline.enums import Standing
from interviews.scorecards.rules import is_blinded
from interviews.second_ratings.models import SecondRating
from interviews.second_ratings.queries import booking_address
from workspace.reminders.clocks import clocks_of
from workspace.reminders.quiet import Hours, add_working_days
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.models import User


def due_second_ratings(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield the latest step that has come due for each wish. Days are working days of whoever is reminded."""
    wishes = list(
        SecondRating.objects.open()
        .filter(application__standing=Standing.ACTIVE)
        .select_related(
            "application__candidate",
            "application__role__recruiter",
            "application__role__hiring_manager",
            "competency",
            "kit",
            "rater",
            "asked_by",
        )
    )
    clocks = clocks_of((one for wish in wishes for one in _concerned(wish)), now=now)
    for wish in wishes:
        manager = wish.application.role.hiring_manager
        if now >= _after(wish, hours["without"], clocks[manager.pk]) and not is_blinded(manager, wish.application):
            yield _decide_without(wish, manager)
        elif wish.interview_id is None and (booker := _booker(wish)) is not None:
            step = "nudge" if now >= _after(wish, hours["nudge"], clocks[booker.pk]) else "asked"
            yield _book(wish, booker, step)


def _after(wish: SecondRating, hours: int, clock: Hours) -> dt.datetime:
    days = add_working_days(wish.created_at, hours // 24, clock.zone, clock.absences)
    return days + dt.timedelta(hours=hours % 24)


def _concerned(wish: SecondRating) -> list[User]:
    """Who may be asked to book, in this order; the hiring manager is always among them."""
    role = wish.application.role
    return [person for person in (role.recruiter, wish.asked_by, role.hiring_manager) if person is not None]


def _booker(wish: SecondRating) -> User | None:
    """Whoever books for this role and may know why: nobody who owes a scorecard there."""
    people = _concerned(wish)
    return next((one for one in people if one.is_active and not is_blinded(one, wish.application)), None)


def _book(wish: SecondRating, booker: User, step: str) -> DueReminder:
    candidate = wish.application.candidate
    slot = "No free time of theirs is known in the next two weeks."
    if wish.slot:
        start = wish.slot.lower.astimezone(booker.zone)
        slot = f"{wish.rater.name} is free on {start:%A} {start.day} {start:%B} at {start:%H:%M} {booker.time_zone}."
    return DueReminder(
        key=f"second_rating/{wish.uuid}/{step}",
        recipient=booker.pk,
        subject=f"Book {wish.kit.name} with {wish.rater.name} for {candidate.name}",
        body=f"{wish.asked_by.name} asks for a second rating. {slot} {candidate.name.split()[0]} waits for an answer.",
        path=booking_address(wish, booker)[:300],
        candidate=candidate.uuid,
    )


def _decide_without(wish: SecondRating, manager: User) -> DueReminder:
    candidate = wish.application.candidate
    return DueReminder(
        key=f"second_rating/{wish.uuid}/without",
        recipient=manager.pk,
        subject=f"{candidate.name}: no second rating came; decide without it",
        body=f"{wish.kit.name} with {wish.rater.name} did not take place in time. That it was decided without is kept with the decision.",
        path=reverse("interviews:debrief", args=[wish.application.uuid]),
        candidate=candidate.uuid,
    )


def second_rating_settled(key: str) -> bool:
    """Whether the wish ended, or, for who was to book it, whether it is booked."""
    _, wish, step = key.split("/")
    found = SecondRating.objects.open().filter(uuid=uuid.UUID(wish), application__standing=Standing.ACTIVE).first()
    return found is None or (step != "without" and found.interview_id is not None)


SECOND_RATING = register(
    Kind(
        slug="second_rating",
        label="Second rating wanted",
        description="Book it at once, a working day later once more; after four working days the hiring manager decides without.",
        steps=(
            ("nudge", "Hours until the second reminder, days counted as working days", 24),
            ("without", "Hours until the hiring manager is told to decide without", 96),
        ),
        due=due_second_ratings,
        settled=second_rating_settled,
    )
)
