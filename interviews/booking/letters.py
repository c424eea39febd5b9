"""The letters about a booking as a whole; each interview's own invitation is in `mailing`. Their link is a key, so the outbox forgets them once they left."""

import datetime as dt

from django.utils import timezone

from interviews.booking.links import url_of
from interviews.booking.mailing import title_of
from interviews.booking.models import Booking
from interviews.booking.possible import booked_parts, choices_of
from interviews.booking.reaching import address_of, first_name
from interviews.schedule.times import day_in_words, slot_in_words
from workspace.mail.actions import queue_mail
from workspace.mail.guards import guard_mails
from workspace.mail.models import Mail
from workspace.staff.models import Organisation

NUDGE = "nudge"


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
    _nudge(booking)


def _nudge(booking: Booking) -> None:
    """Let a second letter wait until the last day; the guard drops it where they have answered."""
    last_day = booking.expires_at - dt.timedelta(hours=24)
    if last_day <= timezone.now() + dt.timedelta(hours=24):
        return
    lines = ["The times we offered you are kept for one more day:", url_of(booking), ""]
    lines += ["If none of them suits you, say so there and we find others.", "", booking.by.name]
    _send(booking, NUDGE, f"Until tomorrow: {_for_what(booking)}", lines, not_before=last_day)


def why_no_nudge(mail: Mail) -> str:
    """Stop the reminder of an offer that was answered, taken back or closed. One query."""
    _, key, occasion = mail.key.split("/")[:3]
    if occasion != NUDGE or Booking.objects.waiting(timezone.now()).filter(uuid=key, asked_again_at=None).exists():
        return ""
    return "The candidate has answered, or the times are no longer on offer."


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


def _send(
    booking: Booking, occasion: str, subject: str, lines: list[str], not_before: dt.datetime | None = None
) -> None:
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
            not_before=not_before,
        )


guard_mails("booking/", why_no_nudge)
