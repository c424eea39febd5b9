import datetime as dt

import pytest
from django.utils import timezone

from insights.inputs.queries import scorecard_figures
from tests import factories


@pytest.fixture
def now():
    return timezone.now()


def card(application, hours, **fields):
    """A scorecard of an interview that started so many hours ago (negative) or starts (positive)."""
    return factories.ScorecardFactory(
        seat__interview__application=application, seat__interview__during=factories.span(hours=hours), **fields
    )


def test_scorecard_figures_tell_owed_from_late_and_in_time_from_not(application, recruiter, now):
    card(application, -2)
    card(application, -60)
    card(application, 20)
    card(application, -100, submitted_at=now - dt.timedelta(hours=90))
    card(application, -200, submitted_at=now - dt.timedelta(hours=90))
    card(application, -300, released_at=now)

    figures = scorecard_figures((application.role_id,), now, recruiter)

    assert (figures.owed, figures.overdue, figures.submitted, figures.in_time) == (2, 1, 2, 1)
    assert figures.on_time == 0.5


def test_on_time_rate_of_nothing_is_unknown_not_zero(role, recruiter, now):
    assert scorecard_figures((role.pk,), now, recruiter).on_time is None
