"""What the mails about an interview say: in the recipient's zone, and nothing that a calendar or an inbox should not keep."""

from django.conf import settings
from django.urls import reverse

from interviews.schedule.models import Interview
from interviews.schedule.times import slot_in_words
from workspace.staff.models import User

BOOKED, UPDATED, CANCELLED = "booked", "updated", "cancelled"
SUBJECTS = {BOOKED: "Interview", UPDATED: "Updated interview", CANCELLED: "Cancelled interview"}
LEADS = {
    BOOKED: "You have a seat in an interview.",
    UPDATED: "An interview you have a seat in has changed.",
    CANCELLED: "You no longer have a seat in this interview; nothing is expected of you.",
}


NAMELESS = "Interview taken off your calendar"


def title_of(interview: Interview) -> str:
    """Return what calendars and subjects call an interview. Nobody is named for a confidential role: calendars are often shared."""
    if interview.application.role.is_confidential:
        return interview.kit.name
    return f"{interview.kit.name} with {interview.application.candidate.name}"


def page_of(interview: Interview) -> str:
    """Return the full address of an interview's page."""
    return f"{settings.SITE_URL}{reverse('interviews:interview', args=[interview.uuid])}"


def invitation_letter(interview: Interview, user: User, occasion: str) -> tuple[str, str]:
    """Return subject and body of the mail that carries an invitation, an update or a cancellation."""
    when = slot_in_words(interview.starts_at, interview.ends_at, user.zone)
    lines = [LEADS[occasion], "", title_of(interview), when]
    if occasion != CANCELLED:
        lines += [interview.location or "No place given yet.", "", "Kit, candidate's file and your scorecard:"]
        lines.append(page_of(interview))
    return f"{SUBJECTS[occasion]}: {title_of(interview)}, {when}", "\n".join(lines)


def nameless_letter(interview: Interview, user: User) -> tuple[str, str]:
    """Return the mail that takes an interview off the calendar of somebody who must learn nothing more of the candidate."""
    when = slot_in_words(interview.starts_at, interview.ends_at, user.zone)
    return f"{NAMELESS}, {when}", f"You no longer have a seat in this interview; nothing is expected of you.\n\n{when}"
