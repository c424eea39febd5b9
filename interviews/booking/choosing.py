"""What a candidate does by their link: take a time, move, decline, ask for others, say what they need."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from interviews.booking.enums import MOVES, Adjustment, BookingState
from interviews.booking.letters import send_confirmation, send_refusal
from interviews.booking.models import NOTICE, Booking, Choice
from interviews.booking.possible import booked_parts, choices_of, possible
from interviews.booking.taking import LONGEST_WORDS, TimeGone, book, lock_people, locked, log, move, settle
from interviews.schedule.actions import BookingRefused, Clash, cancel_interview


@transaction.atomic
def take_choice(*, booking: Booking, choice: Choice, may_move: bool = False) -> Booking:
    """Book what the candidate chose, or move to it; raises TimeGone. Choosing the same twice books once."""
    current = locked(booking)
    now = timezone.now()
    if current.state == BookingState.BOOKED and current.chosen_id == choice.pk:
        return current
    if current.state == BookingState.BOOKED and not may_move:
        raise TimeGone("You have chosen a time already; it stands below. Say “Choose another time” to change it.")
    if refusal := why_not_take(current, now):
        raise TimeGone(refusal)
    lock_people(current, choice)
    picked = [one for one in choices_of(current) if one.pk == choice.pk]
    if not picked or not possible(current, picked, now):
        raise TimeGone("This time has just been taken. Please choose another one.")
    try:
        booked = move(current, picked[0]) if current.state == BookingState.BOOKED else book(current, picked[0], None)
    except Clash as error:
        raise TimeGone("This time has just been taken. Please choose another one.") from error
    except BookingRefused as error:
        raise TimeGone("This time can no longer be booked. Please choose another one, or answer our mail.") from error
    log(booked, "candidate_chose_time", None)
    send_confirmation(booked)
    return booked


def why_not_take(booking: Booking, now: dt.datetime) -> str:
    """Say why nothing can be chosen any more, for the candidate; nothing where something can. One query."""
    if not booking.application.is_active or booking.state in (BookingState.WITHDRAWN, BookingState.DECLINED):
        return "These times are no longer on offer."
    if booking.state == BookingState.OFFERED and booking.expires_at <= now:
        return "This link has run out. Answer our mail and we send you new times."
    if booking.state == BookingState.BOOKED:
        return why_not_move(booking, now)
    return ""


def why_not_move(booking: Booking, now: dt.datetime) -> str:
    """Say why a booking stays where it is, for the candidate. One query."""
    if not booking.moves_left:
        return "You have moved twice already. Answer our mail and we find a time together."
    starts = [part.interview.starts_at for part in booked_parts(booking)]
    if not starts:
        return "These interviews were called off. Answer our mail if you did not expect that."
    if min(starts) <= now:
        return "It has begun already. Answer our mail if one of the interviews has to move."
    if min(starts) < now + NOTICE:
        return "It is less than 24 hours away. Answer our mail and we find a time together."
    return ""


@transaction.atomic
def decline(*, booking: Booking, why: str = "") -> Booking:
    """Take note that the candidate does not come; what was booked is called off. Raises TimeGone."""
    current = locked(booking)
    if current.state == BookingState.DECLINED:
        return current
    if BookingState.DECLINED not in MOVES[BookingState(current.state)]:
        raise TimeGone("These times are no longer on offer, so there is nothing left to decline.")
    parts = booked_parts(current)
    if any(part.interview.starts_at <= timezone.now() for part in parts):
        raise TimeGone("The interviews have begun. Please answer our mail.")
    current.said = why.strip()[:LONGEST_WORDS]
    current.save(update_fields=["said", "updated_at"])
    declined = settle(current, BookingState.DECLINED, current.chosen)
    for part in parts:
        cancel_interview(interview=part.interview, by=None)
    log(declined, "candidate_declined_times", None)
    send_refusal(declined)
    return declined


@transaction.atomic
def ask_for_other_times(*, booking: Booking, words: str) -> Booking:
    """Keep which times would suit the candidate, for whoever offered. Raises TimeGone."""
    current = locked(booking)
    if current.state != BookingState.OFFERED or not current.application.is_active:
        raise TimeGone("These times are no longer on offer. Please answer our mail.")
    if not words.strip():
        raise TimeGone("Say which times would suit you.")
    current.said, current.asked_again_at = words.strip()[:LONGEST_WORDS], timezone.now()
    current.save(update_fields=["said", "asked_again_at", "updated_at"])
    log(current, "candidate_asked_for_times", None)
    return current


@transaction.atomic
def say_adjustments(*, booking: Booking, adjustments: Sequence[str], words: str) -> Booking:
    """Keep what the candidate needs. Who holds the interviews sees the ticks, who books them the words too."""
    current = locked(booking)
    current.adjustments = [one for one in Adjustment.values if one in adjustments]
    current.adjustment_words = words.strip()[:LONGEST_WORDS]
    current.save(update_fields=["adjustments", "adjustment_words", "updated_at"])
    return current


@transaction.atomic
def choose_zone(*, booking: Booking, zone: str) -> None:
    """Show and tell times on this clock from now on."""
    Booking.objects.filter(pk=booking.pk).update(zone=zone, updated_at=timezone.now())
