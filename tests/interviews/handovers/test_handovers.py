"""Later, not at all, or somebody else: a scorecard put off twice at most, declined in words, handed to whoever may hold it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.conflicts.models import Conflict
from interviews.handovers.actions import HandoverRefused, decline_scorecard, hand_over, snooze_scorecard
from interviews.handovers.queries import could_take_over
from interviews.handovers.reminders import HANDOVER_DUE, due_handovers, handover_settled
from interviews.models import Decline, Scorecard, Seat, Snooze, Training
from interviews.schedule.actions import book_interview
from interviews.scorecards.reminders import due_scorecards
from tests import factories
from workspace.reminders.actions import remind_all

HOURS = {"again": 24, "manager": 36}
TUESDAY = dt.datetime(2026, 11, 17, 14, tzinfo=dt.UTC)  # the slot ends here
WEDNESDAY, THURSDAY = (dt.datetime(2026, 11, day, 9, tzinfo=dt.UTC) for day in (18, 19))


@pytest.fixture
def author(db):
    return factories.UserFactory(name="Aino Author", time_zone="UTC")


@pytest.fixture
def card(author, role):
    """Owed since Tuesday, 14:00."""
    interview = factories.InterviewFactory(
        application=factories.ApplicationFactory(role=role),
        during=factories.span(TUESDAY - dt.timedelta(minutes=45), minutes=45),
    )
    return factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview, user=author))


@pytest.fixture
def coming(author, role, recruiter):
    """A booked interview three days ahead, with its scorecard."""
    interview = book_interview(
        application=factories.ApplicationFactory(role=role),
        kit=factories.KitFactory(),
        starts_at=timezone.now() + dt.timedelta(days=3),
        minutes=45,
        interviewers=[author],
        by=recruiter,
    )
    return Scorecard.objects.get(seat__interview=interview)


def nudges(moment):
    return [one.key.rpartition("/")[2] for one in due_scorecards(moment, HOURS)]


def url(name, card):
    return reverse(f"interviews:{name}", args=[card.uuid])


def text(response):
    return response.content.decode()


def test_snooze_is_silent_until_nine_on_the_next_working_day(card, author):
    snooze = snooze_scorecard(scorecard=card, now=TUESDAY + dt.timedelta(hours=1), by=author)

    assert snooze.until == WEDNESDAY
    assert nudges(WEDNESDAY - dt.timedelta(minutes=1)) == []
    assert nudges(WEDNESDAY) == ["put_off_1"]


def test_snooze_on_friday_lasts_over_the_weekend(card, author):
    friday = dt.datetime(2026, 11, 20, 16, tzinfo=dt.UTC)

    assert snooze_scorecard(scorecard=card, now=friday, by=author).until == dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


def test_third_time_is_refused_and_whoever_books_finds_somebody_else(card, author, recruiter):
    snooze_scorecard(scorecard=card, now=TUESDAY, by=author)
    snooze_scorecard(scorecard=card, now=WEDNESDAY, by=author)

    with pytest.raises(HandoverRefused, match="twice already"):
        snooze_scorecard(scorecard=card, now=THURSDAY, by=author)
    assert list(due_handovers(THURSDAY - dt.timedelta(minutes=1), {})) == []
    (told,) = due_handovers(THURSDAY, {})
    assert (told.recipient, told.key) == (recruiter.pk, f"handover/{card.uuid}/put_off")
    assert "put the scorecard off twice" in told.body


def test_snoozing_does_not_hold_the_manager_back(card, author, role):
    snooze_scorecard(scorecard=card, now=TUESDAY, by=author)
    snooze_scorecard(scorecard=card, now=WEDNESDAY, by=author)

    told = [one.recipient for one in due_scorecards(THURSDAY - dt.timedelta(minutes=30), HOURS)]

    assert told == [role.hiring_manager_id]


def test_declining_tells_whoever_books_at_once_and_once(card, author, recruiter, monkeypatch, time_machine):
    time_machine.move_to(TUESDAY, tick=False)
    monkeypatch.setattr("workspace.reminders.actions.KINDS", {"handover": HANDOVER_DUE})

    decline_scorecard(scorecard=card, reason="I know them from school.", by=author)

    card.refresh_from_db()
    assert (card.is_owed, Decline.objects.get().reason) == (False, "I know them from school.")
    assert [remind_all(now=TUESDAY), remind_all(now=TUESDAY)] == [1, 0]
    assert "I know them from school." in recruiter.notifications.get().body
    assert nudges(WEDNESDAY) == []


def test_what_cannot_be_put_off_or_declined(card, coming, author):
    with pytest.raises(HandoverRefused, match="not over yet"):
        snooze_scorecard(scorecard=coming, by=author)
    with pytest.raises(HandoverRefused, match="Say in a few words why"):
        decline_scorecard(scorecard=card, reason=" ", by=author)
    decline_scorecard(scorecard=card, reason="Ill.", by=author)
    for act in (
        lambda: snooze_scorecard(scorecard=card, by=author),
        lambda: decline_scorecard(scorecard=card, reason="Ill.", by=author),
    ):
        with pytest.raises(HandoverRefused, match="Nobody expects"):
            act()


def test_blind_booker_is_passed_over(card, author, recruiter, role):
    decline_scorecard(scorecard=card, reason="Ill.", by=author)
    seat = factories.SeatFactory(interview=card.seat.interview, user=recruiter)
    factories.ScorecardFactory(seat=seat)

    assert [one.recipient for one in due_handovers(THURSDAY, {})] == [role.hiring_manager_id]


# --- Who takes over --------------------------------------------------------------------------------------------------


def test_only_who_may_hold_it_alone_without_conflict_and_free_is_listed(coming, author, recruiter):
    good, trainee, close, taken = (factories.UserFactory(name=name) for name in ("Good", "Trainee", "Close", "Taken"))
    Training.objects.create(user=trainee, assessment_type=coming.kit.assessment_type)
    Conflict.objects.create(user=close, candidate=coming.application.candidate, kind="other")
    elsewhere = factories.InterviewFactory(during=coming.seat.during)
    factories.SeatFactory(interview=elsewhere, user=taken)

    listed = {one.user for one in could_take_over(coming)}

    assert good in listed
    assert listed.isdisjoint({trainee, close, taken, author})


def test_seat_changes_hands_and_both_stay_on_record(coming, author, recruiter):
    other = factories.UserFactory(name="Otto Other")
    decline_scorecard(scorecard=coming, reason="Ill.", by=author)

    hand_over(scorecard=coming, to=other, by=recruiter)

    seats = Seat.objects.filter(interview=coming.seat.interview)
    assert set(seats.values_list("user__name", "is_live")) == {("Aino Author", False), ("Otto Other", True)}
    assert Decline.objects.filter(scorecard=coming).exists()
    assert handover_settled(f"handover/{coming.uuid}/declined")


def test_hand_over_page_walks_from_decline_to_somebody_else(coming, author, recruiter, sign_in):
    other = factories.UserFactory(name="Otto Other")
    mine = sign_in(author)
    assert "I cannot write it" in text(mine.get(url("scorecard", coming)))
    mine.post(url("decline_scorecard", coming), {"reason": "On leave."})
    books = sign_in(recruiter)
    assert "On leave." in text(books.get(url("hand_over_scorecard", coming)))

    refused = books.post(url("hand_over_scorecard", coming), {"to": str(author.uuid)})
    done = text(books.post(url("hand_over_scorecard", coming), {"to": str(other.uuid)}, follow=True))

    assert (refused.status_code, "Choose one of those listed" in text(refused)) == (422, True)
    assert "Otto Other holds it now" in done


def test_interview_that_is_over_is_booked_anew(card, recruiter, sign_in):
    other = factories.UserFactory(name="Otto Other")

    response = sign_in(recruiter).post(url("hand_over_scorecard", card), {"to": str(other.uuid)})

    assert response.url == (
        f"{reverse('interviews:book', args=[card.application.uuid])}?kit={card.kit.slug}&interviewers={other.uuid}"
    )
    with pytest.raises(HandoverRefused, match="saw nothing"):
        hand_over(scorecard=card, to=other, by=recruiter)


def test_remind_me_later_from_the_page(card, author, sign_in):
    client = sign_in(author)
    assert "Remind me on the next working day" in text(client.get(url("scorecard", card)))

    first = client.post(url("snooze_scorecard", card))
    client.post(url("snooze_scorecard", card))
    third = client.post(url("snooze_scorecard", card))

    assert (first.url, third.url) == ("/interviews/", url("decline_scorecard", card))
    assert Snooze.objects.count() == 2
    assert "Remind me on the next working day" not in text(client.get(url("scorecard", card)))


def test_who_may(card, author, recruiter, hiring_manager, interviewer, stranger, sign_in):
    give = [
        sign_in(user).get(url("hand_over_scorecard", card)).status_code
        for user in (recruiter, hiring_manager, author, stranger)
    ]
    put_off = [sign_in(user).post(url("snooze_scorecard", card)).status_code for user in (recruiter, stranger)]

    assert give == [200, 200, 403, 404]
    assert put_off == [404, 404]
