import datetime as dt
import threading
import zoneinfo

import pytest
from django.core import mail as sent
from django.db import IntegrityError, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from interviews.models import Interview, InterviewVersion, Scorecard, Seat
from interviews.schedule.actions import (
    BookingRefused,
    Clash,
    book_interview,
    cancel_interview,
    reassign_interview,
    reschedule_interview,
)
from tests import factories
from workspace.mail.models import Mail
from workspace.mail.tasks import deliver
from workspace.models import Activity

ZURICH = zoneinfo.ZoneInfo("Europe/Zurich")


def at(text, zone=dt.UTC):
    """A moment in the coming year, so that invitations still go out."""
    return dt.datetime.fromisoformat(f"{timezone.now().year + 1}-{text}").replace(tzinfo=zone)


@pytest.fixture
def kit(db):
    return factories.KitFactory()


@pytest.fixture
def mara(db):
    return factories.UserFactory(name="Mara Olsen", time_zone="Europe/Zurich")


@pytest.fixture
def book(application, kit, mara, recruiter):
    def book_one(start="03-02T14:00", minutes=45, **fields):
        fields = {"application": application, "kit": kit, "interviewers": [mara], "by": recruiter, **fields}
        return book_interview(starts_at=at(start) if isinstance(start, str) else start, minutes=minutes, **fields)

    return book_one


def test_book_interview_gives_seats_scorecards_a_version_and_a_log_entry(book, application, mara, recruiter):
    trainee = factories.UserFactory(name="Tova Trainee")

    interview = book(shadows=[trainee], location="Room 4")

    assert interview.during == DateTimeTZRange(at("03-02T14:00"), at("03-02T14:45"))
    assert interview.stage == application.stage
    assert list(interview.seats.order_by("kind").values_list("user", "kind")) == [
        (mara.pk, "interviewer"),
        (trainee.pk, "shadow"),
    ]
    cards = Scorecard.objects.filter(application=application)
    assert set(cards.values_list("author", "counts", "kit")) == {
        (mara.pk, True, interview.kit_id),
        (trainee.pk, False, interview.kit_id),
    }
    assert set(cards.values_list("due_at", flat=True)) == {at("03-03T14:45")}
    version = interview.versions.get()
    assert (version.sequence, version.by, sorted(version.seats)) == (
        0,
        recruiter,
        sorted([str(mara.uuid), str(trainee.uuid)]),
    )
    entry = Activity.objects.get(verb="booked_interview")
    assert (entry.candidate, entry.facts) == (application.candidate.uuid, {"kit": interview.kit.slug})


@pytest.mark.parametrize(
    ("start", "minutes", "clashes"),
    [
        ("03-02T14:00", 45, True),  # the same
        ("03-02T13:30", 45, True),  # ends inside
        ("03-02T14:30", 45, True),  # begins inside
        ("03-02T14:10", 20, True),  # lies inside
        ("03-02T13:00", 240, True),  # lies around
        ("03-02T13:15", 45, False),  # ends as it begins
        ("03-02T14:45", 45, False),  # begins as it ends
        ("03-03T14:00", 45, False),  # the same time of day, another day
    ],
)
def test_interviewer_sits_in_one_interview_at_a_time(book, start, minutes, clashes):
    book("03-02T14:00", 45)
    other = factories.ApplicationFactory()

    if clashes:
        with pytest.raises(Clash):
            book(start, minutes, application=other)
    else:
        book(start, minutes, application=other)

    assert Interview.objects.count() == (1 if clashes else 2)


def test_trap_double_booking_by_overlap_of_start_times_only(book):
    """A check that compares only start times lets a long interview run into the next one."""
    book("03-02T14:00", 120)

    with pytest.raises(Clash):
        book("03-02T15:30", 30, application=factories.ApplicationFactory())


def test_clash_names_person_and_time_but_not_the_other_candidate(book, mara):
    secret = factories.ApplicationFactory(
        candidate__name="Hana Secret", role__is_confidential=True, role__title="Head of AI"
    )
    book("03-02T14:00", 45, application=secret)

    with pytest.raises(Clash) as refusal:
        book("03-02T14:30", 45)

    words = str(refusal.value)
    day = at("03-02T14:00")
    assert words == (f"Mara Olsen has another interview on {day:%a} 2 Mar {day.year}, 14:00–14:45 UTC. ").strip()
    assert "Hana" not in words
    assert "Head" not in words


def test_candidate_sits_in_one_interview_at_a_time_whatever_the_role(book, application):
    elsewhere = factories.ApplicationFactory(candidate=application.candidate)
    book("03-02T14:00", 45)

    with pytest.raises(Clash, match=r"^The candidate has another interview on .* 14:00–14:45 UTC\.$"):
        book("03-02T14:30", 45, application=elsewhere, interviewers=[factories.UserFactory()])


def test_database_refuses_a_second_seat_even_without_the_action(book, mara):
    interview = book("03-02T14:00", 45)
    other = factories.InterviewFactory(during=interview.during)

    with pytest.raises(IntegrityError, match="seat_in_one_interview_at_a_time"), transaction.atomic():
        factories.SeatFactory(interview=other, user=mara)


def in_threads(*acts):
    """Run each act on a connection of its own, all at once; return what came of each."""
    barrier = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def run(place, act):
        barrier.wait()
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_two_bookings_at_once_for_the_same_person_make_one(kit):
    one, two = factories.UserFactory(), factories.UserFactory()
    by = factories.UserFactory(recruiter=True)
    applications = [factories.ApplicationFactory() for _ in range(4)]

    def book_with(application, people):
        return lambda: book_interview(
            application=application, kit=kit, starts_at=at("03-02T14:00"), minutes=45, interviewers=people, by=by
        )

    # In either order: two bookings that take each other's people the wrong way round must not block each other for good.
    results = in_threads(*(book_with(row, [one, two][:: 1 if n % 2 else -1]) for n, row in enumerate(applications)))

    assert sorted(type(result).__name__ for result in results) == ["Clash", "Clash", "Clash", "Interview"]
    assert Seat.objects.filter(is_live=True).count() == 2
    assert Interview.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_raw_seats_at_once_leave_one(kit):
    """The database alone, with nobody queueing up first."""
    user = factories.UserFactory()
    interviews = [factories.InterviewFactory() for _ in range(2)]
    during = DateTimeTZRange(at("03-02T14:00"), at("03-02T14:45"))

    def sit(interview):
        return lambda: Seat.objects.create(interview=interview, user=user, during=during)

    results = in_threads(*(sit(interview) for interview in interviews))

    assert Seat.objects.count() == 1
    assert sum(isinstance(result, Seat) for result in results) == 1


@pytest.mark.django_db(transaction=True)
def test_candidate_is_not_booked_twice_at_once_through_two_roles(kit):
    candidate = factories.CandidateFactory()
    by = factories.UserFactory(recruiter=True)

    def book_one():
        application = factories.ApplicationFactory(candidate=candidate)
        return lambda: book_interview(
            application=application,
            kit=kit,
            starts_at=at("03-02T14:00"),
            minutes=45,
            interviewers=[factories.UserFactory()],
            by=by,
        )

    results = in_threads(book_one(), book_one())

    assert sorted(type(result).__name__ for result in results) == ["Clash", "Interview"]


def test_minutes_pass_on_the_worlds_clock_over_a_change_of_the_clocks(book):
    # On 28 March 2027 clocks in Zurich go from 02:00 to 03:00.
    start = dt.datetime(2027, 3, 28, 1, 30, tzinfo=ZURICH)

    interview = book(start, 60)

    assert interview.ends_at - interview.starts_at == dt.timedelta(minutes=60)
    assert f"{interview.ends_at.astimezone(ZURICH):%H:%M}" == "03:30"


def test_interviews_an_hour_apart_on_the_wall_clash_in_the_hour_that_comes_twice(book):
    # On 31 October 2027 clocks in Zurich show 02:00 to 03:00 twice.
    first = dt.datetime(2027, 10, 31, 2, 0, tzinfo=ZURICH)
    book(first, 90)

    with pytest.raises(Clash):
        book(first.replace(fold=1), 30, application=factories.ApplicationFactory())
    book(first.replace(fold=1, minute=30), 30, application=factories.ApplicationFactory())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda f: {"interviewers": []}, "at least one interviewer"),
        (lambda f: {"shadows": f["interviewers"]}, "listed twice"),
        (lambda f: {"interviewers": [factories.UserFactory(is_active=False, name="Gone Away")]}, "Gone Away no longer"),
        (lambda f: {"minutes": 5}, "between 10 and 480"),
        (lambda f: {"minutes": 481}, "between 10 and 480"),
        (lambda f: {"kit": factories.KitFactory(retired_at=timezone.now())}, "newer version"),
        (lambda f: {"application": factories.ApplicationFactory(rejected=True)}, "rejected"),
    ],
)
def test_impossible_booking_is_refused(book, mara, change, words):
    with pytest.raises(BookingRefused, match=words):
        book(**change({"interviewers": [mara]}))

    assert not Interview.objects.exists()


def test_reschedule_moves_seats_and_due_times_in_a_new_version(book, recruiter):
    interview = book()

    moved = reschedule_interview(interview=interview, starts_at=at("03-04T09:00"), minutes=60, by=recruiter)

    assert (moved.sequence, moved.during.lower, moved.during.upper) == (1, at("03-04T09:00"), at("03-04T10:00"))
    assert [seat.during for seat in moved.seats.all()] == [moved.during]
    assert Scorecard.objects.get().due_at == at("03-05T10:00")
    assert list(InterviewVersion.objects.values_list("sequence", flat=True)) == [0, 1]


def test_reschedule_onto_itself_is_no_clash(book, recruiter):
    interview = book("03-02T14:00", 45)

    moved = reschedule_interview(interview=interview, starts_at=at("03-02T14:15"), minutes=45, by=recruiter)

    assert moved.sequence == 1


def test_reschedule_into_another_interview_changes_nothing(book, recruiter):
    interview = book("03-02T14:00", 45)
    book("03-02T16:00", 45, application=factories.ApplicationFactory())

    with pytest.raises(Clash):
        reschedule_interview(interview=interview, starts_at=at("03-02T15:30"), minutes=45, by=recruiter)

    interview.refresh_from_db()
    assert (interview.sequence, interview.starts_at) == (0, at("03-02T14:00"))
    assert Mail.objects.count() == 2


def test_reschedule_to_the_same_slot_is_no_version(book, recruiter):
    interview = book()

    reschedule_interview(interview=interview, starts_at=at("03-02T14:00"), minutes=45, by=recruiter)

    assert interview.versions.count() == 1


def test_reassign_swaps_seats_and_keeps_who_stays(book, mara, recruiter):
    stays = factories.UserFactory()
    comes = factories.UserFactory()
    interview = book(interviewers=[mara, stays])
    card = Scorecard.objects.get(author=stays)

    changed = reassign_interview(interview=interview, interviewers=[comes], shadows=[stays], by=recruiter)

    assert changed.sequence == 1
    live = changed.seats.filter(is_live=True)
    assert set(live.values_list("user", "kind")) == {(comes.pk, "interviewer"), (stays.pk, "shadow")}
    card.refresh_from_db()
    assert (card.counts, card.is_owed) == (False, True)
    assert Scorecard.objects.get(author=mara).released_at is not None
    assert set(changed.versions.last().seats) == {str(comes.uuid), str(stays.uuid)}


def test_reassigned_seat_leads_nowhere_any_more(book, mara, recruiter, application):
    interview = book()
    reassign_interview(interview=interview, interviewers=[factories.UserFactory()], by=recruiter)

    assert not Interview.objects.visible_to(mara).exists()
    assert not type(application).objects.visible_to(mara).exists()
    assert not type(application.candidate).objects.visible_to(mara).exists()


def test_whoever_comes_back_finds_what_they_typed(book, mara, recruiter):
    interview = book()
    Scorecard.objects.filter(author=mara).update(draft={"summary": "So far so good.", "ratings": []})
    interview = reassign_interview(interview=interview, interviewers=[factories.UserFactory()], by=recruiter)

    reassign_interview(interview=interview, interviewers=[mara], by=recruiter)

    assert Scorecard.objects.owed().get(author=mara).draft["summary"] == "So far so good."


def test_reassign_to_somebody_who_is_taken_is_refused(book, mara, recruiter):
    busy = factories.UserFactory(name="Busy Bee")
    book("03-02T14:30", 45, application=factories.ApplicationFactory(), interviewers=[busy])
    interview = book()

    with pytest.raises(Clash, match="Busy Bee"):
        reassign_interview(interview=interview, interviewers=[busy], by=recruiter)

    assert list(interview.seats.filter(is_live=True).values_list("user", flat=True)) == [mara.pk]


def test_cancel_frees_the_slot_and_releases_scorecards(book, recruiter):
    interview = book()

    cancelled = cancel_interview(interview=interview, by=recruiter)

    assert (cancelled.state, cancelled.sequence, cancelled.cancelled_by) == ("cancelled", 1, recruiter)
    assert not Scorecard.objects.owed().exists()
    book()


CHANGES = {
    "cancel": lambda interview, by: cancel_interview(interview=interview, by=by),
    "reschedule": lambda interview, by: reschedule_interview(
        interview=interview, starts_at=at("03-09T09:00"), minutes=45, by=by
    ),
    "reassign": lambda interview, by: reassign_interview(
        interview=interview, interviewers=[factories.UserFactory()], by=by
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_cancelled_interview_stays_cancelled(book, recruiter, change):
    interview = book()
    cancel_interview(interview=interview, by=recruiter)

    with pytest.raises(BookingRefused, match="cancelled already"):
        change(interview, recruiter)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_interview_with_a_submitted_scorecard_took_place(book, recruiter, change):
    interview = book()
    Scorecard.objects.update(submitted_at=timezone.now())

    with pytest.raises(BookingRefused, match="took place"):
        change(interview, recruiter)


def test_somebody_can_join_after_another_submitted(book, mara, recruiter):
    interview = book()
    Scorecard.objects.update(submitted_at=timezone.now())
    joins = factories.UserFactory()

    reassign_interview(interview=interview, interviewers=[mara, joins], by=recruiter)

    assert Scorecard.objects.owed().get().author == joins


def test_each_version_mails_each_person_once_in_their_zone(book, mara, recruiter):
    interview = book(location="Room 4")
    interview = reschedule_interview(interview=interview, starts_at=at("03-04T09:00"), minutes=45, by=recruiter)
    other = factories.UserFactory()
    interview = reassign_interview(interview=interview, interviewers=[other], by=recruiter)
    cancel_interview(interview=interview, by=recruiter)

    deliver()
    deliver()

    told = [(message.to[0], message.subject.partition(":")[0]) for message in sent.outbox]
    assert told == [
        (mara.email, "Interview"),
        (mara.email, "Updated interview"),
        (other.email, "Interview"),
        (mara.email, "Cancelled interview"),
        (other.email, "Cancelled interview"),
    ]
    assert "15:00–15:45 CET" in sent.outbox[0].body
    assert [message.message().get_payload()[-1].get_param("method") for message in sent.outbox] == [
        "REQUEST",
        "REQUEST",
        "REQUEST",
        "CANCEL",
        "CANCEL",
    ]


def test_interview_that_is_over_invites_nobody(book):
    interview = book(timezone.now() - dt.timedelta(hours=2), 45)

    assert not Mail.objects.exists()
    assert Scorecard.objects.get().due_at == interview.ends_at + dt.timedelta(hours=24)
