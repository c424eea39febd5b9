"""Offering times to a candidate, booking a loop at once, taking an offer back. All interviews of a choice are booked, or none."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from hiring.pipeline.models import Application
from interviews.booking.enums import MOVES, BookingState
from interviews.booking.letters import send_confirmation, send_offer
from interviews.booking.models import Booking, Choice, ChoicePart
from interviews.booking.reaching import why_unreachable
from interviews.booking.taking import LONGEST_WORDS, OfferRefused, book, lock_people, locked, log
from interviews.kits.models import Kit
from interviews.schedule.actions import slot
from workspace.staff.models import User

MOST_CHOICES = 20


@dataclass(frozen=True)
class Wanted:
    """One interview of a choice, before it is a row. `part` says which one it is across the choices."""

    part: int
    kit: Kit
    starts_at: dt.datetime
    minutes: int
    people: Sequence[User]


@transaction.atomic
def offer_times(
    *,
    application: Application,
    choices: Sequence[Sequence[Wanted]],
    expires_at: dt.datetime,
    words: str = "",
    location: str = "",
    by: User,
) -> Booking:
    """Let the candidate choose among these by a link that is mailed to them, or raise OfferRefused."""
    now = timezone.now()
    if refusal := why_unreachable(application.candidate):
        raise OfferRefused(refusal)
    if expires_at <= now:
        raise OfferRefused("The link would have run out already. Choose a later day.")
    booking = _write(application, choices, expires_at, words, location, by)
    withdrawn = Booking.objects.filter(application=application, state=BookingState.OFFERED).exclude(pk=booking.pk)
    withdrawn.update(state=BookingState.WITHDRAWN, updated_at=now)
    log(booking, "offered_times", by)
    send_offer(booking)
    return booking


@transaction.atomic
def book_at_once(
    *, application: Application, choice: Sequence[Wanted], location: str = "", tell_candidate: bool = True, by: User
) -> Booking:
    """Book all interviews of a choice without asking, or raise OfferRefused or BookingRefused; the candidate is told unless said otherwise."""
    if tell_candidate and (refusal := why_unreachable(application.candidate)):
        raise OfferRefused(f"{refusal} Or book without inviting them, and tell them yourself.")
    booking = _write(application, [choice], timezone.now() + dt.timedelta(days=1), "", location, by)
    first = booking.choices.get()
    lock_people(booking, first)
    booked = book(booking, first, by, tell_candidate=tell_candidate)
    log(booked, "booked_loop", by)
    if tell_candidate:
        send_confirmation(booked)
    return booked


def _write(
    application: Application,
    choices: Sequence[Sequence[Wanted]],
    expires_at: dt.datetime,
    words: str,
    location: str,
    by: User,
) -> Booking:
    if not application.is_active:
        raise OfferRefused(
            f"This application is {application.get_standing_display().lower()}. Reopen it before you book."
        )
    if not 1 <= len(choices) <= MOST_CHOICES or not all(choices):
        raise OfferRefused(f"Choose between one and {MOST_CHOICES} proposals.")
    if any(not one.people for choice in choices for one in choice):
        raise OfferRefused("Each interview needs somebody who holds it.")
    booking = Booking.objects.create(
        application=application, by=by, expires_at=expires_at, words=words.strip()[:LONGEST_WORDS], location=location
    )
    for position, choice in enumerate(choices):
        row = Choice.objects.create(booking=booking, position=position)
        for one in choice:
            part = ChoicePart.objects.create(
                choice=row, part=one.part, kit=one.kit, during=slot(one.starts_at, one.minutes)
            )
            part.people.set(one.people)
    return booking


@transaction.atomic
def withdraw(*, booking: Booking, by: User) -> Booking:
    """Take an offer back that nobody answered yet, or raise OfferRefused; its link says so kindly."""
    current = locked(booking)
    if BookingState.WITHDRAWN not in MOVES[BookingState(current.state)]:
        raise OfferRefused(f"These times are {current.get_state_display().lower()} already.")
    current.state = BookingState.WITHDRAWN
    current.save(update_fields=["state", "updated_at"])
    log(current, "withdrew_times", by)
    return current
