"""The letters about a booking as a whole; each interview's own invitation is in `mailing`. Their link is a key, so the outbox forgets them once they left."""

from interviews.booking.links import url_of
from interviews.booking.mailing import title_of
from interviews.booking.models import Booking
from interviews.booking.possible import booked_parts, choices_of
from interviews.booking.reaching import address_of, first_name
from interviews.schedule.times import day_in_words, slot_in_words
from workspace.mail.actions import queue_mail
from workspace.staff.models import Organisation


def send_offer(booking: Booking) -> None:
    """Ask the candidate to choose."""
    choices = choices_of(booking)
    last = booking.expires_at.astimezone(booking.clock)
    lines = [booking.words, ""] if booking.words else []
    lines += [
        f"Please choose when we meet; there {'is one time' if len(choices) == 1 else f'are {len(choices)} to choose from'}:"
    ]
    lines += [
        url_of(booking),
        "",
        f"The link works until {day_in_words(last.date())}, {last:%H:%M}. It needs no account.",
    ]
    lines += ["If none of the times suits you, say so there and we find others.", "", booking.by.name]
    _send(booking, "offer", f"Choose a time: {_for_what(booking)}", lines)


def send_confirmation(booking: Booking) -> None:
    """Say what is booked, and how to change it; each interview's invitation comes by itself."""
    lines = ["This is booked:", ""]
    for part in booked_parts(booking):
        interview = part.interview
        lines.append(f"{slot_in_words(interview.starts_at, interview.ends_at, booking.clock)}: {title_of(interview)}")
    lines += ["", "See it, move it, or tell us what you need:", url_of(booking), "", booking.by.name]
    stamp = f"{booking.answered_at:%Y%m%dT%H%M%S%f}" if booking.answered_at else "now"
    _send(booking, f"confirmation/{stamp}", f"Booked: {_for_what(booking)}", lines)


def send_refusal(booking: Booking) -> None:
    """Confirm that nobody expects them."""
    lines = [
        "Thank you for telling us. Nothing is expected of you, and what was booked is called off.",
        "",
        booking.by.name,
    ]
    _send(booking, "declined", f"Noted: {_for_what(booking)}", lines)


def _for_what(booking: Booking) -> str:
    return f"{booking.application.role.title} at {Organisation.current().name}"


def _send(booking: Booking, occasion: str, subject: str, lines: list[str]) -> None:
    candidate = booking.application.candidate
    address = address_of(candidate)
    if address:
        queue_mail(
            key=f"booking/{booking.uuid}/{occasion}",
            to=address,
            subject=subject,
            body="\n".join([f"Hello {first_name(candidate)},", "", *lines]),
            candidate=candidate.uuid,
            is_secret=True,
        )
