import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.conflicts.actions import declare_conflict
from candidates.conflicts.enums import ConflictKind
from interviews.scorecards.reminders import SCORECARD_DUE
from interviews.take_homes.choosing import possible_raters
from interviews.take_homes.giving import extend_take_home, give_take_home, set_take_home_rule, withdraw_take_home
from interviews.take_homes.handing_in import hand_in
from interviews.take_homes.models import TakeHome, TakeHomeRating, TakeHomeRule
from interviews.take_homes.raters import ask_raters, ask_the_least_asked, release_rater
from interviews.take_homes.refusals import TakeHomeRefused
from interviews.take_homes.reminders import TAKE_HOME_NEWS, TAKE_HOME_TO_RATE, news_settled, rating_settled
from interviews.training.actions import start_training
from tests import factories
from workspace.models import Mail

SOON = dt.timedelta(days=7)
HOURS = {"again": 48, "manager": 72}


def fields(**changed):
    closes = timezone.localtime() + SOON
    return {
        "kit": "take-home-claim",
        "closes_at_0": f"{closes:%Y-%m-%d}",
        "closes_at_1": "18:00",
        "minutes": "",
        "reward": "120 euros",
        "ai_policy": "declared",
        "raters_wanted": "2",
        **changed,
    }


def test_giving_asks_two_and_writes_one_letter_with_the_link(application, kit, maya, tomas, recruiter, sign_in):
    url = reverse("interviews:give-take-home", args=[application.uuid])
    client = sign_in(recruiter)
    assert client.get(url).status_code == 200

    answer = client.post(url, fields())

    take_home = TakeHome.objects.get()
    assert answer["Location"] == reverse("interviews:take-home", args=[take_home.uuid])
    assert (take_home.minutes, take_home.is_blind, take_home.given_by) == (180, True, recruiter)
    assert {one.rater for one in take_home.ratings.all()} == {maya, tomas}
    mail = Mail.objects.get(to="qzorb@mail.example")
    assert "/take-home/" in mail.body
    assert "Europe/Zurich" in mail.body
    assert "120 euros" in mail.body
    assert mail.is_secret


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reward": " "}, "Say what the candidate gets"),
        ({"minutes": 300}, "More than four hours"),
        ({"closes_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "over already"),
        ({"closes_at": dt.datetime(2199, 1, 1, tzinfo=dt.UTC)}, "at most 60 days"),
    ],
)
def test_what_cannot_be_given_is_said(given, changed, words):
    with pytest.raises(TakeHomeRefused, match=words):
        given(**changed)


def test_a_second_one_of_the_same_kit_waits_for_the_first(given):
    given()

    with pytest.raises(TakeHomeRefused, match="this task already"):
        given()


def test_closed_applications_other_kits_and_the_unwilling_get_none(given, application, candidate):
    with pytest.raises(TakeHomeRefused, match="no take-home"):
        given(kit=factories.KitFactory())
    candidate.do_not_contact = True
    candidate.save()
    with pytest.raises(TakeHomeRefused, match="not to be written to"):
        given()


def test_the_paid_may_take_longer(given):
    assert given(minutes=300, is_paid=True).hours == "5 hours"


def test_more_time_is_given_with_a_reason_and_told(take_home, recruiter):
    later = take_home.closes_at + SOON
    with pytest.raises(TakeHomeRefused, match="Say why"):
        extend_take_home(take_home=take_home, closes_at=later, reason=" ", by=recruiter)
    with pytest.raises(TakeHomeRefused, match="must come after"):
        extend_take_home(take_home=take_home, closes_at=take_home.closes_at, reason="ill", by=recruiter)

    extended = extend_take_home(take_home=take_home, closes_at=later, reason="A child is ill", by=recruiter)

    assert extended.closes_at == later
    assert extended.extensions.get().reason == "A child is ill"
    told = Mail.objects.get(subject__endswith="More time for your task")
    assert "child" not in told.body


def test_what_is_rated_is_neither_extended_nor_taken_back(take_home, maya, recruiter):
    hand_in(take_home=take_home, text="done", is_final=True)
    with pytest.raises(TakeHomeRefused, match="nothing to extend"):
        extend_take_home(take_home=take_home, closes_at=take_home.closes_at + SOON, reason="x", by=recruiter)
    [rating] = ask_raters(take_home=take_home, users=[maya], by=recruiter)
    TakeHomeRating.objects.filter(pk=rating.pk).update(submitted_at=timezone.now())
    with pytest.raises(TakeHomeRefused, match="rated already"):
        withdraw_take_home(take_home=take_home, by=recruiter)
    with pytest.raises(TakeHomeRefused, match="rated it already"):
        release_rater(rating=rating, by=recruiter)


def names(application, kit, **more):
    return {one.user.name for one in possible_raters(application, kit, **{"is_blind": True} | more)}


def test_who_would_know_or_stands_too_close_rates_nothing_blind(
    application, kit, maya, tomas, role, candidate, recruiter
):
    met = factories.UserFactory(name="Met Before")
    factories.SeatFactory(interview=factories.InterviewFactory(application=application), user=met)
    member = factories.UserFactory(name="Of The Role")
    role.members.create(user=member, added_by=recruiter)
    keeper = factories.UserFactory(name="Keeps The Record")
    candidate.owner = keeper
    candidate.save()
    close = factories.UserFactory(name="Too Close")
    declare_conflict(user=close, candidate=candidate, kind=ConflictKind.PERSONAL, note="We wrote a paper", by=recruiter)
    factories.UserFactory(name="Gone", is_active=False)

    assert names(application, kit) == {"Maya Brandt", "Tomas Ek"}
    assert names(application, kit, is_blind=False) == {
        "Maya Brandt",
        "Tomas Ek",
        "Met Before",
        "Of The Role",
        "Keeps The Record",
        "Hari Manager",
    }


def test_trainees_come_last_and_are_not_asked_by_themselves(application, kit, maya, tomas, recruiter, take_home):
    start_training(user=maya, assessment_type=kit.assessment_type, by=recruiter)

    assert [(one.user, one.is_trainee) for one in possible_raters(application, kit, is_blind=True)] == [
        (tomas, False),
        (maya, True),
    ]
    assert [one.rater for one in ask_the_least_asked(take_home=take_home, by=recruiter)] == [tomas]
    [asked] = ask_raters(take_home=take_home, users=[maya], by=recruiter)
    assert asked.rater == maya


def test_nobody_is_asked_who_may_not_rate(take_home, hiring_manager, recruiter):
    with pytest.raises(TakeHomeRefused, match="Hari Manager cannot rate"):
        ask_raters(take_home=take_home, users=[hiring_manager], by=recruiter)


def test_choosing_raters_costs_the_same_for_many(application, kit, maya, count_queries):
    few = count_queries(lambda: possible_raters(application, kit, is_blind=True))
    for _ in range(5):
        factories.UserFactory()

    assert count_queries(lambda: possible_raters(application, kit, is_blind=True)) == few <= 6


def test_a_role_that_rates_openly_shows_whose_it_is(role, given, hiring_manager, recruiter, sign_in):
    url = reverse("interviews:take-home-rule", args=[role.slug])
    assert sign_in(hiring_manager).post(url, {}).status_code == 302
    take_home = given()
    ask_raters(take_home=take_home, users=[hiring_manager], by=recruiter)
    hand_in(take_home=take_home, text="By Qwendolyn Zorbatek", is_final=True)
    rating = TakeHomeRating.objects.get()

    page = sign_in(hiring_manager).get(reverse("interviews:rate-take-home", args=[rating.uuid])).content.decode()

    assert "Qwendolyn Zorbatek" in page
    assert "▮" not in page
    # As with any scorecard, who owes one reads no other's of that application.
    debrief = reverse("interviews:debrief", args=[take_home.application.uuid])
    assert "every bar" not in sign_in(hiring_manager).get(debrief).content.decode()


def test_strangers_and_interviewers_give_nothing(application, take_home, stranger, interviewer, sign_in):
    give = reverse("interviews:give-take-home", args=[application.uuid])
    page = reverse("interviews:take-home", args=[take_home.uuid])
    rule = reverse("interviews:take-home-rule", args=[application.role.slug])
    for person in (stranger, interviewer):
        assert [sign_in(person).get(url).status_code for url in (give, page, rule)] == [404, 404, 404]


def test_only_its_rater_opens_a_rating(rating, tomas, recruiter, admin, sign_in):
    url = reverse("interviews:rate-take-home", args=[rating.uuid])

    assert [sign_in(person).get(url).status_code for person in (tomas, recruiter, admin)] == [404, 404, 404]


def test_the_raters_ladder_begins_when_there_is_something_to_read(take_home, maya, recruiter, hiring_manager):
    [rating] = ask_raters(take_home=take_home, users=[maya], by=recruiter)
    assert list(TAKE_HOME_TO_RATE.due(timezone.now(), HOURS)) == []
    hand_in(take_home=take_home, text="done", is_final=True)
    now = timezone.now()

    [first] = TAKE_HOME_TO_RATE.due(now, HOURS)
    later = list(TAKE_HOME_TO_RATE.due(now + dt.timedelta(days=9), HOURS))

    assert first.recipient == maya.pk
    assert [one.recipient for one in later] == [maya.pk, hiring_manager.pk]
    assert not rating_settled(first.key)
    release_rater(rating=rating, by=recruiter)
    assert rating_settled(first.key)
    assert list(TAKE_HOME_TO_RATE.due(now + dt.timedelta(days=9), HOURS)) == []


@pytest.fixture
def rated_openly(application, role, kit, given, maya, hiring_manager, recruiter):
    """A take-home with the name on it, handed in; `ask(people)` asks them to rate it."""
    TakeHomeRule.objects.create(role=role, is_blind=False)
    take_home = given()

    def ask(*people):
        return ask_raters(take_home=take_home, users=people, by=recruiter)

    ask(maya)
    hand_in(take_home=take_home, text="done", is_final=True)
    return ask


def told(due, manager, days=9):
    """What the hiring manager is told of others, after so many days."""
    found = due(timezone.now() + dt.timedelta(days=days), HOURS)
    return [one for one in found if one.recipient == manager.pk and one.key.endswith("/manager")]


def test_a_hiring_manager_who_rates_it_too_is_not_told_that_others_have_not(rated_openly, hiring_manager):
    assert len(told(TAKE_HOME_TO_RATE.due, hiring_manager)) == 1

    [own] = rated_openly(hiring_manager)

    assert told(TAKE_HOME_TO_RATE.due, hiring_manager) == []
    TakeHomeRating.objects.filter(pk=own.pk).update(submitted_at=timezone.now())
    assert len(told(TAKE_HOME_TO_RATE.due, hiring_manager)) == 1


def test_a_hiring_manager_who_owes_a_scorecard_is_not_told_of_ratings(rated_openly, application, hiring_manager):
    interview = factories.InterviewFactory(application=application, during=factories.span(hours=-3))
    card = factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview, user=hiring_manager))

    assert told(TAKE_HOME_TO_RATE.due, hiring_manager) == []
    card.released_at = timezone.now()
    card.save()
    assert len(told(TAKE_HOME_TO_RATE.due, hiring_manager)) == 1


def test_a_hiring_manager_who_rates_a_take_home_is_not_told_of_open_scorecards(
    rated_openly, application, hiring_manager, tomas
):
    interview = factories.InterviewFactory(application=application, during=factories.span(hours=-3))
    factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview, user=tomas))
    assert len(told(SCORECARD_DUE.due, hiring_manager, days=5)) == 1

    [own] = rated_openly(hiring_manager)

    assert told(SCORECARD_DUE.due, hiring_manager, days=5) == []
    release_rater(rating=own, by=hiring_manager)
    assert len(told(SCORECARD_DUE.due, hiring_manager, days=5)) == 1


def test_a_manager_who_took_over_the_role_does_not_learn_whose_blind_take_home_they_rate(
    take_home, maya, tomas, recruiter, hiring_manager, role
):
    ask_raters(take_home=take_home, users=[maya, tomas], by=recruiter)
    hand_in(take_home=take_home, text="done", is_final=True)
    assert len(told(TAKE_HOME_TO_RATE.due, hiring_manager)) == 2

    role.hiring_manager = tomas
    role.save()

    assert told(TAKE_HOME_TO_RATE.due, tomas) == []


def test_whoever_gave_it_hears_what_became_of_it(take_home, recruiter):
    now = timezone.now()
    assert list(TAKE_HOME_NEWS.due(now, {})) == []

    [over] = TAKE_HOME_NEWS.due(take_home.closes_at + dt.timedelta(hours=1), {})
    hand_in(take_home=take_home, text="done", is_final=True)
    [came] = TAKE_HOME_NEWS.due(timezone.now(), {})

    assert (over.recipient, came.recipient) == (recruiter.pk, recruiter.pk)
    assert "time is over" in over.subject
    assert "handed in" in came.subject
    assert "0 of 2 raters" in came.body
    assert not news_settled(came.key)
    withdraw_take_home(take_home=take_home, by=recruiter)
    assert news_settled(came.key)


def test_the_staff_page_acts_and_says_what_went_wrong(rating, recruiter, tomas, sign_in):
    take_home, client = rating.take_home, sign_in(recruiter)

    def post(name, **data):
        return client.post(reverse(f"interviews:{name}", args=[take_home.uuid]), data).status_code

    assert post("ask-take-home-raters", users=[str(tomas.uuid)]) == 302
    assert post("ask-take-home-raters", users=["nobody"]) == 422
    assert post("cover-take-home", also_cover="noise") == 302
    assert post("release-take-home-rater", rating=str(rating.uuid)) == 302
    assert post("release-take-home-rater", rating="x") == 404
    assert post("extend-take-home", closes_at_0="2100-01-01", closes_at_1="10:00", reason="x") == 422
    assert post("replace-take-home-file") == 422
    assert post("confirm-take-home", what="file") == 302  # said in a toast: there is no file
    page = client.get(reverse("interviews:take-home", args=[take_home.uuid])).content.decode()
    assert "Noise" in page
    assert post("withdraw-take-home") == 302


def test_panels_and_pages_cost_the_same_for_many(
    rating, given, kit, recruiter, maya, sign_in, count_queries, application
):
    client, rater = sign_in(recruiter), sign_in(maya)
    page = reverse("hiring:application", args=[application.uuid])
    rate = reverse("interviews:rate-take-home", args=[rating.uuid])
    week = reverse("interviews:week")
    few = [count_queries(lambda u=u, c=c: c.get(u)) for u, c in ((page, client), (rate, rater), (week, rater))]
    for n in range(2):
        other = factories.ApplicationFactory(role=application.role)
        more = factories.KitFactory(slug=f"other-{n}", assessment_type=kit.assessment_type)
        given(kit=more)
        again = give_take_home(
            application=other, kit=more, closes_at=timezone.now() + SOON, minutes=60, reward="x", by=recruiter
        )
        ask_raters(take_home=again, users=[maya], by=recruiter)
        hand_in(take_home=again, text="x", is_final=True)

    many = [count_queries(lambda u=u, c=c: c.get(u)) for u, c in ((page, client), (rate, rater), (week, rater))]

    assert many == few


def test_a_recusal_takes_the_rating_away(rating, maya, candidate):
    declare_conflict(
        user=maya, candidate=candidate, kind=ConflictKind.PERSONAL, note="My cousin", steps_aside=True, by=maya
    )

    rating.refresh_from_db()
    assert rating.released_at


def test_setting_the_rule_twice_keeps_one(role, recruiter):
    set_take_home_rule(role=role, is_blind=False, by=recruiter)

    assert set_take_home_rule(role=role, is_blind=True, by=recruiter).is_blind
