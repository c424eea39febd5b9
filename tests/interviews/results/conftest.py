import pytest

from interviews.sittings.actions import begin
from tests.interviews import exam_fixtures
from tests.interviews.exam_fixtures import by_form


@pytest.fixture
def exam(db):
    exam_fixtures.make_bank()
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


@pytest.fixture
def handed_in(invitation):
    """Everything answered rightly; the short answer waits for markers."""
    return exam_fixtures.sat(invitation)


@pytest.fixture
def short(handed_in):
    """The short answer that waits."""
    return by_form(handed_in, "short")
