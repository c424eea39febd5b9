import datetime as dt
import threading

import pytest
from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from interviews.availability.free_time import Span
from interviews.availability.models import BusySource, BusySpan
from interviews.availability.queries import availability_of
from interviews.booking.actions import OfferRefused, book_at_once, offer_times, withdraw
from interviews.booking.choosing import ask_for_other_times, decline, say_adjustments, take_choice
from interviews.booking.models import BookedPart, Booking
from interviews.booking.possible import choices_of, possible
from interviews.booking.taking import TimeGone
from interviews.models import Interview, InterviewVersion, Seat
from interviews.schedule.actions import BookingRefused, Clash, book_interview, cancel_interview
from tests import factories
from tests.interviews.booking.conftest import soon
from workspace.models import Activity, Mail


def choice(booking, number):
    return booking.choices.get(position=number)


def held(booking):
    """When each interview of a booking is, by its part."""
    parts = BookedPart.objects.filter(booking=booking, interview__state="booked").select_related("interview")
    return {one.part: one.interview.starts_at for one in parts}


def test_taking_a_choice_books_every_interview_with_its_people(booking, mara, jonas):
    taken = take_choice(booking=booking, choice=choice(booking, 1))

    assert (taken.state, taken.chosen.position) == ("booked", 1)
    assert held(booking) == {0: soon(5, 14), 1: soon(5, 15, 15)}
    seats = Seat.objects.order_by("during").values_list("user__name", "interview__location")
    assert list(seats) == [("Mara Olsen", "https://meet.example/room"), ("Jonas Weber", "https://meet.example/room")]
    assert Activity.objects.get(verb="candidate_chose_time").actor is None
    assert set(InterviewVersion.objects.values_list("by", flat=True)) == {None}


def test_taking_the_same_choice_twice_books_once(booking):
    take_choice(booking=booking, choice=choice(booking, 0))

    take_choice(booking=booking, choice=choice(booking, 0))

    assert Interview.objects.count() == 2
    assert Mail.objects.filter(key__startswith="booking/", key__contains="confirmation").count() == 1


def test_a_second_choice_is_no_move_unless_asked_for(booking):
    take_choice(booking=booking, choice=choice(booking, 0))

    with pytest.raises(TimeGone, match="chosen a time already"):
        take_choice(booking=booking, choice=choice(booking, 1))

    assert held(booking) == {0: soon(4, 14), 1: soon(4, 15, 15)}


def test_moving_makes_a_new_version_of_each_interview(booking):
    take_choice(booking=booking, choice=choice(booking, 0))
    before = set(Interview.objects.values_list("pk", flat=True))

    moved = take_choice(booking=booking, choice=choice(booking, 2), may_move=True)

    assert held(booking) == {0: soon(6, 14), 1: soon(6, 15, 15)}
    assert set(Interview.objects.values_list("pk", flat=True)) == before
    assert set(Interview.objects.values_list("sequence", flat=True)) == {1}
    assert InterviewVersion.objects.count() == 4
    assert moved.moves_left == 1


@pytest.mark.parametrize("minutes", [30, 75, -75], ids=["a little later", "onto the second", "onto the first"])
def test_moving_onto_ones_own_times_works(application, loop_at, recruiter, minutes):
    start = soon(4, 14)
    booking = offer_times(
        application=application,
        choices=[loop_at(start), loop_at(start + dt.timedelta(minutes=minutes))],
        expires_at=timezone.now() + dt.timedelta(days=2),
        by=recruiter,
    )
    take_choice(booking=booking, choice=choice(booking, 0))

    take_choice(booking=booking, choice=choice(booking, 1), may_move=True)

    assert held(booking)[0] == start + dt.timedelta(minutes=minutes)
    assert set(Interview.objects.values_list("sequence", flat=True)) == {1}


def test_interviews_that_change_places_are_booked_anew(application, kits, mara, jonas, recruiter):
    from interviews.booking.actions import Wanted

    early, late = soon(4, 14), soon(4, 15)
    there = [Wanted(0, kits[0], early, 60, [mara]), Wanted(1, kits[1], late, 60, [jonas])]
    back = [Wanted(0, kits[0], late, 60, [mara]), Wanted(1, kits[1], early, 60, [jonas])]
    until = timezone.now() + dt.timedelta(days=2)
    booking = offer_times(application=application, choices=[there, back], expires_at=until, by=recruiter)
    take_choice(booking=booking, choice=choice(booking, 0))

    take_choice(booking=booking, choice=choice(booking, 1), may_move=True)

    assert held(booking) == {0: late, 1: early}
    assert Interview.objects.live().count() == 2


def test_moving_to_other_people_calls_the_first_off(application, loop_at, mara, jonas, recruiter):
    tova = factories.UserFactory(name="Tova Lind")
    booking = offer_times(
        application=application,
        choices=[loop_at(soon(4, 14)), loop_at(soon(5, 14), (tova, jonas))],
        expires_at=timezone.now() + dt.timedelta(days=2),
        by=recruiter,
    )
    take_choice(booking=booking, choice=choice(booking, 0))

    take_choice(booking=booking, choice=choice(booking, 1), may_move=True)

    assert held(booking) == {0: soon(5, 14), 1: soon(5, 15, 15)}
    assert set(Seat.objects.filter(is_live=True).values_list("user__name", flat=True)) == {"Tova Lind", "Jonas Weber"}
    assert Interview.objects.filter(state="cancelled").count() == 1


def test_moves_come_to_an_end(booking):
    take_choice(booking=booking, choice=choice(booking, 0))
    take_choice(booking=booking, choice=choice(booking, 1), may_move=True)
    take_choice(booking=booking, choice=choice(booking, 2), may_move=True)

    with pytest.raises(TimeGone, match="moved twice"):
        take_choice(booking=booking, choice=choice(booking, 0), may_move=True)


def test_nobody_moves_within_the_last_day(booking, time_machine):
    take_choice(booking=booking, choice=choice(booking, 0))
    time_machine.move_to(soon(4, 14) - dt.timedelta(hours=23), tick=False)

    with pytest.raises(TimeGone, match="less than 24 hours"):
        take_choice(booking=booking, choice=choice(booking, 1), may_move=True)


def test_nobody_moves_what_has_begun(booking, time_machine):
    take_choice(booking=booking, choice=choice(booking, 0))
    time_machine.move_to(soon(4, 14) + dt.timedelta(minutes=5), tick=False)

    with pytest.raises(TimeGone, match="has begun already"):
        take_choice(booking=booking, choice=choice(booking, 1), may_move=True)


def take_mara_away(booking, mara, kits, recruiter):
    other = factories.ApplicationFactory(role=booking.application.role)
    book_interview(
        application=other, kit=kits[0], starts_at=soon(4, 14, 30), minutes=45, interviewers=[mara], by=recruiter
    )


def mark_mara_busy(booking, mara, kits, recruiter):
    source = BusySource.objects.create(user=mara, kind="feed", name="Own", host="a.example")
    BusySpan.objects.create(source=source, user=mara, during=DateTimeTZRange(soon(4, 14, 30), soon(4, 15)))


def let_mara_go(booking, mara, kits, recruiter):
    mara.is_active = False
    mara.save()


def retire_a_kit(booking, mara, kits, recruiter):
    kits[0].retired_at = timezone.now()
    kits[0].save()


def book_the_candidate_elsewhere(booking, mara, kits, recruiter):
    other = factories.ApplicationFactory(candidate=booking.application.candidate)
    person = factories.UserFactory()
    book_interview(
        application=other, kit=kits[1], starts_at=soon(4, 14, 30), minutes=45, interviewers=[person], by=recruiter
    )


@pytest.mark.parametrize(
    ("happens", "left"),
    [
        (take_mara_away, {1, 2}),
        (mark_mara_busy, {1, 2}),
        (let_mara_go, set()),
        (retire_a_kit, set()),
        (book_the_candidate_elsewhere, {1, 2}),
    ],
)
def test_a_choice_that_was_taken_meanwhile_is_gone(booking, mara, kits, recruiter, happens, left):
    happens(booking, mara, kits, recruiter)

    choices = choices_of(booking)
    had = possible(booking, choices, timezone.now())

    assert {one.position for one in choices if one.pk in had} == left
    before = Interview.objects.count()
    with pytest.raises(TimeGone, match="just been taken"):
        take_choice(booking=booking, choice=choice(booking, 0))
    assert Interview.objects.count() == before
    assert Booking.objects.get().state == "offered"


def test_all_or_nothing_when_the_second_interview_clashes(application, loop_at, jonas, kits, recruiter):
    other = factories.ApplicationFactory()
    book_interview(
        application=other, kit=kits[0], starts_at=soon(4, 15, 30), minutes=45, interviewers=[jonas], by=recruiter
    )

    with pytest.raises(Clash, match="Jonas Weber has another interview"):
        book_at_once(application=application, choice=loop_at(soon(4, 14)), by=recruiter)

    assert not application.interviews.exists()
    assert not Booking.objects.exists()


def test_booking_at_once_without_telling_sends_the_candidate_nothing(application, loop_at, recruiter):
    book_at_once(application=application, choice=loop_at(soon(4, 14)), tell_candidate=False, by=recruiter)

    assert application.interviews.count() == 2
    assert not Mail.objects.filter(to="elin@vasquez.example").exists()


def test_declining_calls_off_what_was_booked(booking):
    take_choice(booking=booking, choice=choice(booking, 0))

    declined = decline(booking=booking, why="Another offer")

    assert (declined.state, declined.said) == ("declined", "Another offer")
    assert not Interview.objects.live().exists()
    assert decline(booking=booking).said == "Another offer"  # twice is once
    with pytest.raises(TimeGone, match="no longer on offer"):
        take_choice(booking=booking, choice=choice(booking, 1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: {"expires_at": timezone.now() - dt.timedelta(minutes=1)}, "run out"),
        (lambda: {"state": "withdrawn"}, "no longer on offer"),
    ],
    ids=["expired", "withdrawn"],
)
def test_what_is_closed_cannot_be_taken(booking, change, words):
    Booking.objects.update(**change())

    with pytest.raises(TimeGone, match=words):
        take_choice(booking=booking, choice=choice(booking, 0))


def test_a_closed_application_books_nothing(booking, application):
    type(application).objects.filter(pk=application.pk).update(standing="withdrawn", closed_at=timezone.now())

    with pytest.raises(TimeGone, match="no longer on offer"):
        take_choice(booking=booking, choice=choice(booking, 0))


def test_a_new_offer_takes_the_old_one_back(booking, application, loop_at, recruiter):
    offer_times(
        application=application,
        choices=[loop_at(soon(7, 14))],
        expires_at=timezone.now() + dt.timedelta(days=2),
        by=recruiter,
    )

    booking.refresh_from_db()
    assert booking.state == "withdrawn"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: {"expires_at": timezone.now() - dt.timedelta(days=1)}, "run out already"),
        (lambda: {"choices": []}, "between one and 20"),
    ],
    ids=["in the past", "nothing to choose"],
)
def test_what_cannot_be_offered(application, loop_at, recruiter, change, words):
    given = {"choices": [loop_at(soon(4, 14))], "expires_at": timezone.now() + dt.timedelta(days=2), **change()}

    with pytest.raises(OfferRefused, match=words):
        offer_times(application=application, by=recruiter, **given)


def test_nothing_is_offered_to_who_cannot_be_written_to(application, candidate, loop_at, recruiter):
    candidate.identities.all().delete()

    with pytest.raises(OfferRefused, match="no address"):
        offer_times(
            application=application,
            choices=[loop_at(soon(4, 14))],
            expires_at=timezone.now() + dt.timedelta(days=2),
            by=recruiter,
        )


def test_nothing_is_offered_to_who_asked_not_to_be_written_to(application, candidate, loop_at, recruiter):
    candidate.do_not_contact = True
    candidate.save()

    with pytest.raises(OfferRefused, match="asked not to be written to"):
        book_at_once(application=application, choice=loop_at(soon(4, 14)), by=recruiter)


def test_only_what_waits_can_be_taken_back(booking, recruiter):
    take_choice(booking=booking, choice=choice(booking, 0))

    with pytest.raises(OfferRefused, match="booked already"):
        withdraw(booking=booking, by=recruiter)


def test_asking_for_other_times_needs_words_and_an_open_offer(booking, recruiter):
    with pytest.raises(TimeGone, match="Say which times"):
        ask_for_other_times(booking=booking, words="  ")
    assert ask_for_other_times(booking=booking, words="Any Friday").said == "Any Friday"
    withdraw(booking=booking, by=recruiter)
    with pytest.raises(TimeGone, match="no longer on offer"):
        ask_for_other_times(booking=booking, words="Mondays")


def test_adjustments_keep_only_what_may_be_ticked(booking):
    said = say_adjustments(booking=booking, adjustments=["extra_time", "a dragon"], words=" I lip-read. ")

    assert (said.adjustments, said.adjustment_words) == (["extra_time"], "I lip-read.")


def test_offered_times_are_held_until_they_run_out(booking, mara, time_machine):
    start, end = soon(4, 14), soon(4, 15)
    span = Span(start, end)
    now = timezone.now()

    held_now = availability_of([mara], soon(4, 0), soon(5, 0))[mara.pk]
    time_machine.move_to(now + dt.timedelta(days=3, minutes=1), tick=False)
    later = availability_of([mara], soon(1, 0), soon(2, 0))[mara.pk]

    assert any(busy.overlaps(span) for busy in held_now.busy)
    assert not later.busy


def test_a_cancelled_interview_cannot_be_moved_by_the_candidate(booking, recruiter):
    take_choice(booking=booking, choice=choice(booking, 0))
    for interview in Interview.objects.all():
        cancel_interview(interview=interview, by=recruiter)

    with pytest.raises(TimeGone, match="called off"):
        take_choice(booking=booking, choice=choice(booking, 1), may_move=True)


@pytest.mark.django_db(transaction=True)
def test_trap_two_candidates_click_at_once_and_nobody_sits_twice(role, kits, recruiter, mara, jonas, loop_at):
    """Two offers share their interviewers in crossed order; round for round exactly one of two simultaneous clicks wins."""
    rounds = 12
    pairs = []
    for number in range(rounds):
        start = soon(4 + number, 14)
        pair = []
        for people in ((mara, jonas), (jonas, mara)):
            person = factories.CandidateFactory()
            factories.IdentityFactory(candidate=person, kind="email")
            application = factories.ApplicationFactory(role=role, candidate=person)
            pair.append(
                offer_times(
                    application=application,
                    choices=[loop_at(start if people[0] is mara else start + dt.timedelta(hours=1), people)],
                    expires_at=timezone.now() + dt.timedelta(days=2),
                    by=recruiter,
                )
            )
        pairs.append(pair)
    told = []

    def click(booking, gate):
        gate.wait()
        try:
            take_choice(booking=booking, choice=choice(booking, 0))
            told.append("booked")
        except TimeGone:
            told.append("gone")
        except Exception as error:  # a deadlock, say: it must be seen
            told.append(repr(error))
        finally:
            connections.close_all()

    for pair in pairs:
        gate = threading.Barrier(2)
        clicks = [threading.Thread(target=click, args=(booking, gate)) for booking in pair]
        for one in clicks:
            one.start()
        for one in clicks:
            one.join()

    assert sorted(told) == ["booked"] * rounds + ["gone"] * rounds
    assert Interview.objects.count() == 2 * rounds


@pytest.mark.django_db(transaction=True)
def test_trap_one_candidate_clicks_two_times_at_once(booking):
    told = []

    def click(number, gate):
        gate.wait()
        try:
            take_choice(booking=booking, choice=choice(booking, number))
            told.append("booked")
        except (TimeGone, BookingRefused):
            told.append("refused")
        finally:
            connections.close_all()

    gate = threading.Barrier(3)
    clicks = [threading.Thread(target=click, args=(number, gate)) for number in (0, 1, 2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert sorted(told) == ["booked", "refused", "refused"]
    assert Interview.objects.count() == 2
