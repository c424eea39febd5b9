"""Which mails a version of an interview sends: a row of the outbox each, once per version and person, whatever runs twice."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from interviews.schedule.invitations import Attendee, Meeting, Method, invitation
from interviews.schedule.letters import BOOKED, CANCELLED, UPDATED, invitation_letter, page_of, title_of
from interviews.schedule.models import Interview, InterviewVersion, Seat, SeatKind
from workspace.mail.actions import queue_mail
from workspace.staff.models import User


def send_invitations(*, version: InterviewVersion, seats: Sequence[Seat], unseated: Sequence[User] = ()) -> None:
    """Queue a REQUEST for everybody with a seat and a CANCEL for everybody who lost theirs. Of what is over nobody is told."""
    interview = version.interview
    if interview.is_over(timezone.now()):
        return
    before = version.interview.versions.filter(sequence=version.sequence - 1).values_list("seats", flat=True).first()
    for seat in seats:
        occasion = UPDATED if str(seat.user.uuid) in (before or []) else BOOKED
        _queue(version, seat.user, occasion, Method.REQUEST, seats)
    for user in unseated:
        # Alone on the list: the interview goes on without them, so nobody else's calendar may lose it.
        _queue(version, user, CANCELLED, Method.CANCEL, [Seat(user=user, interview=interview)])


def _queue(version: InterviewVersion, user: User, occasion: str, method: Method, seats: Sequence[Seat]) -> None:
    subject, body = invitation_letter(version.interview, user, occasion)
    queue_mail(
        key=f"invitation/{version.interview.uuid}/{version.sequence}/{user.uuid}",
        to=user.email,
        user=user,
        subject=subject,
        body=body,
        calendar=invitation(meeting_of(version.interview, seats), method),
        calendar_method=method.value,
        candidate=version.interview.application.candidate.uuid,
    )


def meeting_of(interview: Interview, seats: Sequence[Seat]) -> Meeting:
    """Return what calendars may know of an interview. Needs its kit, and its application with candidate and role."""
    name, _, address = settings.DEFAULT_FROM_EMAIL.rpartition("<")
    return Meeting(
        uid=f"{interview.uuid}@strongsuit",  # not our address, which may change under a booked interview
        sequence=interview.sequence,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        stamped_at=timezone.now(),
        summary=title_of(interview),
        description=f"Kit, candidate's file and your scorecard:\n{page_of(interview)}",
        location=interview.location,
        url=page_of(interview),
        organizer=Attendee(name=name.strip() or "Strongsuit", email=address.rstrip(">")),
        attendees=[
            Attendee(name=seat.user.name, email=seat.user.email, is_optional=seat.kind == SeatKind.SHADOW)
            for seat in seats
        ],
    )
