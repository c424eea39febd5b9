"""Which mails a version of an interview sends: a row of the outbox each, once per version and person, whatever runs twice."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils import timezone

from candidates.conflicts.queries import recused_from
from interviews.schedule.invitations import Attendee, Meeting, Method, invitation
from interviews.schedule.letters import (
    BOOKED,
    CANCELLED,
    NAMELESS,
    UPDATED,
    invitation_letter,
    nameless_letter,
    page_of,
    title_of,
)
from interviews.schedule.models import Interview, InterviewVersion, Seat, SeatKind
from workspace.mail.actions import queue_mail
from workspace.staff.models import User


def send_invitations(*, version: InterviewVersion, seats: Sequence[Seat], unseated: Sequence[User] = ()) -> None:
    """Queue a REQUEST for everybody with a seat and a CANCEL for everybody who lost theirs. Of what is over nobody is told."""
    interview = version.interview
    if interview.is_over(timezone.now()):
        return
    before = version.interview.versions.filter(sequence=version.sequence - 1).values_list("seats", flat=True).first()
    recused = recused_from(interview.application.candidate_id)
    for seat in seats:
        if seat.user_id in recused:  # they must be told nothing more; whoever owns the role is told to replace them
            continue
        occasion = UPDATED if str(seat.user.uuid) in (before or []) else BOOKED
        _queue(version, seat.user, occasion, Method.REQUEST, seats)
    for user in unseated:
        # Alone on the list: the interview goes on without them, so nobody else's calendar may lose it.
        names = user.pk not in recused
        _queue(version, user, CANCELLED, Method.CANCEL, [Seat(user=user, interview=interview)], names=names)


def _queue(
    version: InterviewVersion, user: User, occasion: str, method: Method, seats: Sequence[Seat], *, names: bool = True
) -> None:
    """`names`: whether the letter may say with whom; one to somebody recused only takes an entry off their calendar."""
    meeting = meeting_of(version.interview, seats)
    subject, body = invitation_letter(version.interview, user, occasion)
    if not names:
        subject, body = nameless_letter(version.interview, user)
        meeting = replace(meeting, summary=NAMELESS, description="", location="", url="")
    queue_mail(
        key=f"invitation/{version.interview.uuid}/{version.sequence}/{user.uuid}",
        to=user.email,
        user=user,
        subject=subject,
        body=body,
        calendar=invitation(meeting, method),
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
