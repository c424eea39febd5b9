import pytest

from tests.interviews import exam_fixtures
from tests.interviews.exam_fixtures import by_form
from tests.interviews.sittings.conftest import application, attempt, bank, exam, invitation  # noqa: F401  (fixtures)


@pytest.fixture
def handed_in(invitation):  # noqa: F811
    """Everything answered rightly; the short answer waits for markers."""
    return exam_fixtures.sat(invitation)


@pytest.fixture
def short(handed_in):
    """The short answer that waits."""
    return by_form(handed_in, "short")
