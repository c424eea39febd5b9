"""What booking adds to pages lower down, which times it holds, what it hears from calendars, and what it forgets of an erased person."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone

from candidates.outreach.inbound import Received
from candidates.outreach.models import Message
from candidates.outreach.signals import calendar_mail_received
from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from hiring.pipeline.models import Application
from hiring.pipeline.signals import application_panels_wanted
from interviews.availability.free_time import Span
from interviews.availability.queries import holds
from interviews.booking.enums import BookingState
from interviews.booking.links import url_of
from interviews.booking.mailing import tell_of
from interviews.booking.models import BookedPart, Booking, ChoicePart, InvitationReply
from interviews.booking.replies import read_reply
from interviews.schedule.models import Interview, Seat
from interviews.schedule.signals import interview_panels_wanted, version_written
from workspace.activity.wording import say
from workspace.panels import Panel
from workspace.staff.models import User


def held_by_offers(users: Collection[int], within: Span) -> "QuerySet[Any, Any]":
    """Times kept for somebody while a candidate chooses. They run out by themselves."""
    people = ChoicePart.people.through.objects.filter(
        user__in=users,
        choicepart__choice__booking__in=Booking.objects.waiting(timezone.now()),
        choicepart__during__overlap=(within.start, within.end),
    )
    return people.values_list("user", "choicepart__during").distinct()


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
    bookings = list(rows[:3])
    for booking in bookings:
        booking.link = url_of(booking)
    context = {"bookings": bookings, "application": application, "now": timezone.now()}
    return [Panel("interviews/booking/panel.html", order=31, context=context, tab="Times")]


@receiver(interview_panels_wanted, sender=Interview, dispatch_uid="interviews.show_needs")
def show_needs(interview: Interview, viewer: User, **_: Any) -> list[Panel]:
    """What would help the candidate, for whoever holds the interview; what calendars answered, for who can put somebody else there. Two queries."""
    part = BookedPart.objects.select_related("booking").filter(interview=interview).first()
    may_change = viewer.has_perm("interviews.change_interview", interview)
    replies = InvitationReply.objects.filter(
        seat__interview=interview, seat__is_live=True, sequence__gte=interview.sequence
    )
    newest = (
        {one.seat: one for one in replies.select_related("seat__user").order_by("happened_at", "pk")}
        if may_change
        else {}
    )
    context = {"needs": part.booking.adjustments_in_words if part else [], "replies": list(newest.values())}
    return [Panel("interviews/booking/needs.html", order=10, context=context)] if any(context.values()) else []


@receiver(candidate_copy_wanted, dispatch_uid="interviews.copy_bookings")
def copy_bookings(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person what times they were offered, and what they said and asked for."""
    rows = Booking.objects.visible_to(viewer).filter(application__candidate=candidate).order_by("pk")
    fields = ("words", "state", "zone", "said", "adjustments", "adjustment_words", "created_at", "answered_at")
    return {"times offered": list(rows.values(*fields))}


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
