import pytest
from django.core.cache import cache

from interviews.sittings.actions import begin
from tests.interviews import exam_fixtures
from tests.interviews.exams.conftest import bank, exam  # noqa: F401  (fixtures)


@pytest.fixture(autouse=True)
def fresh_limits():
    """Each test has its own minute of wrong links."""
    cache.clear()


@pytest.fixture
def application(role):
    return exam_fixtures.applied(role)


@pytest.fixture
def invitation(exam, application):  # noqa: F811
    return exam_fixtures.invite(exam, application)


@pytest.fixture
def attempt(invitation):
    return begin(invitation=invitation)
