import pytest

from interviews.sittings.actions import begin
from tests.interviews import exam_fixtures


@pytest.fixture
def bank(db):
    exam_fixtures.make_bank()


@pytest.fixture
def exam(bank):
    return exam_fixtures.make_exam()


@pytest.fixture
def application(role):
    return exam_fixtures.applied(role)


@pytest.fixture
def invitation(exam, application):
    return exam_fixtures.invite(exam, application)


@pytest.fixture
def attempt(invitation):
    return begin(invitation=invitation)
