"""The candidate's own invitations: a REQUEST for each interview, an update for each version, a CANCEL; nothing in them is for us alone.

Their event has a UID of its own: a reply to it is theirs, and what interviewers' calendars hold (the page, the others) never reaches them.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from interviews.booking.models import BookedPart
from interviews.booking.reaching import address_of
from interviews.schedule.invitations import Attendee, Meeting, Method, invitation
from interviews.schedule.models import Interview, InterviewState, SeatKind
from interviews.schedule.times import slot_in_words
from workspace.mail.actions import queue_mail
from workspace.mail.guards import guard_mails
from workspace.mail.models import Mail
from workspace.staff.models import Organisation, User

INVITATION, REMINDER = "candidate-invitation/", "candidate-reminder/"
UID_END = "-candidate@strongsuit"
LEADS = {
    "booked": "Your interview is booked.",
    "updated": "Your interview has changed.",
    "cancelled": "This interview is called off.",
}


def tell_of(part: BookedPart) -> None:
    """Queue the mail about the newest version of an interview, and the reminder of the day before. Of what is over nobody is told."""
    interview = part.interview
    address = address_of(interview.application.candidate)
    if not address or interview.is_over(timezone.now()):
        return
    is_cancelled = interview.state == InterviewState.CANCELLED
    occasion = "cancelled" if is_cancelled else "updated" if interview.sequence else "booked"
    when = slot_in_words(interview.starts_at, interview.ends_at, part.booking.clock)
    queue_mail(
        key=f"{INVITATION}{interview.uuid}/{interview.sequence}",
        to=address,
        subject=f"{'Called off' if is_cancelled else 'Updated interview' if interview.sequence else 'Interview'}: {title_of(interview)}, {when}",
        body="\n".join([LEADS[occasion], "", *lines_about(part)]),
        calendar=invitation(meeting_of(part, address), Method.CANCEL if is_cancelled else Method.REQUEST),
        calendar_method=(Method.CANCEL if is_cancelled else Method.REQUEST).value,
        candidate=interview.application.candidate.uuid,
    )
    if not is_cancelled:
        _remind(part, address, when)


def _remind(part: BookedPart, address: str, when: str) -> None:
    """Let a mail wait until the day before; the guard drops it where the interview was moved or called off meanwhile."""
    interview = part.interview
    day_before = interview.starts_at - dt.timedelta(hours=24)
    if day_before <= timezone.now():
        return  # the invitation itself arrives within the day
    queue_mail(
        key=f"{REMINDER}{interview.uuid}/{interview.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M}",
        to=address,
        subject=f"Tomorrow: {title_of(interview)}, {when}",
        body="\n".join(["Your interview is tomorrow.", "", *lines_about(part)]),
        candidate=interview.application.candidate.uuid,
        not_before=day_before,
    )


def why_no_reminder(mail: Mail) -> str:
    """Stop the reminder of an interview that was moved or called off. One query."""
    _, key, start = mail.key.split("/")
    interview = Interview.objects.live().filter(uuid=key).first()
    is_same = interview is not None and f"{interview.starts_at.astimezone(dt.UTC):%Y%m%dT%H%M}" == start
    return "" if is_same else "The interview was moved or called off."


def title_of(interview: Interview) -> str:
    """What the candidate's calendar calls it: the kind of interview and us, never the kit, which says what is asked."""
    return f"{interview.kit.assessment_type.name} with {Organisation.current().name}"


def lines_about(part: BookedPart) -> list[str]:
    """What a candidate needs to know of one interview, on their clock."""
    interview = part.interview
    lines = [title_of(interview), slot_in_words(interview.starts_at, interview.ends_at, part.booking.clock)]
    if interview.state == InterviewState.CANCELLED:
        return lines
    people = [user.name for user in interviewers_of(interview)]
    lines += [interview.location or "We send you the place or the link beforehand."]
    lines += [f"You meet {' and '.join(people)}."] if people else []
    return [*lines, "", interview.kit.tell_candidate] if interview.kit.tell_candidate else lines


def interviewers_of(interview: Interview) -> list[User]:
    """Whom the candidate meets. One query."""
    seats = interview.seats.filter(is_live=True, kind=SeatKind.INTERVIEWER).select_related("user")
    return [seat.user for seat in seats.order_by("user__name")]


def meeting_of(part: BookedPart, address: str) -> Meeting:
    """The interview as the candidate's calendar may know it."""
    interview = part.interview
    name, _, sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")
    return Meeting(
        uid=f"{interview.uuid}{UID_END}",
        sequence=interview.sequence,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        stamped_at=timezone.now(),
        summary=title_of(interview),
        description="\n".join(lines_about(part)),
        location=interview.location,
        url="",
        organizer=Attendee(name=name.strip() or "Strongsuit", email=sender.rstrip(">")),
        attendees=[Attendee(name=interview.application.candidate.name, email=address)],
    )


guard_mails(REMINDER, why_no_reminder)
