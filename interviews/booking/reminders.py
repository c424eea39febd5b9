"""What became of offered times, and who cannot hold an interview after all."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from interviews.booking.enums import BookingState, ReplyAnswer
from interviews.booking.models import Booking, InvitationReply
from interviews.schedule.models import InterviewState, Seat
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.models import User

NEWS_LASTS = dt.timedelta(days=2)


def due_answers(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield what candidates said to offered times, and offers that ran out, to whoever offered them."""
    since = now - NEWS_LASTS
    rows = Booking.objects.filter(
        Q(answered_at__gt=since)
        | Q(asked_again_at__gt=since)
        | Q(state=BookingState.OFFERED, expires_at__range=(since, now))
    ).select_related("application__candidate", "application__role")
    for booking in rows.order_by("pk"):
        said = _said(booking, now)
        if said is not None:
            moment, words = said
            yield DueReminder(
                key=f"booking/{booking.uuid}/{moment.astimezone(dt.UTC):%Y%m%dT%H%M%S}",
                recipient=booking.by_id,
                subject=f"{booking.application.candidate.name} {words}",
                body=f"{booking.application.role.title}{f': {booking.said}' if booking.said else ''}",
                path=reverse("hiring:application", args=[booking.application.uuid]),
                candidate=booking.application.candidate.uuid,
            )


def _said(booking: Booking, now: dt.datetime) -> tuple[dt.datetime, str] | None:
    if booking.state == BookingState.BOOKED and booking.answered_at:
        return booking.answered_at, "chose a time"
    if booking.state == BookingState.DECLINED and booking.answered_at:
        return booking.answered_at, "declined the interviews"
    if booking.state == BookingState.OFFERED and booking.expires_at <= now:
        return booking.expires_at, "did not choose a time; the link has run out"
    if booking.state == BookingState.OFFERED and booking.asked_again_at:
        return booking.asked_again_at, "asks for other times"
    return None


def answer_settled(key: str) -> bool:
    """Whether the booking is gone; an answer stays worth knowing."""
    return not Booking.objects.filter(uuid=uuid.UUID(key.split("/")[1])).exists()


def unable() -> "list[Seat]":
    """Live seats in interviews still to come whose holder's calendar declined the newest answer. One query."""
    newest = InvitationReply.objects.filter(seat=OuterRef("pk")).order_by("-happened_at", "-pk")
    seats = Seat.objects.annotate(
        answer=Subquery(newest.values("answer")[:1]), to=Subquery(newest.values("sequence")[:1])
    )
    # A decline of an earlier time says nothing of the one it was moved to.
    rows = seats.filter(
        is_live=True,
        interview__state=InterviewState.BOOKED,
        answer=ReplyAnswer.DECLINED,
        to__gte=F("interview__sequence"),
    )
    return list(
        rows.select_related(
            "user",
            "interview__kit",
            "interview__application__role",
            "interview__application__candidate",
            "interview__booked_by",
        ).order_by("pk")
    )


def due_gaps(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield, at once, an interview that somebody declined, to who booked it, else to the role's recruiter: somebody else must hold it."""
    for seat in unable():
        interview, role = seat.interview, seat.interview.application.role
        recipient: User | None = interview.booked_by or role.recruiter or role.hiring_manager
        if recipient is None or interview.starts_at <= now:
            continue
        local = interview.starts_at.astimezone(recipient.zone)
        yield DueReminder(
            key=f"unable/{seat.uuid}/{interview.sequence}",
            recipient=recipient.pk,
            subject=f"{seat.user.name} cannot hold {interview.kit.name} on {local:%A} {local:%H:%M}",
            body=f"{interview.application.candidate.name}, {role.title}. Choose somebody else, or another time.",
            path=reverse("interviews:reassign", args=[interview.uuid]),
            stale_at=interview.starts_at,
            candidate=interview.application.candidate.uuid,
        )


def gap_settled(key: str) -> bool:
    """Whether somebody else holds it now, or it was moved or called off."""
    seat = uuid.UUID(key.split("/")[1])
    return all(one.uuid != seat for one in unable())


BOOKING_ANSWERED = register(
    Kind(
        slug="booking",
        label="Answer to offered times",
        description="A candidate chose, declined or asked for other times, or let the link run out.",
        steps=(),
        due=due_answers,
        settled=answer_settled,
    )
)
INTERVIEWER_UNABLE = register(
    Kind(
        slug="unable",
        label="Interviewer cannot come",
        description="A calendar declined the invitation to an interview you booked: somebody else must hold it.",
        steps=(),
        due=due_gaps,
        settled=gap_settled,
    )
)
