"""What taking a choice does to rows: locking everybody in one order, booking all of its interviews, moving them, calling them off.

Called inside a transaction, by `actions` (ours) and `choosing` (the candidate's).
"""

from collections.abc import Sequence

from django.utils import timezone

from candidates.people.models import Candidate
from hiring.pipeline.models import Application
from interviews.booking.enums import BookingState
from interviews.booking.mailing import tell_of
from interviews.booking.models import BookedPart, Booking, Choice, ChoicePart
from interviews.booking.possible import booked_parts
from interviews.refusals import InterviewsError
from interviews.schedule.actions import book_interview, cancel_interview, reschedule_interview
from interviews.schedule.models import Interview, SeatKind
from workspace.activity.actions import log_activity
from workspace.staff.models import User

LONGEST_WORDS = 2000


class OfferRefused(InterviewsError):
    """These times cannot be offered or booked."""


class TimeGone(InterviewsError):
    """Somebody was faster, or the booking is no longer open. The text is fit for the candidate."""


def book(booking: Booking, choice: Choice, by: User | None, *, tell_candidate: bool = True) -> Booking:
    """Book every interview of a choice; the candidate gets an invitation to each."""
    for part in choice.parts.all():
        _book_part(booking, part, by, tell_candidate=tell_candidate)
    return settle(booking, BookingState.BOOKED, choice)


def _book_part(booking: Booking, part: ChoicePart, by: User | None, *, tell_candidate: bool = True) -> None:
    interview = book_interview(
        application=booking.application,
        kit=part.kit,
        starts_at=part.during.lower,
        minutes=minutes_of(part),
        interviewers=list(part.people.all()),
        location=booking.location,
        by=by,
    )
    if tell_candidate:
        tell_of(BookedPart.objects.create(booking=booking, part=part.part, interview=interview))


def minutes_of(part: ChoicePart) -> int:
    """How long a part takes."""
    return int((part.during.upper - part.during.lower).total_seconds()) // 60


def move(booking: Booking, choice: Choice) -> Booking:
    """Give each interview its new time. One that keeps its people is the next version of itself; one that does not is booked anew."""
    wanted = {part.part: part for part in choice.parts.all()}
    waiting: list[tuple[Interview, ChoicePart]] = []
    anew: list[ChoicePart] = []
    for one in booked_parts(booking):
        part = wanted.pop(one.part, None)
        held = set(one.interview.seats.filter(is_live=True, kind=SeatKind.INTERVIEWER).values_list("user", flat=True))
        if part is not None and held == {user.pk for user in part.people.all()}:
            waiting.append((one.interview, part))
            continue
        _call_off(one)
        if part is not None:
            anew.append(part)
    while waiting:
        # First whoever steps on none of the others; where they go round in a circle, one is called off and booked anew.
        free = next((pair for pair in waiting if not _in_the_way(pair, waiting)), None)
        interview, part = free or waiting[0]
        waiting.remove((interview, part))
        if free is None:
            _call_off(BookedPart.objects.select_related("interview").get(interview=interview))
            anew.append(part)
            continue
        reschedule_interview(interview=interview, starts_at=part.during.lower, minutes=minutes_of(part), by=None)
    for part in [*anew, *wanted.values()]:
        _book_part(booking, part, None)
    booking.moves_left -= 1
    booking.save(update_fields=["moves_left", "updated_at"])
    return settle(booking, BookingState.BOOKED, choice)


def _in_the_way(pair: tuple[Interview, ChoicePart], waiting: Sequence[tuple[Interview, ChoicePart]]) -> bool:
    during = pair[1].during
    return any(
        other is not pair[0] and during.lower < other.ends_at and other.starts_at < during.upper for other, _ in waiting
    )


def _call_off(part: BookedPart) -> None:
    # First the cancellation, which the candidate hears of, then what ties it to the booking.
    cancel_interview(interview=part.interview, by=None)
    part.delete()


def locked(booking: Booking) -> Booking:
    """Lock a booking's row, and read it anew."""
    rows = Booking.objects.select_related(
        "application__candidate", "application__role", "application__stage", "by", "chosen"
    )
    return rows.select_for_update(of=("self",), no_key=True).get(pk=booking.pk)


def lock_people(booking: Booking, choice: Choice) -> None:
    """Lock everybody of all parts in one order, before the first is booked: two loops that share people queue up instead of blocking each other for good."""
    keys = set(ChoicePart.objects.filter(choice=choice).values_list("people", flat=True))
    keys |= set(booking.booked.values_list("interview__seats__user", flat=True))
    Candidate.objects.select_for_update(no_key=True).get(pk=booking.application.candidate_id)
    Application.objects.select_for_update(no_key=True).get(pk=booking.application_id)
    list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def settle(booking: Booking, state: BookingState, choice: Choice | None) -> Booking:
    """Write where a booking stands now."""
    booking.state, booking.chosen, booking.answered_at = state, choice, timezone.now()
    booking.save(update_fields=["state", "chosen", "answered_at", "updated_at"])
    return booking


def log(booking: Booking, verb: str, by: User | None) -> None:
    """Note an act on a booking; nobody of ours acted where the candidate did."""
    application = booking.application
    log_activity(
        verb=verb,
        subject=booking,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        by=by,
    )
