import pytest
from rest_framework.test import APIClient

from workspace.tokens.actions import make_token
from workspace.tokens.models import Scope


@pytest.fixture
def call():
    """Return a function that gives a client with a token of somebody; all scopes unless named."""

    def client_of(user, *scopes):
        _, secret = make_token(user=user, name="test", scopes=scopes or Scope.values, days=30)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return client_of
