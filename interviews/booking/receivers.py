"""What booking adds to pages lower down, which times it holds, what it hears from calendars, and what it forgets of an erased person."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.dispatch import receiver
from django.utils import timezone

from candidates.outreach.inbound import Received
from candidates.outreach.models import Message
from candidates.outreach.signals import calendar_mail_received
from candidates.people.models import Candidate
from candidates.people.signals import candidate_erasing
from hiring.pipeline.models import Application
from hiring.pipeline.signals import application_panels_wanted
from interviews.availability.free_time import Span
from interviews.availability.queries import holds
from interviews.booking.enums import BookingState
from interviews.booking.mailing import tell_of
from interviews.booking.models import BookedPart, Booking, ChoicePart, InvitationReply
from interviews.booking.replies import read_reply
from interviews.schedule.models import Interview, Seat
from interviews.schedule.signals import version_written
from workspace.activity.wording import say
from workspace.panels import Panel
from workspace.staff.models import User


def held_by_offers(users: Collection[int], within: Span) -> Iterable[tuple[int, Span]]:
    """Times kept for somebody while a candidate chooses. They run out by themselves. One query."""
    parts = ChoicePart.objects.filter(
        choice__booking__in=Booking.objects.waiting(timezone.now()),
        people__in=users,
        during__overlap=(within.start, within.end),
    )
    for user, during in parts.values_list("people", "during").distinct().order_by("people", "during"):
        if user in users:
            yield user, Span(during.lower, during.upper)


holds["bookings"] = held_by_offers


@receiver(version_written, dispatch_uid="interviews.tell_candidate")
def tell_candidate(interview: Interview, **_: Any) -> None:
    """Send the candidate the new version of an interview they were invited to. The first is sent by who books it."""
    part = (
        BookedPart.objects.select_related("booking__application__candidate", "booking__by")
        .filter(interview=interview)
        .first()
    )
    if part is not None:
        part.interview = interview
        tell_of(part)


@receiver(calendar_mail_received, sender=Message, dispatch_uid="interviews.take_reply")
def take_reply(mail: Received, **_: Any) -> bool:
    """Keep what an interviewer's calendar answered; say whether this mail was such an answer. It must come from whom it speaks for."""
    reply = read_reply(mail.calendar)
    if reply is None:
        return False
    try:
        key = uuid.UUID(reply.interview)
    except ValueError:
        return False
    seats = Seat.objects.filter(interview__uuid=key, is_live=True, user__email__iexact=reply.attendee)
    seat = seats.first()
    if seat is None or mail.sender != reply.attendee:
        return False
    try:
        with transaction.atomic():
            InvitationReply.objects.create(
                seat=seat, sequence=reply.sequence, answer=reply.answer, happened_at=reply.happened_at
            )
    except IntegrityError:
        pass  # the same answer, fetched twice
    return True


@receiver(application_panels_wanted, dispatch_uid="interviews.show_bookings")
def show_bookings(application: Application, viewer: User, **_: Any) -> list[Panel]:
    """What was offered to the candidate and what they said, for those who book. One query."""
    if not viewer.has_perm("interviews.book_interview", application):
        return []
    rows = Booking.objects.filter(application=application).select_related("by").order_by("-pk")
    context = {"bookings": list(rows[:3]), "application": application, "now": timezone.now()}
    return [Panel("interviews/booking/panel.html", order=31, context=context, tab="Interviews")]


@receiver(candidate_erasing, dispatch_uid="interviews.forget_bookings")
def forget_bookings(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Clear what was written to and by a person, and close what is still open. That times were offered stays, as reports count it."""
    rows = Booking.objects.filter(application__candidate=candidate)
    rows.update(words="", said="", adjustment_words="", adjustments=[], location="")
    rows.filter(state=BookingState.OFFERED).update(state=BookingState.WITHDRAWN, updated_at=timezone.now())


say("searched_loop", "looked for times for {interviews} interviews")
say("offered_times", "offered times to the candidate")
say("booked_loop", "booked a loop")
say("withdrew_times", "took the offered times back")
say("candidate_chose_time", "the candidate chose a time")
say("candidate_declined_times", "the candidate declined")
say("candidate_asked_for_times", "the candidate asked for other times")
