"""Booking, moving, filling and cancelling interviews. Each act is a version; the database itself refuses a double booking."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from candidates.conflicts.queries import recused_from
from candidates.people.models import Candidate
from hiring.pipeline.models import Application
from hiring.roles.models import Stage
from interviews.kits.models import Kit
from interviews.refusals import InterviewsError
from interviews.schedule.clashes import clash_in_words, clashing_interviews, clashing_seats
from interviews.schedule.mailing import send_invitations
from interviews.schedule.models import Interview, InterviewState, InterviewVersion, Seat, SeatKind
from interviews.schedule.signals import seats_changed, seats_given, seats_taken, version_written
from workspace.activity.actions import log_activity
from workspace.staff.models import User

SHORTEST, LONGEST = 10, 480


class BookingRefused(InterviewsError):
    """The interview cannot be booked or changed like this."""


class Clash(BookingRefused):
    """Somebody would sit in two interviews at once."""


def book_interview(
    *,
    application: Application,
    kit: Kit,
    starts_at: dt.datetime,
    minutes: int,
    interviewers: Sequence[User],
    shadows: Sequence[User] = (),
    reverse_shadows: Sequence[User] = (),
    location: str = "",
    stage: Stage | None = None,
    at: dt.datetime | None = None,
    by: User | None,
) -> Interview:
    """Book an interview with everybody's seat, or raise BookingRefused; Clash where somebody has another at that time."""
    during = slot(starts_at, minutes)
    seated = _seated(interviewers, shadows, reverse_shadows)
    people = [user for user, _ in seated]

    def book() -> Interview:
        locked = _lock(application, people)
        if refusal := _why_not_book(locked, kit, seated):
            raise BookingRefused(refusal)
        _refuse_recused(locked, people)
        _refuse_second_place(locked, during, None, by)
        interview = Interview.objects.create(
            application=locked, kit=kit, stage=stage or locked.stage, during=during, location=location, booked_by=by
        )
        _give_seats(interview, seated, at)
        return _remember(interview, "booked_interview", by)

    return _unless_double_booked(book, application, people, during, None, by)


def reschedule_interview(
    *, interview: Interview, starts_at: dt.datetime, minutes: int, location: str | None = None, by: User | None
) -> Interview:
    """Give an interview another time or place with the same people, or raise BookingRefused."""
    during = slot(starts_at, minutes)
    people = [seat.user for seat in _seats(interview)]

    def move() -> Interview:
        current = _locked_for_change(interview, people)
        place = current.location if location is None else location
        if (current.during, current.location) == (during, place):
            return current
        _refuse_second_place(current.application, during, current, by)
        current.during, current.location = during, place
        current.sequence += 1
        current.save(update_fields=["during", "location", "sequence", "updated_at"])
        seats = _seats(current)
        for seat in sorted(seats, key=lambda one: one.user_id):
            seat.during = during
            seat.save(update_fields=["during", "updated_at"])
        seats_changed.send(Interview, interview=current, seats=seats)
        return _remember(current, "rescheduled_interview", by)

    return _unless_double_booked(move, interview.application, people, during, interview, by)


def reassign_interview(
    *,
    interview: Interview,
    interviewers: Sequence[User],
    shadows: Sequence[User] = (),
    reverse_shadows: Sequence[User] = (),
    at: dt.datetime | None = None,
    by: User | None,
) -> Interview:
    """Let other people hold or shadow an interview, or raise BookingRefused. Who stays keeps seat and scorecard."""
    seated = _seated(interviewers, shadows, reverse_shadows)
    wanted = {user.pk: kind for user, kind in seated}
    users = {user.pk: user for user, _ in seated}

    def swap() -> Interview:
        current = _locked_for_change(interview, list(users.values()), may_be_held=True)
        if refusal := _why_not_these(seated):
            raise BookingRefused(refusal)
        _refuse_recused(current.application, list(users.values()))
        seats = {seat.user_id: seat for seat in _seats(current)}
        gone = [seat for user, seat in seats.items() if user not in wanted]
        turned = [seat for user, seat in seats.items() if user in wanted and seat.kind != wanted[user]]
        new = [users[user] for user in wanted if user not in seats]
        if not (gone or turned or new):
            return current
        _refuse_to_unseat_authors([*gone, *turned])
        _take_seats(current, gone, at)
        for seat in turned:
            seat.kind = wanted[seat.user_id]
            seat.save(update_fields=["kind", "updated_at"])
        _give_seats(current, [(user, wanted[user.pk]) for user in new], at)
        seats_changed.send(Interview, interview=current, seats=_seats(current))
        current.sequence += 1
        current.save(update_fields=["sequence", "updated_at"])
        return _remember(current, "reassigned_interview", by, also=[seat.user for seat in gone])

    return _unless_double_booked(swap, interview.application, list(users.values()), interview.during, interview, by)


@transaction.atomic
def cancel_interview(*, interview: Interview, at: dt.datetime | None = None, by: User | None) -> Interview:
    """Call an interview off, or raise BookingRefused. Its scorecards are no longer expected; drafts stay their authors'."""
    moment = at or timezone.now()
    current = _locked_for_change(interview, [])
    seats = _seats(current)
    current.state = InterviewState.CANCELLED
    current.cancelled_at, current.cancelled_by = moment, by
    current.sequence += 1
    current.save(update_fields=["state", "cancelled_at", "cancelled_by", "sequence", "updated_at"])
    _take_seats(current, seats, moment)
    return _remember(current, "cancelled_interview", by, also=[seat.user for seat in seats])


def slot(starts_at: dt.datetime, minutes: int) -> DateTimeTZRange:
    """Return the span of an interview, closed at its start and open at its end, so that two may touch."""
    if not SHORTEST <= minutes <= LONGEST:
        raise BookingRefused(f"An interview takes between {SHORTEST} and {LONGEST} minutes.")
    # Minutes pass on the world's clock, not on the wall's: over a change of the clocks they differ.
    start = starts_at.astimezone(dt.UTC)
    return DateTimeTZRange(start, start + dt.timedelta(minutes=minutes))


def _unless_double_booked(
    act: Callable[[], Interview],
    application: Application,
    people: Collection[User],
    during: DateTimeTZRange,
    apart_from: Interview | None,
    by: User | None,
) -> Interview:
    # Caught outside the atomic block: inside, PostgreSQL would answer nothing more.
    try:
        with transaction.atomic():
            return act()
    except IntegrityError as error:
        cause = getattr(error.__cause__, "diag", None)
        if cause is None or cause.sqlstate != "23P01":  # exclusion_violation
            raise
        words = clash_in_words(
            clashing_seats(people, during, apart_from), clashing_interviews(application, during, apart_from), _zone(by)
        )
        raise Clash(words or "Somebody has another interview at that time. Choose another one.") from error


def _zone(by: User | None) -> dt.tzinfo:
    # Nobody of ours: the candidate acts by their link, and is told in words of their own page.
    return by.zone if by else dt.UTC


def _lock(application: Application, people: Collection[User]) -> Application:
    # Always in this order and by key, so that two bookings queue up instead of blocking each other for good.
    Candidate.objects.select_for_update(no_key=True).get(pk=application.candidate_id)
    rows = Application.objects.select_related("role", "stage", "candidate")
    locked = rows.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    keys = sorted({user.pk for user in people})
    list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    return locked


def _locked_for_change(interview: Interview, people: Collection[User], *, may_be_held: bool = False) -> Interview:
    application = _lock(interview.application, people)
    current = Interview.objects.select_related("kit").select_for_update(of=("self",)).get(pk=interview.pk)
    current.application = application
    if current.state == InterviewState.CANCELLED:
        raise BookingRefused("This interview was cancelled already. Book a new one.")
    if not may_be_held:
        _refuse_to_unseat_authors(_seats(current))
    return current


def _seats(interview: Interview) -> list[Seat]:
    return list(interview.seats.filter(is_live=True).select_related("user", "scorecard").order_by("pk"))


def _refuse_to_unseat_authors(seats: Sequence[Seat]) -> None:
    # Scorecards stand above the schedule; a seat's own is reached through it.
    if any(hasattr(seat, "scorecard") and seat.scorecard.submitted_at for seat in seats):
        # Not who told, nor that they did: whoever asks may still owe a scorecard themselves.
        raise BookingRefused("This interview took place, so it stays as it is.")


def _seated(
    interviewers: Sequence[User], shadows: Sequence[User], reverse_shadows: Sequence[User]
) -> list[tuple[User, SeatKind]]:
    kinds = (SeatKind.INTERVIEWER, SeatKind.SHADOW, SeatKind.REVERSE_SHADOW)
    return [
        (user, kind)
        for kind, users in zip(kinds, (interviewers, shadows, reverse_shadows), strict=True)
        for user in users
    ]


def _why_not_book(application: Application, kit: Kit, seated: Sequence[tuple[User, SeatKind]]) -> str:
    if not application.is_active:
        return f"This application is {application.get_standing_display().lower()}. Reopen it before you book."
    if kit.retired_at:
        return f"“{kit}” has a newer version. Choose that one."
    return _why_not_these(seated)


def _why_not_these(seated: Sequence[tuple[User, SeatKind]]) -> str:
    if all(kind != SeatKind.INTERVIEWER for _, kind in seated):
        return "Choose at least one interviewer."
    everybody = [user for user, _ in seated]
    if len({user.pk for user in everybody}) != len(everybody):
        return "Somebody is listed twice."
    if left := [str(user) for user in everybody if not user.is_active]:
        return f"{' and '.join(left)} no longer works here."
    return ""


def _refuse_recused(application: Application, people: Sequence[User]) -> None:
    hidden = recused_from(application.candidate_id)
    if names := [user.name for user in people if user.pk in hidden]:
        raise BookingRefused(
            f"{' and '.join(names)} must have no part in this: a conflict of interest. Choose somebody else."
        )


def _refuse_second_place(
    application: Application, during: DateTimeTZRange, apart_from: Interview | None, by: User | None
) -> None:
    # The database keeps one application apart; that one person has two applications only this sees, under the candidate's lock.
    if clashes := clashing_interviews(application, during, apart_from):
        raise Clash(clash_in_words([], clashes, _zone(by)))


def _give_seats(interview: Interview, seated: Sequence[tuple[User, SeatKind]], at: dt.datetime | None) -> None:
    # By key, so that two bookings of the same people meet in the same order.
    seats = [
        Seat.objects.create(interview=interview, user=user, kind=kind, during=interview.during)
        for user, kind in sorted(seated, key=lambda one: one[0].pk)
    ]
    if seats:
        seats_given.send(Interview, interview=interview, seats=seats, at=at)


def _take_seats(interview: Interview, seats: Sequence[Seat], at: dt.datetime | None) -> None:
    for seat in seats:
        seat.is_live = False
        seat.save(update_fields=["is_live", "updated_at"])
    if seats:
        seats_taken.send(Interview, interview=interview, seats=seats, at=at)


def _remember(interview: Interview, verb: str, by: User | None, also: Sequence[User] = ()) -> Interview:
    """Write the version, the log and the invitations of what was just done."""
    seats = _seats(interview)
    version = InterviewVersion.objects.create(
        interview=interview,
        sequence=interview.sequence,
        during=interview.during,
        location=interview.location,
        state=interview.state,
        seats=[str(seat.user.uuid) for seat in seats],
        by=by,
    )
    application = interview.application
    log_activity(
        verb=verb,
        subject=interview,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        facts={"kit": interview.kit.slug},
        by=by,
    )
    send_invitations(version=version, seats=seats, unseated=also)
    version_written.send(Interview, interview=interview, version=version)
    return interview
