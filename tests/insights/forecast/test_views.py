"""The forecast's pages, and the words on them."""

import datetime as dt

import pytest
from django.utils import timezone

from insights.forecast.actions import make_forecasts
from insights.forecast.models import ForecastScore
from insights.forecast.wording import (
    chance_by,
    chance_words,
    data_words,
    lever_words,
    range_words,
    record_words,
    risks,
)
from insights.models import RoleForecast
from tests import factories

DAY = dt.timedelta(days=1)


@pytest.fixture
def role(db, hiring_manager):
    role = factories.RoleFactory(
        title="Perception engineer", hiring_manager=hiring_manager, opened_at=timezone.now() - 40 * DAY
    )
    factories.ApplicationFactory(role=role, applied_at=timezone.now() - 10 * DAY)
    return role


@pytest.fixture
def forecast(role):
    make_forecasts(timezone.now())
    return RoleForecast.objects.get()


def test_the_list_says_chances_by_day(forecast, role, client, hiring_manager):
    client.force_login(hiring_manager)

    page = client.get("/insights/forecast/")

    assert page.status_code == 200
    assert role.title in page.text
    assert chance_words(chance_by(forecast.chances, 60)) in page.text
    assert "defaults" in page.text
    assert "No forecast has been settled yet" in page.text


def test_a_role_without_a_forecast_is_named(role, client, hiring_manager):
    client.force_login(hiring_manager)

    assert "Waiting for their first forecast" in client.get("/insights/forecast/").text
    assert "gets one every night" in client.get(f"/insights/forecast/{role.slug}/").text
    assert "The first forecast is made tonight" in client.get(f"/roles/{role.slug}/").text


def test_a_roles_page_says_what_it_stands_on_and_what_moves_it(forecast, role, client, hiring_manager):
    client.force_login(hiring_manager)

    page = client.get(f"/insights/forecast/{role.slug}/").text

    for words in (
        "One time in ten filled",
        "Based on defaults, not your data",
        "Every stage half as fast again",
        "People a week for 80",
    ):
        assert words in page
    assert "When it may be filled" in client.get(f"/roles/{role.slug}/").text


def test_desk_of_a_role_open_for_long_says_its_odds(forecast, role, client, hiring_manager):
    said = f"gives it {chance_words(chance_by(forecast.chances, 60))} to be filled within 60 days."
    client.force_login(hiring_manager)
    assert said not in client.get(f"/roles/{role.slug}/desk/").text

    type(role).objects.update(opened_at=timezone.now() - 120 * DAY)
    page = client.get(f"/roles/{role.slug}/desk/").text

    assert "Open for 120 days without a hire" in page
    assert said in page


def test_roles_of_others_stay_unseen(forecast, role, client):
    client.force_login(factories.UserFactory(hiring_manager=True))

    assert role.title not in client.get("/insights/forecast/").text
    assert client.get(f"/insights/forecast/{role.slug}/").status_code == 404


def test_interviewers_see_no_forecast(forecast, role, client, interviewer):
    client.force_login(interviewer)

    assert client.get("/insights/forecast/").status_code == 403
    assert client.get(f"/insights/forecast/{role.slug}/").status_code in {403, 404}


def test_the_number_of_queries_does_not_grow(role, client, hiring_manager, django_assert_max_num_queries):
    for number in range(3):
        other = factories.RoleFactory(title=f"R{number}", hiring_manager=hiring_manager, opened_at=timezone.now() - DAY)
        factories.ApplicationFactory(role=other)
    make_forecasts(timezone.now())
    client.force_login(hiring_manager)

    with django_assert_max_num_queries(9):
        client.get("/insights/forecast/")
    with django_assert_max_num_queries(11):
        client.get(f"/insights/forecast/{role.slug}/")


def test_settled_forecasts_are_summed_up(forecast, client, hiring_manager):
    ForecastScore.objects.create(
        forecast=forecast, scored_on=timezone.localdate(), days=20, crps=8, naive_crps=12, average_error=30, pit=0.4
    )
    client.force_login(hiring_manager)

    assert "Over 1 settled forecasts" not in (page := client.get("/insights/forecast/").text)
    assert "Over one settled forecast the range of 80 % held 100 % of the time" in page


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.0, "under 1 %"), (0.004, "under 1 %"), (0.48, "48 %"), (0.994, "over 99 %"), (1.0, "over 99 %")],
)
def test_no_chance_is_certain(chance, words):
    assert chance_words(chance) == words


def test_chances_between_weeks_lie_on_a_line():
    assert chance_by([0.1, 0.3], 7) == pytest.approx(0.1)
    assert chance_by([0.1, 0.3], 10.5) == pytest.approx(0.2)
    assert chance_by([0.1, 0.3], 3.5) == pytest.approx(0.05)
    assert chance_by([0.1, 0.3], 400) == pytest.approx(0.3)


def test_a_day_beyond_the_horizon_is_said_as_such():
    quantiles = [5.0] * 49 + [40.0] * 40 + [None] * 10

    said = range_words(dt.date(2026, 11, 20), quantiles, 182)

    assert (
        said
        == "One time in ten filled by 25 November 2026, as likely as not by 30 December 2026, nine times in ten after 21 May 2027."
    )


def test_what_it_hangs_on_is_named():
    assert risks([["referral", 0.7]], {"referral": "Referrals"}, 0.6, 0.1) == [
        "It hangs on one channel: Referrals brings 70 % of the hires expected. Open a second one.",
        "It hangs on the people already on their way: without them 60 % falls to 10 %. Keep others coming.",
    ]
    assert risks([["referral", 0.4]], {}, 0.6, 0.5) == []


def test_words_for_data_levers_and_record():
    assert data_words(0.2) == "Based on defaults, not your data: your own history counts for 20 %."
    assert data_words(0.8) == "Based on your own history; outside defaults count for 20 %."
    assert lever_words("more", "arxiv", "arXiv authors") == "One more person a week from arXiv authors"
    assert lever_words("faster", "onsite", "") == "The onsite half as fast again"
    assert lever_words("better_odds", "offer", "") == "Odds of passing the offer half as high again"
    assert lever_words("fewer_stages", "tech", "") == "Without the assessment"
    assert record_words(3, 8, 12, 30, 2 / 3).endswith("Too few to tell: 20 are needed, of several roles.")
    assert "Too few" not in record_words(40, 8, 12, 30, 0.8)
