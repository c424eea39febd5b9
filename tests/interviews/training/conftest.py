import datetime as dt

import pytest
from django.utils import timezone

from interviews.schedule.actions import book_interview
from tests import factories


@pytest.fixture
def coding(db):
    return factories.AssessmentTypeFactory(slug="pair-coding")


@pytest.fixture
def mara(db):
    return factories.UserFactory(name="Mara Olsen")


@pytest.fixture
def lead(db):
    return factories.UserFactory(name="Lea Lead", recruiter=True)


@pytest.fixture
def book(coding, lead):
    """Book an interview of the type, `hours` from now."""

    def book_one(hours=24, interviewers=None, **fields):
        at = timezone.now() + dt.timedelta(hours=hours)
        return book_interview(
            application=fields.pop("application", None) or factories.ApplicationFactory(),
            kit=factories.KitFactory(assessment_type=coding),
            starts_at=at,
            minutes=45,
            interviewers=interviewers or [factories.UserFactory()],
            by=lead,
            **fields,
        )

    return book_one
