"""From the rows of the pipeline to kept forecasts, and their scores once time has told."""

import datetime as dt

import pytest
from django.utils import timezone

from hiring.models import StageChange
from hiring.pipeline.actions import hire_application, move_application, reject_application, undo_change
from insights.forecast.actions import make_forecasts, score_forecasts
from insights.forecast.histories import history_on, stages_left_out
from insights.forecast.tasks import look_ahead
from insights.forecast.terms import Outcome
from insights.models import ForecastScore, ForecastSurface, RoleForecast
from tests import factories
from workspace.rows import FrozenRow

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def role(hiring_manager, now):
    return factories.RoleFactory(hiring_manager=hiring_manager, opened_at=now - 40 * DAY)


@pytest.fixture
def application(role, now):
    return factories.ApplicationFactory(role=role, applied_at=now - 30 * DAY)


def stage(role, kind):
    return role.stages.get(kind=kind)


def visits(now):
    return [(one.stage, one.outcome, one.left is None) for one in history_on(now).visits]


def test_moves_become_visits(application, role, hiring_manager, now):
    move_application(application=application, to=stage(role, "onsite"), at=now - 20 * DAY, by=hiring_manager)
    move_application(application=application, to=stage(role, "offer"), at=now - 5 * DAY, by=hiring_manager)

    history = history_on(now)

    assert visits(now) == [("screen", Outcome.PASSED, False), ("onsite", Outcome.PASSED, False), ("offer", None, True)]
    assert [round((one.left or history.today) - one.entered) for one in history.visits] == [10, 15, 5]
    assert {one.candidate for one in history.visits} == {str(application.pk)}


def test_only_what_was_known_then_is_read(application, role, hiring_manager, now):
    move_application(application=application, to=stage(role, "onsite"), at=now - 5 * DAY, by=hiring_manager)

    assert visits(now - 10 * DAY) == [("screen", None, True)]


def test_what_was_undone_did_not_happen(application, role, hiring_manager, now):
    change = reject_application(
        application=application, reason=factories.ClosingReasonFactory(), at=now - 9 * DAY, by=hiring_manager
    )
    undo_change(change=change, at=now - 8 * DAY, by=hiring_manager)

    assert visits(now) == [("screen", None, True)]


@pytest.mark.parametrize(
    ("standing", "outcome"),
    [("rejected", Outcome.REJECTED), ("withdrawn", Outcome.WITHDREW), ("hired", Outcome.PASSED)],
)
def test_an_end_is_an_outcome(application, role, now, standing, outcome):
    StageChange.objects.create(
        application=application,
        before=application.stage,
        after=application.stage,
        standing_before="active",
        standing_after=standing,
        happened_at=now - 3 * DAY,
        by=role.hiring_manager,
        reason=factories.ClosingReasonFactory(),
    )

    assert visits(now)[0] == ("screen", outcome, False)
    assert len(visits(now)) == (2 if standing == "hired" else 1)


def test_who_is_turned_away_because_the_role_ended_says_nothing_of_the_stage(application, role, hiring_manager, now):
    reject_application(
        application=application, reason=factories.ClosingReasonFactory(), at=now - DAY, by=hiring_manager
    )
    role.state, role.closed_at, role.closed_because = "closed", now - 2 * DAY, "filled"
    role.save()

    assert visits(now) == [("screen", None, False)]


def test_stages_of_one_purpose_are_one(now, hiring_manager):
    role = factories.RoleFactory(
        hiring_manager=hiring_manager,
        opened_at=now - 40 * DAY,
        stages=(("New", "sourced"), ("Written", "contacted"), ("Screen", "screen"), ("Offer", "offer")),
    )
    application = factories.ApplicationFactory(role=role, applied_at=now - 30 * DAY)
    move_application(application=application, to=stage(role, "contacted"), at=now - 20 * DAY, by=hiring_manager)
    move_application(application=application, to=stage(role, "screen"), at=now - 10 * DAY, by=hiring_manager)

    assert visits(now) == [("review", Outcome.PASSED, False), ("screen", None, True)]
    assert stages_left_out(role) == {"tech", "onsite"}


def test_the_number_of_queries_is_constant(application, role, now, django_assert_num_queries):
    for _ in range(3):
        factories.ApplicationFactory(role=role, applied_at=now - 3 * DAY)
    with django_assert_num_queries(2):
        history_on(now)


def test_every_open_role_gets_one_forecast_a_day(application, role, now):
    factories.RoleFactory(state="draft", opened_at=None)
    factories.RoleFactory(state="on_hold", opened_at=now - DAY)

    assert make_forecasts(now) == 1
    assert make_forecasts(now) == 0
    row = RoleForecast.objects.get()
    assert row.role == role
    assert (row.openings_left, row.days_open, len(row.chances), len(row.quantiles)) == (1, 40, 26, 99)
    assert row.chances == sorted(row.chances)
    assert 0 < row.chances[-1] < 1
    assert row.own_share < 0.5
    known = [day for day in row.quantiles if day is not None]
    assert known == sorted(known)
    assert {kind for kind, _, _ in row.levers} >= {"more", "faster", "freeze", "second_opening", "afresh"}


def test_a_forecast_without_changes_still_keeps_what_hangs_on_people_on_their_way(application, role, now):
    make_forecasts(now, with_changes=False)

    row = RoleForecast.objects.get()
    ((kind, what, chance),) = row.levers
    assert (kind, what) == ("afresh", "")
    assert 0 <= chance <= 1
    assert not ForecastSurface.objects.exists()


def test_a_forecast_names_no_candidate(application, role, now):
    application.candidate.name = "Elin Vasquez"
    application.candidate.save()
    make_forecasts(now)

    row = RoleForecast.objects.values().get()

    assert "Elin" not in str(row)
    assert str(application.candidate.uuid) not in str(row)


def test_forecasts_are_never_changed(application, now):
    make_forecasts(now)

    with pytest.raises(FrozenRow):
        RoleForecast.objects.update(average_days=1.0)


def test_a_forecast_is_scored_when_its_role_is_filled(application, role, hiring_manager, now):
    make_forecasts(now - 25 * DAY)
    assert score_forecasts(now.date()) == 0

    hire_application(application=application, at=now - 5 * DAY, by=hiring_manager)

    assert score_forecasts(now.date()) == 1
    assert score_forecasts(now.date()) == 0
    score = ForecastScore.objects.get()
    assert score.days == 20
    assert 0 <= score.pit <= 1
    assert score.average_error == abs(score.forecast.average_days - 20)
    draws = [day or 182 for day in score.forecast.quantiles]
    slow = sum(abs(one - 20) for one in draws) / 99 - sum(abs(a - b) for a in draws for b in draws) / 2 / 99**2
    assert score.crps == pytest.approx(slow)


def test_a_forecast_is_scored_when_its_horizon_has_passed(application, now):
    make_forecasts(now - 25 * DAY)

    assert score_forecasts((now + 100 * DAY).date()) == 0
    assert score_forecasts((now + 160 * DAY).date()) == 1
    assert ForecastScore.objects.get().days is None


def test_a_role_that_was_cancelled_scores_nothing(application, role, now):
    make_forecasts(now - 25 * DAY)
    role.state, role.closed_at, role.closed_because = "closed", now - DAY, "budget"
    role.save()

    assert score_forecasts((now + 365 * DAY).date()) == 0


def test_the_nightly_task_may_run_twice(application):
    assert (look_ahead(), look_ahead()) == (1, 0)


def test_without_a_role_there_is_nothing_to_do(now):
    assert make_forecasts(now) == 0
    assert score_forecasts(now.date()) == 0
