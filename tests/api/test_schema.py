"""schemathesis drives every operation with values it makes up: no 500, and no answer outside the schema."""

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from tests import factories
from workspace.tokens.actions import make_token
from workspace.tokens.models import Scope

load_all_checks()
WANTED = {"not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"}

DOCUMENT = SchemaGenerator().get_schema(request=None, public=True)
API = schemathesis.openapi.from_dict(DOCUMENT)
API.app = get_wsgi_application()
OPERATIONS = [result.ok() for result in API.get_all_operations()]


def test_the_schema_is_valid_openapi_and_covers_every_resource():
    validate_schema(DOCUMENT)

    assert DOCUMENT["openapi"].startswith("3.1")
    assert len(OPERATIONS) >= 20


@pytest.fixture
def one_connection(db):
    """Keep the test's transaction open between requests, as Django's own test client does."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(one_connection):
    """The token of a recruiter, with a row of each kind to find."""
    card = factories.ScorecardFactory(submitted=True)
    factories.RatingFactory(card=card)
    recruiter = factories.UserFactory(recruiter=True)
    return make_token(user=recruiter, name="schemathesis", scopes=Scope.values, days=30)[1]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_operation_answers_outside_its_schema(operation, secret, monkeypatch):
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.allow_request", lambda *_: True)
    checks = [check for check in CHECKS.get_all() if check.__name__ in WANTED]

    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def drive(case):
        response = case.call(headers={"Authorization": f"Bearer {secret}"})
        case.validate_response(response, checks=checks)
        assert response.status_code < 500

    assert len(checks) == len(WANTED)
    drive()
