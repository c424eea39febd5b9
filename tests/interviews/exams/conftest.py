import pytest

from tests.interviews import exam_fixtures


@pytest.fixture
def bank(db):
    exam_fixtures.make_bank()


@pytest.fixture
def exam(bank):
    return exam_fixtures.make_exam()
