"""Questions every view of this app is asked."""

import pytest


@pytest.fixture
def outsiders(sign_in, stranger):
    """Return what an unknown visitor and a stranger get at an address."""
    from django.test import Client

    def ask(url, method="get"):
        return [getattr(client, method)(url).status_code for client in (Client(), sign_in(stranger))]

    return ask
