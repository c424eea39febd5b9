"""A second rating of a borderline bar: asked with one click, of somebody else through something else, followed to its end."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.conflicts.models import Conflict
from interviews.availability.actions import add_day_off
from interviews.decisions.actions import sign_decision
from interviews.models import Kit, SecondRating, Training, TrainingPolicy
from interviews.schedule.actions import book_interview, cancel_interview
from interviews.scorecards.actions import submit_scorecard
from interviews.scorecards.draft import Draft, TypedRating
from interviews.second_ratings.reminders import SECOND_RATING, due_second_ratings, second_rating_settled
from tests import factories
from workspace.activity.models import Activity
from workspace.activity.veils import unveiled
from workspace.reminders.actions import remind_all

HOURS = {"nudge": 24, "without": 96}


@pytest.fixture
def rater(db):
    return factories.UserFactory(name="Aada Shah", time_zone="Europe/Berlin")


@pytest.fixture
def borderline(case, rater):
    """One person rated a bar just below through one kit; another kit of another type sees it too."""
    used = case.kit("Used kit", bars=("code",))
    case.fresh = case.kit("Fresh kit", bars=("code",))
    case.rate(factories.UserFactory(name="Jonas Lind"), kit=used, code="just_below")
    return case


def ask(client, case, slug="code"):
    return client.post(
        reverse("interviews:ask_second_rating", args=[case.application.uuid]), {"competency": slug}, follow=True
    )


def text(response):
    return response.content.decode()


def test_one_click_proposes_somebody_else_through_another_assessment(borderline, hiring_manager, rater, sign_in):
    client = sign_in(hiring_manager)
    before = text(client.get(reverse("interviews:debrief", args=[borderline.application.uuid])))

    after = text(ask(client, borderline))

    wish = SecondRating.objects.get()
    assert "Ask for a second rating" in before
    assert (wish.rater, wish.kit.name, wish.asked_by) == (rater, "Fresh kit", hiring_manager)
    assert "second rating: Aada S., not booked yet" in after
    assert f"kit={borderline.fresh.slug}" in after
    assert "Ask for a second rating" not in after


def test_proposed_time_lies_a_day_ahead_in_the_hours_of_the_rater(borderline, hiring_manager, rater, sign_in):
    ask(sign_in(hiring_manager), borderline)

    slot = SecondRating.objects.get().slot
    local = slot.lower.astimezone(rater.zone)
    assert slot.lower > timezone.now() + dt.timedelta(hours=23)
    assert (local.weekday() < 5, 9 <= local.hour < 18) == (True, True)
    assert slot.upper - slot.lower == dt.timedelta(minutes=borderline.fresh.minutes)


def test_whoever_has_a_conflict_or_is_in_training_is_not_proposed(borderline, hiring_manager, rater, sign_in):
    trainee = factories.UserFactory(name="Aaltje Trainee")
    for kit in Kit.objects.all():
        Training.objects.create(user=trainee, assessment_type=kit.assessment_type)
    TrainingPolicy.objects.bulk_create(
        TrainingPolicy(assessment_type=kit.assessment_type, is_required=True) for kit in Kit.objects.all()
    )
    Training.objects.bulk_create(
        Training(user=rater, assessment_type=kit.assessment_type, signed_at=timezone.now(), signed_by=hiring_manager)
        for kit in Kit.objects.all()
    )
    Conflict.objects.create(user=rater, candidate=borderline.application.candidate, kind="other")

    answer = text(ask(sign_in(hiring_manager), borderline))

    assert SecondRating.objects.filter(rater__in=[rater, trainee]).count() == 0
    assert "Nobody is left who could rate Software engineering independently" in answer


@pytest.mark.parametrize("slug", ["theory", "creative", "nonsense", ""])
def test_only_a_borderline_bar_is_asked_about(borderline, hiring_manager, sign_in, slug):
    response = ask(sign_in(hiring_manager), borderline, slug)

    assert SecondRating.objects.count() == 0
    assert "no second rating is needed" in text(response) or "has no such bar" in text(response)


def test_asking_twice_asks_once(borderline, hiring_manager, sign_in):
    client = sign_in(hiring_manager)
    ask(client, borderline)

    again = text(ask(client, borderline))

    assert SecondRating.objects.count() == 1
    assert "was asked for already" in again


def test_who_may_ask(borderline, recruiter, interviewer, stranger, sign_in):
    borderline.book(interviewer)

    statuses = [ask(sign_in(user), borderline).status_code for user in (interviewer, stranger, recruiter)]

    assert statuses == [403, 404, 200]


def test_whoever_owes_a_scorecard_learns_of_no_wish(borderline, hiring_manager, recruiter, sign_in):
    ask(sign_in(recruiter), borderline)
    borderline.book(hiring_manager)

    html = text(sign_in(hiring_manager).get(reverse("interviews:debrief", args=[borderline.application.uuid])))

    assert "second rating" not in html
    assert ask(sign_in(hiring_manager), borderline).status_code == 403
    log = unveiled(Activity.objects.filter(verb="asked_second_rating"), hiring_manager)
    assert (Activity.objects.filter(verb="asked_second_rating").count(), log.count()) == (1, 0)


@pytest.fixture
def wish(borderline, hiring_manager, sign_in):
    ask(sign_in(hiring_manager), borderline)
    return SecondRating.objects.select_related("application__role").get()


def test_wish_follows_its_interview_and_ends_with_the_rating(wish, borderline, rater, recruiter, application):
    booked = book_interview(
        application=application,
        kit=wish.kit,
        starts_at=timezone.now() - dt.timedelta(hours=1),
        minutes=45,
        interviewers=[rater],
        by=recruiter,
    )
    wish.refresh_from_db()
    assert wish.interview == booked

    card = application.scorecards.get(author=rater)
    seen = TypedRating("bar", "code", "just_above", "Wrote it cleanly.")
    submit_scorecard(scorecard=card, draft=Draft(ratings=(seen,)), by=rater)

    wish.refresh_from_db()
    assert wish.ending == "rated"


def test_wish_waits_again_when_its_interview_is_called_off(wish, rater, recruiter, application):
    booked = book_interview(
        application=application,
        kit=wish.kit,
        starts_at=timezone.now() + dt.timedelta(days=2),
        minutes=45,
        interviewers=[rater],
        by=recruiter,
    )

    cancel_interview(interview=booked, by=recruiter)

    wish.refresh_from_db()
    assert (wish.interview, wish.is_open) == (None, True)


def test_wish_is_taken_back_once(wish, hiring_manager, stranger, sign_in):
    url = reverse("interviews:withdraw_second_rating", args=[wish.uuid])

    assert sign_in(stranger).post(url).status_code == 404
    assert "No second rating is asked for any more" in text(sign_in(hiring_manager).post(url, follow=True))
    assert "has ended already: withdrawn" in text(sign_in(hiring_manager).post(url, follow=True))


@pytest.mark.parametrize(("verdict", "ending"), [("no", "decided_without"), ("more_evidence", "")])
def test_deciding_without_it_is_kept_with_the_decision(wish, hiring_manager, application, verdict, ending, sign_in):
    decision = sign_decision(application=application, verdict=verdict, reasons="Enough seen.", by=hiring_manager)

    wish.refresh_from_db()
    assert wish.ending == ending
    assert decision.without == (["Software engineering"] if ending else [])
    html = text(sign_in(hiring_manager).get(reverse("interviews:debrief", args=[application.uuid])))
    assert ("Decided without the second rating that was asked for" in html) is bool(ending)


# --- Reminders -------------------------------------------------------------------------------------------------------

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)


@pytest.fixture
def asked_on_monday(wish):
    SecondRating.objects.update(created_at=MONDAY)
    return wish


def steps(moment):
    return [(one.recipient, one.key.rpartition("/")[2]) for one in due_second_ratings(moment, HOURS)]


def test_whoever_books_is_told_at_once_again_and_the_manager_decides_without(
    asked_on_monday, recruiter, hiring_manager
):
    days = [dt.timedelta(days=days) for days in (0, 0.9, 1, 3.9, 4)]

    told = [steps(MONDAY + day)[0] for day in days]

    booker = (recruiter.pk, "asked")
    nudge, without = (recruiter.pk, "nudge"), (hiring_manager.pk, "without")
    assert told == [booker, booker, nudge, nudge, without]


def test_weekend_is_nobodys_delay(wish, recruiter):
    SecondRating.objects.update(created_at=MONDAY + dt.timedelta(days=4))  # Friday

    assert steps(MONDAY + dt.timedelta(days=6)) == [(recruiter.pk, "asked")]
    assert steps(MONDAY + dt.timedelta(days=7)) == [(recruiter.pk, "nudge")]


def test_booker_who_owes_a_scorecard_is_passed_over(asked_on_monday, borderline, recruiter, hiring_manager):
    borderline.book(recruiter)

    assert steps(MONDAY) == [(hiring_manager.pk, "asked")]


def test_days_off_of_whoever_is_reminded_do_not_count(asked_on_monday, recruiter, hiring_manager):
    tuesday = (MONDAY + dt.timedelta(days=1)).date()
    for person in (recruiter, hiring_manager):
        add_day_off(user=person, first=tuesday, by=person)

    told = [steps(MONDAY + dt.timedelta(days=days))[0] for days in (1.9, 2, 4.9)]

    assert told == [(recruiter.pk, "asked"), (recruiter.pk, "nudge"), (recruiter.pk, "nudge")]


def test_reminding_twice_says_each_step_once_and_never_to_the_rater(asked_on_monday, rater, monkeypatch):
    monkeypatch.setattr("workspace.reminders.actions.KINDS", {"second_rating": SECOND_RATING})

    assert [remind_all(now=MONDAY), remind_all(now=MONDAY)] == [1, 0]
    assert rater.notifications.count() == 0


def test_settled_once_booked_or_ended(asked_on_monday, recruiter, application, rater):
    keys = [f"second_rating/{asked_on_monday.uuid}/{step}" for step in ("asked", "without")]
    assert [second_rating_settled(key) for key in keys] == [False, False]

    book_interview(
        application=application,
        kit=asked_on_monday.kit,
        starts_at=timezone.now() + dt.timedelta(days=2),
        minutes=45,
        interviewers=[rater],
        by=recruiter,
    )

    assert [second_rating_settled(key) for key in keys] == [True, False]
