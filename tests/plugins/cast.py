"""The cast: one person of each persona, and a stranger to the rows under test. `sign_in` gives a client for any of them."""

import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def admin(db):
    return factories.UserFactory(admin=True, name="Ada Admin")


@pytest.fixture
def recruiter(db):
    return factories.UserFactory(recruiter=True, name="Rita Recruiter")


@pytest.fixture
def hiring_manager(db):
    return factories.UserFactory(hiring_manager=True, name="Hari Manager")


@pytest.fixture
def interviewer(db):
    return factories.UserFactory(name="Ines Interviewer")


@pytest.fixture
def stranger(db):
    """A hiring manager of other roles: signed in, but a stranger to everything a test makes."""
    return factories.UserFactory(hiring_manager=True, name="Stan Stranger")


@pytest.fixture
def sign_in():
    """Return a function that gives a signed-in client; `htmx=True` adds htmx's header to every request."""

    def signed_in_client(user, *, htmx=False):
        client = Client(headers={"HX-Request": "true"} if htmx else None)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in_client


@pytest.fixture
def role(hiring_manager, recruiter):
    """An open role of the cast's hiring manager and recruiter."""
    return factories.RoleFactory(hiring_manager=hiring_manager, recruiter=recruiter)


@pytest.fixture
def application(role):
    return factories.ApplicationFactory(role=role)


@pytest.fixture
def count_queries(db):
    """Return how many queries a function runs: `count_queries(lambda: client.get(url))`."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    return count
