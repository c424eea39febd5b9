import datetime as dt

import pytest
from django.utils import timezone

from insights.inputs.weekly import Looking
from insights.load.queries import carried
from insights.narrowing.scope import scope_of
from tests import factories


@pytest.fixture
def look(recruiter):
    """How a recruiter looks at the last twelve weeks of these roles."""
    now = timezone.now()

    def look(*roles):
        scope = scope_of(recruiter, tuple(role.pk for role in roles))
        return Looking(recruiter, scope, since=now - dt.timedelta(weeks=12), until=now, now=now, of_all=False)

    return look


def card(application, hours, **fields):
    """A scorecard of an interview that started so many hours ago (negative) or starts (positive)."""
    return factories.ScorecardFactory(
        seat__interview__application=application, seat__interview__during=factories.span(hours=hours), **fields
    )


def test_load_counts_what_was_held_comes_and_is_owed(application, interviewer, look):
    for hours in (-2, -48, 30, 24 * 9):
        card(application, hours, seat__user=interviewer)

    (load,) = carried(look(application.role))

    assert (load.user, load.held, load.coming, load.owed) == (interviewer, 2, 1, 2)


def test_interviews_of_other_roles_are_no_load_here(role, look):
    other = card(factories.ApplicationFactory(), -2).application

    assert carried(look(role)) == []
    assert [load.held for load in carried(look(other.role))] == [1]
